import Diagnostics

/// A run written out as YAML with every default filled in. Reading it back gives the same run, and equal runs give
/// equal text: the order of keys is fixed.
public enum CanonicalText {
    /// How scalars are written.
    enum Style {
        /// As runs have been named by since the first of them: another way of writing a number would make every run
        /// another one.
        case identity
        /// So that readers of YAML 1.1, such as PyYAML, see the same types: `1.0e-8`, since `1e-8` is text to them.
        case portable
    }

    public static func yaml(_ spec: RunSpec) -> String { text(spec, leavingOut: [], .portable) }

    /// What a run is, as 64 bits: FNV-1a over the canonical text. The name and the description of an experiment are
    /// left out, since they change nothing that is trained.
    public static func hash(_ spec: RunSpec) -> UInt64 {
        StableHash.hash(text(spec, leavingOut: unhashed, .identity))
    }

    /// A value on one line.
    public static func text(_ value: Value) -> String { flow(value, .identity) }

    private static func text(_ spec: RunSpec, leavingOut left: Set<String>, _ style: Style) -> String {
        RunSpec.form.fields.filter { !left.contains($0.key.name) }.map { text(of: $0, in: spec, style) }.joined()
    }

    /// The lines of one key of a run, each with its end.
    private static func text(of field: Field<RunSpec>, in spec: RunSpec, _ style: Style) -> String {
        let (key, value) = (field.key, field.write(spec))
        // As within sections: a key that was left out leaves no trace in the text, or in the hash.
        if value == .null { return "" }
        guard case .section(let section) = value, case .section(let declaration) = key.type else {
            return "\(key.name): \(flow(value, style))\n"
        }
        guard section.entries["layers"] == nil else {
            return ("\(key.name):" + block(section, declaration, style).map { "\n" + $0 }.joined()) + "\n"
        }
        let text = flow(section, keys: declaration.keys.map(\.name), style)
        return text == "{}" ? "" : "\(key.name): \(text)\n"
    }

    /// What one key of a run adds to the text that `hash` is of.
    static func identity(of field: Field<RunSpec>, in spec: RunSpec) -> [UInt8] {
        unhashed.contains(field.key.name) ? [] : Array(text(of: field, in: spec, .identity).utf8)
    }

    private static let unhashed: Set = ["name", "description"]

    /// A network: one line per layer.
    private static func block(_ section: Values, _ declaration: Declaration, _ style: Style) -> [String] {
        declaration.keys.flatMap { key -> [String] in
            if key.isSwitches {
                return declaration.switches(in: section).sorted { $0.key < $1.key }
                    .map { "  \($0): \(flow($1, style))" }
            }
            return switch section[key.name] {
            case .null: []
            case .list(let items): ["  \(key.name):"] + items.map { "    - \(flow($0, style, inList: true))" }
            case let value: ["  \(key.name): \(flow(value, style))"]
            }
        }
    }

    static func flow(_ value: Value, _ style: Style = .identity, inList: Bool = false) -> String {
        switch value {
        case .null: return "null"
        case .boolean(let x): return x ? "true" : "false"
        case .integer(let x): return String(x)
        case .real(let x): return style == .portable ? CanonicalNumber.portable(x) : CanonicalNumber.real(x)
        case .text(let x): return QuotedText.yaml(x, style)
        case .list(let items): return "[\(items.map { flow($0, style) }.joined(separator: ", "))]"
        case .choice(let choice):
            let body = flow(choice.values, keys: choice.values.entries.keys.sorted(), style)
            if choice.kind == .datasets {
                return body == "{}" ? "{dataset: \(choice.name)}" : "{dataset: \(choice.name), \(body.dropFirst())"
            }
            if body == "{}" { return choice.name }
            return inList ? "\(choice.name): \(body)" : "{\(choice.name): \(body)}"
        case .section(let values): return flow(values, keys: values.entries.keys.sorted(), style)
        }
    }

    /// Null is how a key says that it was left out.
    private static func flow(_ values: Values, keys: [String], _ style: Style) -> String {
        let parts = keys.compactMap { key in values[key] == .null ? nil : "\(key): \(flow(values[key], style))" }
        return "{\(parts.joined(separator: ", "))}"
    }
}

/// Text as a YAML scalar: bare where that is safe in every place, else in double quotes. Bare numbers are not safe: a
/// key may take a number as well, and mean another thing by it.
enum QuotedText {
    static func yaml(_ text: String, _ style: CanonicalText.Style) -> String {
        let isBare =
            text.unicodeScalars.first.map { $0.properties.isASCIIHexDigit || $0.properties.isAlphabetic } ?? false
            && text.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || "0123456789_-./".unicodeScalars.contains($0))
            }
            && !["null", "Null", "NULL"].contains(text) && Scalars.real(text) == nil
            && !(style == .portable && isAmbiguous(text))
        return isBare ? text : "\"\(text.unicodeScalars.map(escaped).joined())\""
    }

    /// Whether a reader of YAML 1.1 may take it for a boolean, a number, a date or a time.
    private static func isAmbiguous(_ text: String) -> Bool {
        text.first?.isNumber == true
            || ["y", "n", "yes", "no", "on", "off", "true", "false"].contains(text.lowercased())
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"": return "\\\""
        case "\\": return "\\\\"
        case "\n": return "\\n"
        case "\t": return "\\t"
        case " "..."~": return String(scalar)
        default:
            let hex = String(scalar.value, radix: 16)
            let digits = scalar.value > 0xFFFF ? 8 : 4
            let padding = String(repeating: "0", count: digits - hex.count)
            return (digits == 8 ? "\\U" : "\\u") + padding + hex
        }
    }
}
