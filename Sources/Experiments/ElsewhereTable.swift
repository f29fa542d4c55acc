import Configuration

/// What StudioGAN and others call what Saddle has, made from the declarations.
public enum ElsewhereTable {
    /// Markdown, a row for each entry and section that says anything.
    public static var text: String {
        let entries = RegistryKind.allCases.flatMap { kind in
            Vocabulary.saddle.declarations(of: kind).map { (noun: kind.noun, declaration: $0) }
        }
        return text(entries + Vocabulary.saddle.sections.map { (noun: "section", declaration: $0) })
    }

    static func text(_ declarations: [(noun: String, declaration: Declaration)]) -> String {
        let programs = Elsewhere.Program.allCases
        let head = ["here"] + programs.map { "\($0.rawValue) (\($0.version))" }
        let rows = declarations.filter { !$0.declaration.elsewhere.isEmpty }.map { noun, declaration in
            ["\(noun) `\(declaration.name)`"]
                + programs.map { program in
                    declaration.elsewhere.filter { $0.program == program }.map(cell).joined(separator: "; ")
                }
        }
        return ([head, head.map { _ in "---" }] + rows).map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
    }

    private static func cell(_ there: Elsewhere) -> String {
        guard let differs = there.differs else { return "`\(there.name)`" }
        return there.isWrong ? "`\(there.name)` **wrong:** \(differs)" : "`\(there.name)`, but \(differs)"
    }
}
