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

extension Declaration {
    /// Whether a number alone gives the entry all that it needs: `dense: 64`.
    func takesBare(_ number: String) -> Bool {
        guard let shorthand, let key = keys.first(where: { $0.name == shorthand }) else { return false }
        return key.type.takes(number: number) && keys.allSatisfy { $0.name == shorthand || $0.defaultValue != nil }
    }
}

extension ValueType {
    fileprivate func takes(number text: String) -> Bool {
        switch self {
        case .integer(let range): Scalars.integer(text).map(range.contains) ?? false
        case .real(let range): Scalars.real(text).map(range.contains) ?? false
        case .either(let types): types.contains { $0.takes(number: text) }
        default: false
        }
    }
}
