import ArgumentParser
import Configuration
import Experiments
import Reporting

struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List what an experiment file can name: layers, losses, datasets, ...")

    @Argument(help: "Which registry: \(RegistryKind.allCases.map(\.rawValue).joined(separator: ", ")). All without.")
    var registry: RegistryKind?

    func run() throws {
        var text = ""
        func print(_ line: String = "") { text += line + "\n" }
        let kinds = registry.map { [$0] } ?? RegistryKind.allCases
        let indent = kinds.count > 1 ? "  " : ""
        for kind in kinds {
            if kinds.count > 1 { print(kind.rawValue) }
            for line in Explanation.list(Vocabulary.saddle.declarations(of: kind)).split(separator: "\n") {
                print(indent + line)
            }
            if kinds.count > 1 { print() }
        }
        if kinds.count > 1 { print("saddle explain NAME describes each.") }
        try Terminal.write(text)
    }
}

extension RegistryKind: ExpressibleByArgument {}
