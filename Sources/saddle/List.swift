import ArgumentParser
import Configuration
import Experiments
import Reporting

struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List what an experiment file can name: layers, losses, datasets, ...; or the runs that there are.")

    @Argument(help: "Which registry: \(RegistryKind.allCases.map(\.rawValue).joined(separator: ", ")). All without.")
    var registry: RegistryKind?

    @Flag(help: "List runs instead: how far each came, what it came to, and its folder.")
    var runs = false

    @Flag(help: "List what other programs call the entries, and where they differ, as a table of Markdown.")
    var elsewhere = false

    @Option(help: ArgumentHelp("With --runs: a folder of results or of an experiment.", valueName: "folder"))
    var results = "results"

    func validate() throws {
        guard registry == nil || !runs else { throw ValidationError("--runs takes no registry.") }
        guard !elsewhere || registry == nil && !runs else {
            throw ValidationError("--elsewhere lists all registries and nothing else.")
        }
    }

    func run() throws {
        if runs { return try Terminal.write(RunsListing(results).text(width: Terminal.widthOfOutput)) }
        if elsewhere { return try Terminal.write(ElsewhereTable.text) }
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
