import ArgumentParser
import Diagnostics
import Experiments

struct Rename: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Give a run's folder another name; the eight letters at its end stay, by which it is found again.",
        discussion: "Its report names the old folder until saddle report makes it again.")

    @Argument(help: "The folder of a run.", completion: .directory)
    var folder: String

    @Argument(help: "Its new name, without the path.")
    var name: String

    func run() throws {
        let path = try ExperimentFolder.renameRun(at: folder, to: name)
        try Terminal.write("\(DisplayText.sanitized(path))\n")
    }
}
