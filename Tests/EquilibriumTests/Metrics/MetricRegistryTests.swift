import Configuration
import Datasets
import Diagnostics
import Kernels
import Testing

@testable import Equilibrium

/// What holds for every entry of the registry: a new one is tested by being listed.
@Suite struct MetricRegistryTests {
    static let names = Metrics.registry.declarations.map(\.name)

    func entry(_ name: String) throws -> any SampleMetric {
        let declaration = try #require(Metrics.registry.declarations.first { $0.name == name })
        return Metrics.registry.make(Choice(.metrics, name, declaration.defaults))
    }

    @Test("names and keys are unique, and every entry states its formula", arguments: names)
    func declaration(_ name: String) throws {
        let declaration = try #require(Metrics.registry.declarations.first { $0.name == name })
        #expect(Self.names.filter { $0 == name }.count == 1)
        #expect(Set(declaration.keys.map(\.name)).count == declaration.keys.count)
        #expect(!declaration.summary.isEmpty && declaration.details.contains(" = "))
        // A paper is named by its year.
        #expect(declaration.details.contains(/(19|20)[0-9]{2}/))
        #expect(declaration.example.hasPrefix("evaluation: {metrics: [\(name)"))
        #expect(declaration.keys.allSatisfy { $0.defaultValue != nil })
    }

    @Test func declarationsAreSound() {
        #expect(Vocabulary([.metrics: Metrics.registry.declarations]).mistakes == [])
    }

    @Test func columnsAreUniqueAndInSnakeCase() {
        let columns = Metrics.columns
        #expect(Set(columns.map(\.name)).count == columns.count)
        for column in columns {
            #expect(column.name.wholeMatch(of: /[a-z][a-z_]*/) != nil && !column.help.isEmpty)
        }
    }

    @Test("finite values, one for every column, the same for any number of threads", arguments: names, [2, 12])
    func measures(_ name: String, _ size: Int) throws {
        let entry = try entry(name)
        let modes = [Mode(center: [Float](repeating: 0, count: size), standardDeviation: 1)]
        func measured(_ threads: Int) throws -> [MetricValue] {
            let workers = Workers(threads: threads)
            let samples = set(
                training: normal(1, rows: 300, columns: size), heldOut: normal(2, rows: 200, columns: size),
                generated: normal(3, rows: 150, columns: size, mean: 0.2), modes: modes, workers: workers)
            return try Metrics.measure([entry], samples)
        }
        let values = try measured(1)
        #expect(values.map(\.name) == type(of: entry).columns.map(\.name))
        #expect(values.allSatisfy { $0.value?.isFinite ?? true })
        let others = [
            "judge", "label_accuracy", "ngrams", "text_lengths", "augmentation", "stacked_modes", "ms_ssim",
            "laplacian_swd",
        ]
        #expect(values.contains { $0.value != nil } || others.contains(name))
        #expect(try values == measured(3))
    }

    @Test(
        "nothing is measured of samples that are not numbers, nor of none", arguments: names,
        [.nan, .infinity] as [Float])
    func notFinite(_ name: String, _ bad: Float) throws {
        let heldOut = normal(2, rows: 20, columns: 2)
        for values in [[0, 0, bad, 1], []] {
            let generated = Samples(shape: [2], count: values.count / 2, values: values)
            let found = try Metrics.measure([try entry(name)], set(heldOut: heldOut, generated: generated))
            #expect(!found.isEmpty && found.allSatisfy { $0.value == nil })
        }
    }

    /// A distance of finite samples has a floor above 0: what it is for the data itself stands beside it.
    @Test func distancesHaveAFloor() {
        for case let type as any SampleMetric.Type in Metrics.registry.types
        where type.columns.contains(where: { $0.better == .lower }) {
            let hasReference = type.hasReference
            #expect(hasReference, "\(type)")
        }
    }

    @Test("too few samples give values or none, never a trap", arguments: names, [1, 2, 3])
    func few(_ name: String, _ count: Int) throws {
        let samples = set(
            heldOut: normal(1, rows: count, columns: 2), generated: normal(2, rows: count, columns: 2),
            modes: [Mode(center: [0, 0], standardDeviation: 1)])
        let found = try Metrics.measure([try entry(name)], samples)
        #expect(found.allSatisfy { $0.value?.isFinite ?? true })
    }

    @Test func aReportHoldsTheDataBesideTheGenerator() throws {
        let ring = try dataset("ring", ["samples": .integer(5000)])
        var asked: [Int] = []
        let report = try Metrics.report(Metrics.metrics(.automatic, of: ring.traits), of: ring) { count in
            asked.append(count)
            return [Float](repeating: 0, count: 2 * count)
        }
        #expect(asked == [2500])
        #expect(report.generated.map(\.name) == report.reference.map(\.name))
        #expect(report.generated.first == MetricValue("modes_covered", 0))
        #expect(report.reference.first == MetricValue("modes_covered", 8))
        #expect(report.reference.last == MetricValue("nearest_training_ratio", nil))
        #expect(report.reference.count { $0.value == nil } == 2)
        let none = try Metrics.report([], of: ring) { _ in
            Issue.record("nothing to generate")
            return []
        }
        #expect(none.generated.isEmpty && none.reference.isEmpty)
    }

    @Test func automaticTakesWhatAppliesAndIsCheap() throws {
        func names(_ dataset: Dataset) -> [String] {
            Metrics.metrics(.automatic, of: dataset.traits).map { type(of: $0).declaration.name }
        }
        let everywhere = ["sliced_wasserstein", "mmd", "prdc", "nearest_training"]
        #expect(names(try dataset("ring", ["samples": .integer(10)])) == ["modes"] + everywhere)
        let digits = try dataset("digits")
        #expect(names(digits) == everywhere)
        let judge = Choice(.metrics, "judge", JudgedClasses.declaration.defaults)
        let chosen = Metrics.metrics(.chosen([judge]), of: digits.traits)
        #expect(chosen.count == 1 && Metrics.needJudge(chosen) && Metrics.samples(chosen) == 2500)
        #expect(Metrics.metrics(.chosen([]), of: digits.traits).isEmpty && Metrics.samples([]) == 0)
    }

    @Test func metricsThatDoNotApplyAreErrors() throws {
        let selection = MetricSelection.chosen(
            ["modes", "mmd", "judge"].map { Choice(.metrics, $0, at: nil) })
        let ring = Metrics.findings(selection, of: try dataset("ring", ["samples": .integer(10)]).traits)
        #expect(ring.map(\.message) == ["metric 'judge' needs labelled images, and the data has none"])
        #expect(
            ring.first?.help
                == "metrics that apply: modes, log_likelihood, sliced_wasserstein, mmd, prdc, nearest_training")
        let digits = Metrics.findings(selection, of: try dataset("digits").traits)
        #expect(digits.map(\.message) == ["metric 'modes' needs the modes of a mixture, and the data has none"])
        #expect(Metrics.findings(.automatic, of: try dataset("digits").traits).isEmpty)
    }
}
