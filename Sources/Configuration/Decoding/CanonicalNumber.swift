/// Numbers as text: the shortest decimal that reads back as the same number.
enum CanonicalNumber {
    /// With a point or a negative exponent, so that it cannot be taken for an integer: `0.0002`, `1.0`, `1e-5`.
    static func real(_ value: Double) -> String {
        let text = "\(value)"
        guard let e = text.firstIndex(of: "e") else { return text }
        var mantissa = String(text[..<e])
        let exponent = Int(text[text.index(after: e)...]) ?? 0
        if exponent > 0, !mantissa.contains(".") { mantissa += ".0" }
        return "\(mantissa)e\(exponent)"
    }

    /// As YAML 1.1 and 1.2 both read a number: with a point, and a sign at the exponent: `1.0e-8`, `2.0e+20`.
    static func portable(_ value: Double) -> String {
        let text = real(value)
        guard let e = text.firstIndex(of: "e") else { return text }
        let (mantissa, exponent) = (text[..<e], text[text.index(after: e)...])
        return mantissa + (mantissa.contains(".") ? "" : ".0") + "e" + (exponent.hasPrefix("-") ? "" : "+") + exponent
    }

    /// For people and names: `1` rather than `1.0`.
    static func plain(_ value: Double) -> String {
        if value == value.rounded(), abs(value) < 0x1p53 { return "\(Int(value))" }
        return real(value)
    }
}
