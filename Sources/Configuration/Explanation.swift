/// What a declaration says of itself, as plain text for a terminal.
public enum Explanation {
    /// `noun`: what kind of thing it is, "layer", or nil for a section of the file.
    public static func text(_ declaration: Declaration, noun: String? = nil) -> String {
        var parts = ["\(declaration.name)\(noun.map { " (\($0))" } ?? ""): \(declaration.summary)"]
        if !declaration.details.isEmpty { parts.append(declaration.details) }
        if !declaration.keys.isEmpty { parts.append("keys:\n" + indented(table(declaration.keys))) }
        if let shorthand = declaration.shorthand {
            parts.append(
                "A bare value is '\(shorthand)': \(declaration.name): ... means \(declaration.name): {\(shorthand): ...}"
            )
        }
        if !declaration.elsewhere.isEmpty {
            let rows = declaration.elsewhere.map { [$0.program.rawValue, $0.text] }
            parts.append("elsewhere:\n" + indented(aligned(rows)))
        }
        if !declaration.example.isEmpty { parts.append("example:\n" + indented(lines(declaration.example))) }
        return parts.joined(separator: "\n\n") + "\n"
    }

    /// The key of that name in each of the declarations that have it, a line each; nil where none has it.
    public static func key(_ name: String, in declarations: [Declaration]) -> String? {
        let found = declarations.compactMap { declaration in declaration.key(name).map { (declaration.name, $0) } }
        guard !found.isEmpty else { return nil }
        let rows = aligned(found.map { owner, key in [owner, key.defaultText, key.explanation] })
        return "'\(name)' is a key of \(found.map(\.0).joined(separator: ", ")):\n\n" + indented(rows) + "\n"
    }

    /// One line per declaration, for `saddle list`.
    public static func list(_ declarations: [Declaration]) -> String {
        aligned(declarations.map { [$0.name, $0.summary] }).joined(separator: "\n")
    }

    /// Name, default, and what it is with what it accepts: one line per key.
    private static func table(_ keys: [Key]) -> [String] {
        aligned(keys.map { [$0.name, $0.defaultText, $0.explanation] })
    }

    private static func aligned(_ rows: [[String]]) -> [String] {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            row.indices.map { column in
                let isLast = column == row.count - 1
                return isLast
                    ? row[column] : row[column] + String(repeating: " ", count: widths[column] - row[column].count)
            }.joined(separator: "  ")
        }
    }

    private static func lines(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private static func indented(_ lines: [String]) -> String { lines.map { "  " + $0 }.joined(separator: "\n") }
}

extension Key {
    fileprivate var explanation: String {
        if case .section = type { return help }
        return "\(help): \(type.phrase)"
    }

    /// "required", "optional", or "default 0.2".
    public var defaultText: String {
        switch defaultValue {
        case nil: "required"
        case .null: "optional"
        case .section: "optional"
        case .text("")?: "optional"
        case let value?: "default \(CanonicalText.flow(value))"
        }
    }
}
