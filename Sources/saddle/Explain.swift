import ArgumentParser
import Configuration
import Diagnostics
import Experiments
import Reporting

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: """
            Explain a layer, loss, dataset, ..., what there is of a kind, a section of the experiment file, a key, or a \
            word of a report.
            """)

    @Argument(
        help: """
            Such as dense, adam, digits, dataset, sweep, training, betas, evaluation.critic.layers; report, judges, \
            verdicts, auc; a paper or a name of another program, such as stylegan2, for what speaks of it.
            """)
    var name: String

    func run() throws {
        // A name may be a key and a judge, or a section and a term of the report.
        let texts = [declared, Glossary.text(name), ColumnPages.text(name)].compactMap { $0 }
        if !texts.isEmpty { return try Terminal.write(texts.joined(separator: "\n")) }
        // A slip is likelier than the name of something else.
        let near = Similarity.nearest(to: parts.last ?? name, in: names)
        let mentions = try Mentions(of: name, in: "experiments")
        guard near == nil || !mentions.cures.isEmpty, !mentions.isEmpty else {
            throw DiagnosticError([
                Diagnostic(
                    "nothing is named '\(name)'",
                    help: near.map { "a similar name exists: '\($0)'" }
                        ?? "saddle list shows every name; saddle explain report explains the terms of a report")
            ])
        }
        try Terminal.write(text(mentions))
    }

    private func text(_ mentions: Mentions) -> String {
        func table(_ rows: [(String, String)]) -> String {
            let width = rows.map(\.0.count).max() ?? 0
            return rows.map { name, text in
                text.isEmpty
                    ? "  \(name)\n"
                    : "  \(name)\(String(repeating: " ", count: width - name.count))  \(DisplayText.sanitized(text))\n"
            }.joined()
        }
        var text = "nothing is named '\(name)' here.\n"
        if !mentions.cures.isEmpty { text += "\n" + table(mentions.cures.map { ("for a \($0.noun)", $0.help) }) }
        if !mentions.entries.isEmpty {
            text += "\nThese speak of it; saddle explain with their names says how:\n\n" + table(mentions.entries)
        }
        if !mentions.files.isEmpty { text += "\nExperiment files that do:\n\n" + table(mentions.files) }
        return text
    }

    /// The last part of a path is what is asked for, and the one before it may say whose.
    private var parts: [String] { name.split(separator: ".").map(String.init) }

    /// Entries of registries with what they are, and sections of the file.
    private var declarations: [(noun: String?, declaration: Declaration)] {
        let entries = RegistryKind.allCases.flatMap { kind in
            Vocabulary.saddle.declarations(of: kind).map { (noun: String?.some(kind.noun), declaration: $0) }
        }
        return entries + Vocabulary.saddle.sections.map { (noun: nil, declaration: $0) }
    }

    private var names: [String] {
        declarations.flatMap { [$0.declaration.name] + $0.declaration.keys.map(\.name) } + Glossary.names
            + ColumnPages.names
    }

    /// What a declaration of that name says of itself; nil where there is none.
    private var declared: String? {
        let all = declarations
        let last = parts.last ?? name
        let owners = all.map(\.declaration).filter { $0.name == parts.dropLast().last }
        let found = all.filter { $0.declaration.name == last }
        let isSection = owners.flatMap(\.keys).contains { key in
            if case .section = key.type { key.name == last } else { false }
        }
        if !isSection, let key = Explanation.key(last, in: owners) { return key }
        if !found.isEmpty {
            return found.map { Explanation.text($0.declaration, noun: $0.noun) }.joined(separator: "\n")
        }
        if let key = Explanation.key(last, in: all.map(\.declaration)) { return key }
        return RegistryKind.allCases.first { [$0.noun, $0.rawValue].contains(last) }
            .map { Explanation.list(Vocabulary.saddle.declarations(of: $0)) + "\n" }
    }
}
