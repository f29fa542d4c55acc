import ArgumentParser
import Experiments
import Foundation
import Reporting

/// Tries every remedy on every unhealthy set-up and writes what came of it: `trials.csv`, the record that reports
/// quote, and the table of the page.
@main struct AdviceTrials: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "advice-trials",
        abstract: "Try every remedy that a report may recommend on runs that need one.",
        discussion: """
            Each set-up (Tests/Advice/setups) is trained under its seeds as it is and with every remedy that applies. A remedy \
            helped a run if the strongest bound on the total variation distance fell by more than the bounds of that set-up's \
            seeds lie apart. What is in trials.csv already is not tried again: delete it to begin anew.
            """)

    @Option(help: "The built program.") var saddle = ".build/release/saddle"
    @Option(help: "The folder with setups, trials.csv and README.md.") var folder = "Tests/Advice"
    @Option(help: "Where the record that reports quote is written.")
    var record = "Sources/Reporting/Equilibrium/AdviceRecord.swift"
    @Option(help: "Calls of the program side by side.") var jobs = 2
    @Option(help: "Only set-ups with these names.") var setup: [String] = []
    @Flag(help: "Train nothing: write the record and the table anew from trials.csv.") var summary = false

    func run() throws {
        let log = try TrialLog(path: "\(folder)/trials.csv")
        if !summary { try tryAll(log) }
        let table = TrialTable(log.trials)
        try table.source.write(toFile: record, atomically: true, encoding: .utf8)
        let page = "\(folder)/README.md"
        try table.inserted(into: String(contentsOfFile: page, encoding: .utf8))
            .write(toFile: page, atomically: true, encoding: .utf8)
        print("\(log.trials.count) trials; \(record) and \(page) are written")
    }

    private func tryAll(_ log: TrialLog) throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/setups").sorted()
            .filter { $0.hasSuffix(".yaml") && (setup.isEmpty || setup.contains(String($0.dropLast(5)))) }
        let results = FileManager.default.temporaryDirectory.appendingPathComponent(
            "saddle-advice-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: results) }
        for file in files {
            let trial = SetupTrial(
                file: "\(folder)/setups/\(file)", saddle: saddle, results: results.path, log: log)
            try trial.run(jobs: jobs)
            try? FileManager.default.removeItem(at: results)
        }
    }
}
