import ArgumentParser
import Configuration
import Experiments
import Reporting

struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List what an experiment file can name: layers, losses, datasets, ...")

    @Argument(help: "Which registry: \(RegistryKind.allCases.map(\.rawValue).joined(separator: ", ")). All without.")
    var registry: RegistryKind?

    func run() {
        let kinds = registry.map { [$0] } ?? RegistryKind.allCases
        let declarations = kinds.map { Vocabulary.saddle.declarations(of: $0) }
        // One width for all, so that the summaries of every registry line up.
        let width = declarations.joined().map(\.name.count).max() ?? 0
        for (kind, entries) in zip(kinds, declarations) {
            if kinds.count > 1 { print("\(kind.rawValue)") }
            for entry in entries {
                let name = entry.name.padding(toLength: width, withPad: " ", startingAt: 0)
                print((kinds.count > 1 ? "  " : "") + "\(name)  \(entry.summary)")
            }
            if kinds.count > 1 { print() }
        }
        if kinds.count > 1 { print("saddle explain NAME tells more of each.") }
    }
}

extension RegistryKind: ExpressibleByArgument {}
