import Configuration
import Diagnostics
import Formats
import Foundation
import Reporting
import Testing
import TestSupport

@Suite struct ComparisonSourceTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for (name, key, values) in [
            ("ratio", "step_ratio.discriminator", ["1", "5"]), ("noise", "noise.dimension", ["8"]),
        ] {
            var results: [RunResult] = []
            for (index, value) in values.enumerated() {
                let id = "\(key)=\(value)-0000000\(index)"
                results.append(
                    RunResult(
                        run: id, status: "complete", parameters: [Parameter(path: key, text: value)], iteration: 100,
                        metrics: [.accuracy: 0.6, .distance: 0.1], verdict: "unsettled"))
                try folder.write(
                    "\(name)/\(id)/metrics.csv", "iteration,accuracy,distance\r\n0,1,0.5\r\n100,0.6,0.1\r\n")
                try folder.write(
                    "\(name)/\(id)/config.yaml",
                    "name: \(name)\nseed: 1\nnoise: {dimension: \(key == "noise.dimension" ? value : "64")}\n"
                        + "step_ratio: {discriminator: \(key == "noise.dimension" ? "1" : value)}\n")
            }
            try folder.write("\(name)/runs.csv", RunsTable.table(results).text)
        }
    }

    private func read(_ names: String...) throws -> [ComparedRun] {
        try ComparisonSources.runs(at: names.map(folder.path))
    }

    @Test func anExperimentGivesItsSweptParameters() throws {
        let runs = try read("ratio")
        #expect(runs.map(\.experiment) == ["ratio", "ratio"])
        #expect(
            runs.map { $0.result.parameters.map(\.path) } == [
                ["step_ratio.discriminator"], ["step_ratio.discriminator"],
            ])
        #expect(try read("ratio/runs.csv") == runs)
        #expect(try read("ratio/") == runs)
    }

    @Test(arguments: ["ring.yaml", "noise/noise.dimension=8-00000000/config.yaml"])
    func experimentFilesAreNoResults(_ name: String) throws {
        try folder.write("ring.yaml", "data: {dataset: ring}\n")
        let path = folder.path(name)
        let error = #expect(throws: DiagnosticError.self) { try ComparisonSources.runs(at: [path]) }?.diagnostics.first
        #expect(error?.message == "'\(path)' is an experiment file or a configuration; results are compared")
        #expect(error?.help?.hasPrefix("give the folder that saddle run writes") == true)
    }

    @Test func acrossExperimentsAllSettingsAreCompared() throws {
        let runs = try read("ratio", "noise")
        let comparison = try Comparison(runs)
        #expect(comparison.parameters == ["noise.dimension", "step_ratio.discriminator"])
        #expect(comparison.groups.count == 3)
        #expect(comparison.text(.csv).contains("noise,8,1,"))
        // The folder that holds both, and runs one by one, name the same runs.
        #expect(Set(try read(".").map(\.result.run)) == Set(runs.map(\.result.run)))
    }

    /// A run that leaves a key out has its default, under the key's own name.
    @Test func whatAConfigurationLeavesOutHasItsDefault() throws {
        for (id, critic) in [("run-00000001", ""), ("run-00000002", ", critic: {iterations: 20}")] {
            try folder.write("e/\(id)/metrics.csv", "iteration,accuracy,distance\n20,0.6,0.1\n")
            try folder.write("e/\(id)/config.yaml", "name: e\nseed: 1\nevaluation: {every: 1\(critic)}\n")
        }
        let text = try Comparison(read("e")).text(.csv)
        #expect(text.hasPrefix("experiment,evaluation.critic.iterations,run,"), "\(text)")
        #expect(text.contains("\ne,10000,run-00000001"), "\(text)")
        #expect(text.contains("e,20,run-00000002"))
    }

    /// What a sweep does not set in one of its runs is what the run's configuration says.
    @Test func cellsOfKeysThatARunDoesNotSetHaveTheFilesValue() throws {
        let ids = ["noise.dimension=4-00000000", "seed=2-00000001"]
        let rows = [("noise.dimension", "4"), ("seed", "2")].enumerated().map { index, parameter in
            RunResult(
                run: ids[index], status: "complete", parameters: [Parameter(path: parameter.0, text: parameter.1)],
                metrics: [.accuracy: 0.5])
        }
        try folder.write("list/runs.csv", RunsTable.table(rows).text)
        try folder.write("list/\(ids[0])/config.yaml", "seed: 1\nnoise: {dimension: 4}\n")
        try folder.write("list/\(ids[1])/config.yaml", "seed: 2\nnoise: {dimension: 64}\n")
        #expect(try read("list").map { $0.result.parameter("noise.dimension") } == ["4", "64"])
        #expect(try read("list").map { $0.result.parameter("seed") } == ["1", "2"])
    }

    @Test func namesOfValuesStayAcrossExperiments() throws {
        let id = "generator.layers=small-00000000"
        let row = RunResult(
            run: id, status: "complete", parameters: [Parameter(path: "generator.layers", text: "small")],
            metrics: [.accuracy: 0.5])
        try folder.write("named/runs.csv", RunsTable.table([row]).text)
        try folder.write("named/\(id)/config.yaml", "seed: 1\ngenerator:\n  layers:\n    - dense: {units: 2}\n")
        #expect(try read("named", "noise").map { $0.result.parameter("generator.layers") } == ["small", nil])
    }

    /// Another call's runs have taken the table: what an earlier run's folder holds is then all there is of it.
    @Test func aRunBesideTheTableHasItsNamesAndItsBound() throws {
        let ids = ["generator.layers=small_seed=1-0000000a", "generator.layers=small_seed=2-0000000b"]
        let settings = [("generator.layers", "small"), ("seed", "2")].map { Parameter(path: $0, text: $1) }
        let row = RunResult(run: ids[1], status: "complete", parameters: settings, metrics: [.accuracy: 0.5])
        try folder.write("beside/runs.csv", RunsTable.table([row]).text)
        for (index, id) in ids.enumerated() {
            try folder.write("beside/\(id)/metrics.csv", "iteration,accuracy,distance\n20,0.6,0.1\n")
            try folder.write(
                "beside/\(id)/config.yaml", "seed: \(index + 1)\ngenerator:\n  layers:\n    - dense: {units: 2}\n")
            try folder.write(
                "beside/\(id)/judges.csv",
                "iteration,judge,total_variation_at_least\n10,modes,0.9\n20,critic,0.25\n20,modes,0.5\n")
        }
        let runs = try read("beside/\(ids[0])", "beside/\(ids[1])")
        #expect(runs.map { $0.result.parameter("generator.layers") } == ["small", "small"])
        #expect(runs.map { $0.result.parameter("seed") } == ["1", "2"])
        #expect(runs.map(\.result.bound) == [0.5, nil] && runs[0].result.strongestJudge == "modes")
    }

    @Test func deletedRunsAreMarked() throws {
        try FileManager.default.removeItem(atPath: folder.path("ratio/step_ratio.discriminator=5-00000001"))
        #expect(try read("ratio").map(\.result.isDeleted) == [false, true])
        let text = try Comparison(read("ratio")).text(.table)
        #expect(text.contains("complete, deleted") && text.contains("deleted: in runs.csv, though"), "\(text)")
        // A table that was copied alone says nothing of folders.
        try folder.write("alone/runs.csv", RunsTable.table(try read("ratio").map(\.result)).text)
        #expect(try read("alone").map(\.result.isDeleted) == [false, false])
    }

    @Test func aRunIsCountedOnceHoweverItIsNamed() throws {
        let run = "ratio/step_ratio.discriminator=1-00000000"
        let runs = try read("ratio", run, "\(run)/metrics.csv", "ratio/runs.csv", "ratio/../ratio")
        #expect(runs.count == 2)
        #expect(try read(run).map(\.result.verdict) == ["unsettled"])
    }

    @Test func metricsAloneAreEnough() throws {
        try folder.write("mine.csv", "iteration,accuracy,distance\n0,0.9,0.4\n50,0.55,0.05\n")
        try folder.write("lone/run/metrics.csv", "iteration,accuracy,distance\n0,0.9,0.4\n50,,\n")
        try folder.write("lone/run/status.json", "{\"status\": \"interrupted\", \"iteration\": 50}")
        try folder.write("lone/run/equilibrium.json", "{\"verdict\": \"unsettled\"}")
        let runs = try read("mine.csv", "lone/run")
        #expect(runs.map(\.result.verdict) == ["", "unsettled"])
        #expect(runs.map(\.result.iteration) == [50, 50])
        #expect(runs.map { $0.result.metrics[.accuracy] } == [0.55, nil])
        #expect(runs.map(\.result.status) == ["unknown", "interrupted"])
        #expect(try Comparison(runs).text(.table).contains("mine.csv"))
    }

    @Test func foldersOfOneNameAreToldApart() throws {
        try folder.write("other/ratio/runs.csv", "run,status,accuracy\na,complete,0.5\n")
        let names = Set(try read("ratio", "other/ratio").map(\.experiment))
        #expect(names == [folder.path("ratio"), folder.path("other/ratio")])
    }

    @Test func aRunThatIsNoLongerInTheTableHasItsCritic() throws {
        let run = "ratio/run-0000000a"
        try folder.write("\(run)/metrics.csv", "iteration,accuracy,distance\r\n100,0.6,0.1\r\n")
        try folder.write(
            "\(run)/critic.csv", "iteration,critic_accuracy,critic_p_value\r\n50,1,0\r\n100,0.75,0.001\r\n")
        let result = try read(run)[0].result
        #expect(result.criticAccuracy == 0.75 && result.criticPValue == 0.001)
        // One of an earlier generator is not the final one's.
        try folder.write("\(run)/critic.csv", "iteration,critic_accuracy,critic_p_value\r\n50,1,0\r\n")
        let earlier = try read(run)[0].result
        #expect(earlier.criticAccuracy == nil && earlier.criticPValue == nil)
    }

    @Test func everyBadPathIsReported() throws {
        try folder.write("empty/note.txt", "nothing")
        try folder.write("foreign.csv", "x,y\n1,2\n")
        try folder.write("ragged.csv", "run,status\na\n")
        try folder.write("blank.csv", "")
        #expect {
            try read("nowhere", "empty", "foreign.csv", "ragged.csv", "blank.csv", "ratio")
        } throws: { error in
            let messages = (error as? DiagnosticError)?.diagnostics.map(\.message) ?? []
            return messages.count == 5 && messages[0].contains("there is no file or folder")
                && messages[1].contains("no results in") && messages[2].contains("neither runs nor metrics")
                && messages[3] == "this row has 1 cells, the header 2" && messages[4].contains("is empty")
        }
    }

    @Test func aSlipInAPathIsSeen() throws {
        try folder.write("results/rings/runs.csv", "run,status\n")
        #expect {
            try read("results/rngs")
        } throws: { error in
            let help = (error as? DiagnosticError)?.diagnostics.first?.help ?? ""
            return help.hasPrefix("one with a similar name exists: '") && help.hasSuffix("/results/rings'")
        }
    }

    @Test func runsTableReadsWhatItWrites() throws {
        let results = [
            RunResult(
                run: "a", status: "complete", parameters: [Parameter(path: "seed", text: "1")], iteration: 10,
                metrics: [.accuracy: 1.0 / 3, .threshold: -0.2], settledAt: 5, shareSettled: 0.75, verdict: "unsettled"),
            RunResult(
                run: "b", status: "failed", parameters: [Parameter(path: "loss", text: "hinge, \"soft\"")],
                message: "disk full,\nsorry"),
        ]
        let table = RunsTable.table(results)
        #expect(table.columns.prefix(5) == ["run", "status", "seed", "loss", "iteration"])
        #expect(table.columns.suffix(4) == ["settled_at", "share_settled", "verdict", "message"])
        #expect(try RunsTable.results(CSVFileRows(Array(table.text.utf8), path: "runs.csv")) == results)
    }
}
