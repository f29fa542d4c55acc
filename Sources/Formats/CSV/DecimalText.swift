/// Numbers in decimal notation, `[+-] digits [. digits] [e [+-] digits]`: no hexadecimal, no `inf`, no `nan`.
public enum DecimalText {
    /// The nearest Double, which is infinite where the number is too large; nil where the text is another.
    public static func value(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
        var position = 0
        func isDigit(_ index: Int) -> Bool {
            index < text.count && text[index] >= UInt8(ascii: "0") && text[index] <= UInt8(ascii: "9")
        }
        func takes(_ byte: UInt8) -> Bool {
            guard position < text.count, text[position] == byte else { return false }
            position += 1
            return true
        }
        let isNegative = takes(UInt8(ascii: "-"))
        if !isNegative { _ = takes(UInt8(ascii: "+")) }
        // All digits as one integer, as long as it fits.
        var (mantissa, exponent, digits) = (UInt64(0), 0, 0)
        func digit() {
            mantissa = mantissa &* 10 &+ UInt64(text[position] - UInt8(ascii: "0"))
            if mantissa > 0 { digits += 1 }
            position += 1
        }
        let whole = position
        while isDigit(position) { digit() }
        var count = position - whole
        if takes(UInt8(ascii: ".")) {
            let fraction = position
            while isDigit(position) { digit() }
            exponent = fraction - position
            count -= exponent
        }
        guard count > 0 else { return nil }
        if takes(UInt8(ascii: "e")) || takes(UInt8(ascii: "E")) {
            let falls = takes(UInt8(ascii: "-"))
            if !falls { _ = takes(UInt8(ascii: "+")) }
            let first = position
            var size = 0
            while isDigit(position) {
                size = min(size * 10 + Int(text[position] - UInt8(ascii: "0")), 100_000)
                position += 1
            }
            guard position > first else { return nil }
            exponent += falls ? -size : size
        }
        guard position == text.count else { return nil }
        // Both are exact as Doubles, so one rounding gives the nearest (Clinger 1990).
        if digits <= 15, abs(exponent) < powers.count {
            let size = Double(mantissa)
            let value = exponent < 0 ? size / powers[-exponent] : size * powers[exponent]
            return isNegative ? -value : value
        }
        return Double(String(decoding: text, as: UTF8.self))
    }

    /// The nearest Double to a number in a string; nil where the string is no number in decimal notation.
    public static func value(_ text: String) -> Double? {
        var text = text
        return text.withUTF8 { value($0) }
    }

    /// 10^0 to 10^22, which are exact.
    private static let powers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
}
