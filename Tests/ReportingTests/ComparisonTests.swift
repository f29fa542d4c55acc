import Configuration
import Diagnostics
import Formats
import Foundation
import Testing

@testable import Reporting

@Suite struct ComparisonTests {
    static func run(
        _ parameters: KeyValuePairs<String, String>, _ accuracy: Double?, status: String = "complete",
        verdict: String = "unsettled", experiment: String = "smoothing"
    ) -> ComparedRun {
        var result = RunResult(run: parameters.map { "\($0.key)=\($0.value)" }.joined(separator: "_"), status: status)
        result.parameters = parameters.map { Parameter(path: $0.key, text: $0.value) }
        if let accuracy {
            result.metrics = [
                .accuracy: accuracy, .distance: abs(accuracy - 0.5), .accuracyReal: 1, .accuracyFake: 2 * accuracy - 1,
                .discriminatorLoss: 1.25, .generatorLoss: 0.75,
            ]
            result.iteration = 1000
        }
        result.verdict = verdict
        return ComparedRun(experiment: experiment, result: result)
    }

    /// Two smoothings of three seeds; noise.dimension is a parameter in which nothing differs.
    static let sweep = [
        run(["noise.dimension": "64", "label_smoothing.real": "0.9", "seed": "1"], 0.6),
        run(["noise.dimension": "64", "label_smoothing.real": "0.9", "seed": "2"], 0.7),
        run(
            ["noise.dimension": "64", "label_smoothing.real": "0.9", "seed": "3"], 0.5, status: "diverged",
            verdict: "diverged"),
        run(
            ["noise.dimension": "64", "label_smoothing.real": "1", "seed": "1"], 0.5,
            verdict: "cannot tell"),
        run(["noise.dimension": "64", "label_smoothing.real": "1", "seed": "2"], 0.52),
        run(["noise.dimension": "64", "label_smoothing.real": "1", "seed": "3"], 0.54),
    ]

    // 1.0: mean 0.52, s = 0.02, t(2) = 4.302653: 4.302653 * 0.02 / sqrt 3 = 0.049683.
    // 0.9: mean 0.65, s = 0.0707107, t(1) = 12.706205: 12.706205 * 0.0707107 / sqrt 2 = 0.635310.
    @Test func onlyWhatDiffersIsShownAndSeedsAreGrouped() throws {
        let text = try Comparison(Self.sweep).text(.table)
        #expect(
            text == """
                label_smoothing.real   seeds       accuracy                distance  D loss  G loss  status      verdict
                ────────────────────  ──────  ─────────────  ──────────────────────  ──────  ──────  ──────────  ──────────────────────────
                                   1       3  0.520 ± 0.050  0.020 (0.000 to 0.070)   1.250   0.750  complete    2 unsettled, 1 cannot tell
                                 0.9  2 of 3   0.600, 0.700            0.100, 0.200   1.250   0.750  1 diverged  unsettled

                ±, or two ends: the 95 % interval of the mean over seeds, by Student's t, within what is possible.
                Two numbers: those of two seeds.
                Means are over runs that finished.
                distance: |accuracy - 0.5|, averaged run by run.
                Order: verdict (equilibrium first; one-sided, too short, diverged last), then least proved distance.

                """)
    }

    @Test func csvHasFullPrecisionAndReadsBack() throws {
        let table = try Comparison(Self.sweep).csv
        #expect(try CSVTable(reading: table.text, path: "c.csv") == table)
        #expect(
            table.columns.prefix(9) == [
                "experiment", "label_smoothing.real", "run", "runs", "finished", "status", "accuracy",
                "accuracy_seeds_low",
                "accuracy_seeds_high",
            ])
        let low = try #require(table.numbers(of: "accuracy_seeds_low")?.first ?? nil)
        #expect(abs(low - (0.52 - 0.0496827)) < 1e-6)
        #expect(table.cells(of: "runs") == ["3", "3"])
        #expect(table.cells(of: "finished") == ["3", "2"])
        #expect(table.index(of: "noise.dimension") == nil)
        #expect(table.index(of: "accuracy_low") == nil)
    }

    @Test func criticsAreShownWhereThereAreAny() throws {
        var runs = [Self.run(["noise.dimension": "16"], 0.5), Self.run(["noise.dimension": "8"], 0.6)]
        var judged = runs[0].result
        judged.criticAccuracy = 0.91
        judged.criticPValue = 0
        runs[0] = ComparedRun(experiment: "smoothing", result: judged)
        let comparison = try Comparison(runs, sort: "critic_accuracy")
        #expect(comparison.text(.markdown).contains("| critic |") && comparison.text(.markdown).contains(" 0.910 |"))
        #expect(comparison.csv.numbers(of: "critic_accuracy") == [0.91, nil])
        #expect(!(try Comparison([runs[1]]).text(.markdown).contains("critic")))
        let table = RunsTable.table(runs.map(\.result))
        let read = try RunsTable.results(CSVFileRows(Array(table.text.utf8), path: "runs.csv"))
        #expect(read.map(\.criticAccuracy) == [0.91, nil] && read.map(\.criticPValue) == [0, nil])
    }

    @Test func distanceIsAveragedRunByRun() throws {
        let runs = [Self.run(["seed": "1"], 0.1), Self.run(["seed": "2"], 0.9)]
        let group = try #require(Comparison(runs).groups.first)
        #expect(group.estimate(.accuracy)?.mean == 0.5)
        #expect(group.estimate(.distance)?.mean == 0.4)
    }

    @Test func sortsByAnyColumn() throws {
        let runs = [
            Self.run(["noise.dimension": "16"], 0.5, verdict: "b"),
            Self.run(["noise.dimension": "8"], 0.8, verdict: "a"),
            Self.run(["noise.dimension": "128"], nil, status: "failed", verdict: ""),
            Self.run(["noise.dimension": "32"], 0.7, verdict: "c"),
        ]
        func order(_ column: String?) throws -> [String?] {
            try Comparison(runs, sort: column).groups.map { $0.parameter("noise.dimension") }
        }
        #expect(try order(nil) == ["16", "32", "8", "128"])
        #expect(try order("noise.dimension") == ["8", "16", "32", "128"])
        #expect(try order("accuracy") == ["16", "32", "8", "128"])
        #expect(try order("verdict") == ["8", "16", "32", "128"])
        #expect(try Comparison(runs, sort: "auc").groups.count == 4)
    }

    /// Every heading of the table can be sorted by, and so can what only the CSV shows.
    @Test func titlesAreNamesToo() throws {
        let runs = [(0.9, 6.0, 0.25), (0.6, 8, 0.75), (0.7, 9, nil)].enumerated().map { index, numbers in
            var result = Self.run(["a": "\(index)", "seed": "1"], 0.5 + Double(index) / 10).result
            result.criticAccuracy = numbers.0
            result.sampleMetrics["modes_covered"] = numbers.1
            result.sampleMetrics["recall"] = numbers.2
            return ComparedRun(experiment: "smoothing", result: result)
        }
        func order(_ column: String, descending: Bool = false) throws -> String {
            try Comparison(runs, sort: column, descending: descending).groups.compactMap { $0.parameter("a") }.joined()
        }
        for name in ["critic", "critic_accuracy"] { #expect(try order(name) == "120") }
        #expect(try order("critic", descending: true) == "021")
        for name in ["modes", "modes_covered"] { #expect(try order(name) == "012") }
        #expect(try order("recall") == "012" && order("recall", descending: true) == "102")
        let text = try Comparison(runs, sort: "recall", descending: true).text(.table)
        #expect(text.contains("modes  D loss") && text.contains("  8.0  ") && text.contains("  0.750  "), "\(text)")
        #expect(text.contains("modes: of the mixture") && text.contains("Sorted by recall, largest first."))
        let titles = text.split(separator: "\n")[0].split(separator: "  ").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        for title in titles where !title.isEmpty { #expect(throws: Never.self) { try order(title) } }
        let csv = try Comparison(runs).csv
        #expect(csv.numbers(of: "recall") == [0.75, nil, 0.25] && csv.index(of: "precision") == nil)
        #expect(try Comparison(runs, descending: true).text(.table).contains("Sorted by evidence, largest first."))
        #expect(throws: Diagnostic.self) { try order("precision") }
    }

    @Test(arguments: [
        ("acuracy", "a column with a similar name exists: 'accuracy'"),
        ("noise.dimensions", "a column with a similar name exists: 'noise.dimension'"),
        ("zzz", "columns: evidence, experiment, noise.dimension, runs, status, accuracy, distance"),
    ])
    func anUnknownColumnIsAnError(column: String, help: String) {
        let runs = [Self.run(["noise.dimension": "16"], 0.5), Self.run(["noise.dimension": "8"], 0.8)]
        #expect {
            try Comparison(runs, sort: column)
        } throws: { error in
            let diagnostic = error as? Diagnostic
            return diagnostic?.message == "there is no column '\(column)' to sort by"
                && diagnostic?.help?.hasPrefix(help) == true
        }
    }

    /// Quadratic time would be minutes.
    @Test(.timeLimit(.minutes(1))) func timeIsLinearInTheColumns() throws {
        let runs = (0..<3).map { run in
            var result = RunResult(run: "\(run)", status: "complete")
            result.parameters = (0..<3_000).map { Parameter(path: "p\($0)", text: "\(($0 * run) % 7)") }
            return ComparedRun(experiment: "wide", result: result)
        }
        let comparison = try Comparison(runs)
        #expect(comparison.parameters.count == 2_571)
        #expect(comparison.text(.table).contains("p2998") && comparison.text(.csv).contains("p2998"))
    }

    @Test func unfinishedRunsAreShownLastHoweverCloseTheyWere() throws {
        let runs = [
            Self.run(["a": "1"], 0.5, status: "interrupted"), Self.run(["a": "2"], 0.9),
            Self.run(["a": "3"], .nan, status: "diverged", verdict: "diverged"),
            Self.run(["a": "4"], nil, status: "failed", verdict: ""),
        ]
        let comparison = try Comparison(runs)
        #expect(comparison.groups.map { $0.parameter("a") } == ["2", "1", "3", "4"])
        let text = comparison.text(.table)
        for word in ["complete", "interrupted", "diverged", "failed"] { #expect(text.contains(word)) }
        #expect(text.contains("Rows without a finished run show their last measurements and come last."))
    }

    /// One that was stopped has come to its end as much as one that is complete.
    @Test func stoppedRunsCount() throws {
        let runs = [
            Self.run(["a": "1", "seed": "1"], 0.9), Self.run(["a": "1", "seed": "2"], 0.7, status: "stopped"),
            Self.run(["a": "1", "seed": "3"], 0.5, status: "diverged"),
            Self.run(["a": "2", "seed": "1"], 0.5, status: "stopped"), Self.run(["a": "3", "seed": "1"], 0.6),
        ]
        let comparison = try Comparison(runs)
        #expect(comparison.groups.map { $0.parameter("a") } == ["2", "3", "1"])
        #expect(comparison.groups.last?.estimate(.accuracy)?.mean == 0.8)
        #expect(comparison.csv.cells(of: "finished") == ["1", "1", "2"])
        let text = comparison.text(.table)
        #expect(text.contains("2 of 3") && text.contains("1 stopped, 1 diverged"), "\(text)")
        #expect(text.contains("stopped: measured where training.stop ended the run"))
        #expect(!text.contains("come last"))
        #expect(try !Comparison([runs[0], runs[4]]).text(.table).contains("stopped"))
    }

    /// One lucky seed does not make a setting settle.
    @Test func settingsSettleOnlyWhereEverySeedDid() throws {
        func run(_ a: String, _ seed: Int, _ settledAt: Int?) -> ComparedRun {
            var result = Self.run(["a": a, "seed": "\(seed)"], 0.5).result
            result.settledAt = settledAt
            return ComparedRun(experiment: "smoothing", result: result)
        }
        let runs = [run("1", 1, 100), run("1", 2, nil), run("2", 1, 150), run("2", 2, 250)]
        let comparison = try Comparison(runs, sort: "settled_at")
        #expect(comparison.groups.map { $0.parameter("a") } == ["2", "1"])
        #expect(comparison.csv.numbers(of: "settled_at") == [200, nil])
    }

    @Test func runsWithoutAKnownSeedAreNotRepetitions() throws {
        let runs = [Self.run([:], 0.5), Self.run([:], 0.6)]
        #expect(try Comparison(runs).groups.count == 2)
        // The same seed twice is the same run twice, not two observations.
        let twice = [Self.run(["seed": "1"], 0.5), Self.run(["seed": "1"], 0.6), Self.run(["seed": "2"], 0.7)]
        #expect(try Comparison(twice).groups.map(\.runs.count) == [2, 1])
    }

    /// Two experiments that have nothing in common, and one of which sweeps its optimizer, fit into a terminal.
    @Test func experimentsThatDifferInMuchHaveATableOfTheirSettings() throws {
        let layers = Array(repeating: "dense-biastrue-units128-leaky_relu-slope0.2", count: 5).joined(separator: "-")
        func run(_ experiment: String, _ parameters: KeyValuePairs<String, String>, _ accuracy: Double) -> ComparedRun {
            Self.run(parameters, accuracy, verdict: "discriminator too weak", experiment: experiment)
        }
        let runs = [
            run(
                "ring",
                [
                    "data.dataset": "ring", "data.modes": "8", "generator.layers": layers, "label_smoothing.real": "1",
                    "generator.optimizer.adam.learning_rate": "0.1", "generator.optimizer.adam.betas": "0-0.9",
                ], 0.9),
            run(
                "ring",
                [
                    "data.dataset": "ring", "data.modes": "8", "generator.layers": layers, "label_smoothing.real": "1",
                    "generator.optimizer.sgd.learning_rate": "0.1",
                ], 0.8),
            run(
                "digits",
                [
                    "data.dataset": "digits", "generator.layers": "flatten", "label_smoothing.real": "0.9",
                    "generator.optimizer.adam.learning_rate": "0.2", "generator.optimizer.adam.betas": "0.5-0.9",
                ], 0.6),
        ]
        let comparison = try Comparison(runs)
        #expect(comparison.csv.index(of: "generator.optimizer.adam.betas") != nil)
        #expect(
            comparison.text(.table, width: 100) == """
                experiment  generator.optimizer  accuracy  distance  D loss  G loss  verdict
                ──────────  ───────────────────  ────────  ────────  ──────  ──────  ──────────────────────
                digits      adam                    0.600     0.100   1.250   0.750  discriminator too weak
                ring        sgd                     0.800     0.300   1.250   0.750  discriminator too weak
                ring        adam                    0.900     0.400   1.250   0.750  discriminator too weak

                setting               digits   ring
                ────────────────────  ───────  ─────────────────────────────────────────────────────────────────────
                data.dataset          digits   ring
                data.modes            -        8
                generator.layers      flatten  dense-biastrue-units128-leaky_relu-slope0.2-dense-biastrue-units128-…
                label_smoothing.real  0.9      1

                distance: |accuracy - 0.5|, averaged run by run.
                Order: verdict (equilibrium first; one-sided, too short, diverged last), then least proved distance.

                """)
        let narrow = comparison.text(.table, width: 85)
        #expect(narrow.hasPrefix("experiment  optimizer  accuracy  distance  D loss  G loss  verdict"), "\(narrow)")
        let narrowest = comparison.text(.table, width: 60)
        #expect(narrowest.hasPrefix("experiment  optimizer  accuracy  verdict"), "\(narrowest)")
        #expect(narrowest.contains("No room for: D loss, G loss, distance. --format csv has all."))
        #expect(comparison.text(.table).split(separator: "\n").allSatisfy { $0.count <= 100 })
        #expect(try !Comparison(Self.sweep).text(.table, width: 90).contains("\u{B1}"))
    }

    @Test func equalNumbersDoNotDiffer() throws {
        let runs = [Self.run(["a": "1", "b": "x"], 0.5), Self.run(["a": "1.0", "b": "y"], 0.6)]
        #expect(try Comparison(runs).parameters == ["b"])
    }

    @Test func markdownIsATable() throws {
        let runs = [Self.run(["a": "1|2"], 0.5), Self.run(["a": "3"], 0.75)]
        #expect(
            try Comparison(runs).text(.markdown) == """
                | a | accuracy | distance | D loss | G loss | verdict |
                | :-- | --: | --: | --: | --: | :-- |
                | 1\\|2 | 0.500 | 0.000 | 1.250 | 0.750 | unsettled |
                | 3 | 0.750 | 0.250 | 1.250 | 0.750 | unsettled |

                distance: |accuracy - 0.5|, averaged run by run.
                Order: verdict (equilibrium first; one-sided, too short, diverged last), then least proved distance.

                """)
    }

    @Test func aSortColumnThatIsNotShownOtherwiseIsShown() throws {
        var runs = Self.sweep
        runs = runs.map { run in
            var result = run.result
            result.metrics[.areaUnderCurve] = 0.625
            return ComparedRun(experiment: run.experiment, result: result)
        }
        #expect(try Comparison(runs, sort: "auc").text(.table).contains("0.625 ± 0.000"))
        #expect(try Comparison(runs, sort: "auc").text(.table).contains("Sorted by auc."))
    }

    @Test func estimates() {
        #expect(Estimate([]) == nil)
        #expect(Estimate([0.25]) == Estimate([0.25]))
        #expect(Estimate([0.25])?.margin == nil)
        #expect(Estimate([1, 1, 1])?.margin == 0)
        #expect(Estimate([1, .nan])?.margin == nil)
    }
}
