/// Cures for the usual slips in scalars: what the writer meant, as it has to be written.
enum ScalarHelp {
    static func help(_ scalar: Node.Scalar, for type: ValueType) -> String? {
        let text = scalar.text
        if let slip = Slips.indentation(text) { return slip }
        switch type {
        case .boolean:
            if ["yes", "on", "y"].contains(text.lowercased()) { return "write true" }
            if ["no", "off", "n"].contains(text.lowercased()) { return "write false" }
            return !scalar.isPlain && Scalars.boolean(text) != nil ? "leave out the quotes" : nil
        case .integer:
            if !scalar.isPlain, Scalars.integer(text) != nil { return "leave out the quotes" }
            return number(text) ?? whole(text) ?? words.firstIndex(of: text.lowercased()).map { "write \($0)" }
        case .real(let range):
            if !scalar.isPlain, Scalars.real(text) != nil { return "leave out the quotes" }
            // Whoever writes 1.5 slipped a digit, or means another key; nobody means that few percent.
            if let value = Scalars.real(text), range.upper == 1, value >= 2, value <= 100 {
                return "write \(CanonicalNumber.plain(share(value))) for \(text) %"
            }
            return number(text)
        case .either(let types): return types.lazy.compactMap { help(scalar, for: $0) }.first
        default: return nil
        }
    }

    private static let words = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    ]

    /// So many percent, with no more digits than they have: 99.9 / 100 is not 0.999.
    private static func share(_ percent: Double) -> Double { (percent * 1e10).rounded() / 1e12 }

    /// A number in other notations than YAML's.
    private static func number(_ text: String) -> String? {
        let digits = text.filter { $0 != "_" && $0 != "," && $0 != " " }
        if let decimal = decimalComma(text) { return "write \(decimal): decimals have a point" }
        if digits != text, Scalars.real(digits) != nil { return "write \(digits)" }
        let hyphened = String(text.map { "\u{2212}\u{2013}\u{2014}\u{2010}\u{2011}".contains($0) ? "-" : $0 })
        if hyphened != text, Scalars.real(hyphened) != nil {
            return "write \(hyphened): the sign in it is a dash, not the hyphen of the keyboard"
        }
        let meanings: [Character: (Double) -> Double] = [
            "k": { $0 * 1e3 }, "K": { $0 * 1e3 }, "M": { $0 * 1e6 }, "%": share,
        ]
        if let last = text.last, let meaning = meanings[last],
            let value = Scalars.real(text.dropLast().trimmingSuffix(while: { $0 == " " }).description)
        {
            return "write \(CanonicalNumber.plain(meaning(value)))"
        }
        let unsigned = text.drop { $0 == "+" || $0 == "-" }
        if unsigned.count > 1, unsigned.hasPrefix("0"), !text.contains("."), Scalars.real(text) == nil {
            return "write it in decimal, without a leading zero"
        }
        return nil
    }

    private static func whole(_ text: String) -> String? {
        guard Scalars.integer(text) == nil, let value = Scalars.real(text), abs(value) < 0x1p53 else { return nil }
        if value == value.rounded() { return "write \(Int(value))" }
        // Of what is below 1 there is seldom none.
        return "write a whole number" + (abs(value) < 1 ? "" : ": \(Int(value.rounded(.down)))")
    }

    /// "0,9" as "0.9"; nil where the comma may separate thousands.
    private static func decimalComma(_ text: String) -> String? {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty else { return nil }
        let whole = parts[0].drop { $0 == "-" || $0 == "+" }
        let isThousands = parts[1].count == 3 && parts[1].allSatisfy(\.isNumber) && whole != "0" && !whole.isEmpty
        let decimal = "\(parts[0]).\(parts[1])"
        return isThousands || Scalars.real(decimal) == nil ? nil : decimal
    }
}

extension Substring {
    fileprivate func trimmingSuffix(while isDropped: (Character) -> Bool) -> Substring {
        var rest = self
        while let last = rest.last, isDropped(last) { rest.removeLast() }
        return rest
    }
}
