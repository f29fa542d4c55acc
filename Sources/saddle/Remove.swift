import ArgumentParser
import Diagnostics
import Experiments

struct Remove: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Remove runs with all their files, and their rows in tables and pages.")

    @Argument(help: "Folders of runs.", completion: .directory)
    var runs: [String]

    func run() throws {
        for path in runs {
            try ExperimentFolder.removeRun(at: path)
            try Terminal.write("removed \(DisplayText.sanitized(path))\n")
        }
    }
}
