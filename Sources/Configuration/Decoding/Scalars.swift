/// What a plain scalar means once the type is known. Nothing is guessed from the text alone.
///
/// - Integers: decimal digits with a sign, or an exponent (`1e5`). No leading zeros (`010` is 8 elsewhere), no `0x`,
///   no underscores.
/// - Numbers: those, with a point or an exponent. Never infinite or "not a number".
/// - Booleans: `true` and `false`.
enum Scalars {
    static func integer(_ text: String) -> Int? {
        guard let form = NumberForm(text), !form.hasPoint else { return nil }
        guard form.hasExponent else { return Int(text) }
        guard let value = real(text), abs(value) < 0x1p53, value == value.rounded() else { return nil }
        return Int(value)
    }

    static func real(_ text: String) -> Double? {
        guard NumberForm(text) != nil, let value = Double(text), value.isFinite else { return nil }
        return value
    }

    static func boolean(_ text: String) -> Bool? {
        switch text {
        case "true", "True", "TRUE": true
        case "false", "False", "FALSE": false
        default: nil
        }
    }

    /// A cure for the usual slips, or nil.
    static func help(_ scalar: Node.Scalar, for type: ValueType) -> String? {
        let text = scalar.text
        switch type {
        case .boolean:
            if ["yes", "on", "y"].contains(text.lowercased()) { return "write true" }
            if ["no", "off", "n"].contains(text.lowercased()) { return "write false" }
            return !scalar.isPlain && boolean(text) != nil ? "leave out the quotes" : nil
        case .integer, .real:
            if !scalar.isPlain, real(text) != nil { return "leave out the quotes" }
            let digits = text.filter { $0 != "_" && $0 != "," }
            if digits != text, real(digits) != nil { return "write \(digits)" }
            if case .integer = type, integer(text) == nil, let value = real(text), value == value.rounded(),
                abs(value) < 0x1p53
            {
                return "write \(Int(value))"
            }
            if text.drop(while: { $0 == "+" || $0 == "-" }).hasPrefix("0"), text.count > 1, !text.contains(".") {
                return "write it in decimal, without a leading zero"
            }
            return nil
        default: return nil
        }
    }
}

/// `[+-] digits [. digits] [e [+-] digits]`, no superfluous zero in front.
private struct NumberForm {
    private(set) var hasPoint = false
    private(set) var hasExponent = false

    init?(_ text: String) {
        var rest = Substring(text)
        if let first = rest.first, first == "+" || first == "-" { rest.removeFirst() }
        let whole = NumberForm.digits(&rest)
        if whole.count > 1, whole.first == "0" { return nil }
        var fraction: Substring = ""
        if rest.first == "." {
            rest.removeFirst()
            hasPoint = true
            fraction = NumberForm.digits(&rest)
        }
        if whole.isEmpty, fraction.isEmpty { return nil }
        if let first = rest.first, first == "e" || first == "E" {
            rest.removeFirst()
            hasExponent = true
            if let sign = rest.first, sign == "+" || sign == "-" { rest.removeFirst() }
            if NumberForm.digits(&rest).isEmpty { return nil }
        }
        if !rest.isEmpty { return nil }
    }

    private static func digits(_ text: inout Substring) -> Substring {
        let digits = text.prefix { "0" <= $0 && $0 <= "9" }
        text = text.dropFirst(digits.count)
        return digits
    }
}
