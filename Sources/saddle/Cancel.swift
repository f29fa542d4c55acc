import ArgumentParser
import Diagnostics
import Experiments
import Reporting

struct Cancel: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "End what Slurm has of a sweep's tasks; runs in training are saved, and saddle run continues them.")

    @Argument(help: "A folder of results, or of an experiment.", completion: .directory)
    var path: String

    func run() throws {
        for path in try SweepStatus.experiments(in: path) {
            let count = try SweepStatus.cancel(path)
            try Terminal.write("\(FilePath.name(path)): \(count) \(count == 1 ? "task" : "tasks") cancelled\n")
        }
    }
}
