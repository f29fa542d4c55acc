import ArgumentParser
import Configuration
import Diagnostics
import Experiments

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Explain a layer, loss, dataset, ..., what there is of a kind, a section of the experiment file, or a key.")

    @Argument(help: "Such as dense, adam, digits, dataset, sweep, training, betas, evaluation.critic.layers.")
    var name: String

    func run() throws {
        let entries = RegistryKind.allCases.flatMap { kind in
            Vocabulary.saddle.declarations(of: kind).map { (noun: String?.some(kind.noun), declaration: $0) }
        }
        let all = entries + ExperimentSchema.sections.map { (noun: nil, declaration: $0) }
        // The last part of a path is what is asked for, and the one before it may say whose.
        let parts = name.split(separator: ".").map(String.init)
        let last = parts.last ?? name
        let owners = all.map(\.declaration).filter { $0.name == parts.dropLast().last }
        let found = all.filter { $0.declaration.name == last }
        let isSection = owners.flatMap(\.keys).contains { key in
            if case .section = key.type { key.name == last } else { false }
        }
        if !isSection, let key = Explanation.key(last, in: owners) {
            print(key, terminator: "")
        } else if !found.isEmpty {
            print(found.map { Explanation.text($0.declaration, noun: $0.noun) }.joined(separator: "\n"), terminator: "")
        } else if let key = Explanation.key(last, in: all.map(\.declaration)) {
            print(key, terminator: "")
        } else if let kind = RegistryKind.allCases.first(where: { [$0.noun, $0.rawValue].contains(last) }) {
            print(Explanation.list(Vocabulary.saddle.declarations(of: kind)), terminator: "")
        } else {
            let names = all.flatMap { [$0.declaration.name] + $0.declaration.keys.map(\.name) }
            throw DiagnosticError([
                Diagnostic(
                    "nothing is named '\(name)'",
                    help: Similarity.nearest(to: last, in: names).map { "a similar name exists: '\($0)'" }
                        ?? "saddle list shows every name")
            ])
        }
    }
}
