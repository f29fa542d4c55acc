import ArgumentParser
import Configuration
import Diagnostics
import Experiments

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Explain a layer, loss, dataset, ... or a section of the experiment file.")

    @Argument(help: "Such as dense, adam, digits, sweep, training.")
    var name: String

    func run() throws {
        let entries = RegistryKind.allCases.flatMap { kind in
            Vocabulary.saddle.declarations(of: kind).map { (kind: kind.rawValue, declaration: $0) }
        }
        let sections = ExperimentSchema.sections.map { (kind: "section", declaration: $0) }
        let all = entries + sections
        let found = all.filter { $0.declaration.name == name }
        guard !found.isEmpty else {
            let near = Similarity.nearest(to: name, in: all.map(\.declaration.name))
            throw DiagnosticError([
                Diagnostic(
                    "nothing is named '\(name)'",
                    help: near.map { "a similar name exists: '\($0)'" } ?? "saddle list shows every name")
            ])
        }
        print(found.map { Explanation.text($0.declaration) }.joined(separator: "\n"), terminator: "")
    }
}
