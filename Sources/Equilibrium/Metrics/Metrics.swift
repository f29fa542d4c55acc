import Configuration
import Datasets
import Diagnostics

/// The sample metrics by name. A new one is a file in Entries/ and a word here.
public enum Metrics {
    public static let registry = Registry<any SampleMetric>(
        .metrics,
        [
            ModeCoverage.self, SlicedWasserstein.self, MaximumMeanDiscrepancy.self, NeighbourOverlap.self,
            NearestTraining.self, JudgedClasses.self,
        ])

    /// Every column that any metric can give, in the order of the registry.
    public static var columns: [MetricColumn] { types.flatMap { $0.columns } }

    /// The metrics that a run takes of its data, with their names.
    public static func metrics(_ selection: MetricSelection, of dataset: Dataset) -> [any SampleMetric] {
        switch selection {
        case .automatic:
            types.filter { $0.isCheap && $0.objection(to: dataset) == nil }.compactMap {
                registry.make(Choice(.metrics, $0.declaration.name, $0.declaration.defaults))
            }
        case .chosen(let choices): choices.map(registry.make)
        }
    }

    /// An error for every metric that was asked for and cannot be taken of the data, at its place in the file.
    public static func findings(_ selection: MetricSelection, of dataset: Dataset) -> [Diagnostic] {
        guard case .chosen(let choices) = selection else { return [] }
        return choices.compactMap { choice in
            types.first { $0.declaration.name == choice.name }?.objection(to: dataset).map { objection in
                let fitting = types.filter { $0.objection(to: dataset) == nil }.map { $0.declaration.name }
                return Diagnostic(
                    .error, "metric '\(choice.name)' \(objection); dataset '\(dataset.name)' has none",
                    at: choice.location, help: "metrics that apply: \(fitting.joined(separator: ", "))")
            }
        }
    }

    /// Generated samples to draw so that every metric sees as many as it wants.
    public static func samples(_ metrics: [any SampleMetric]) -> Int { metrics.map(\.samples).max() ?? 0 }

    /// Whether one of them needs `SampleSet.judge`.
    public static func needJudge(_ metrics: [any SampleMetric]) -> Bool { metrics.contains { $0 is JudgedClasses } }

    /// All values, in order. None is measured where a generated sample holds an infinite number or none at all.
    public static func measure(_ metrics: [any SampleMetric], _ samples: SampleSet) -> [MetricValue] {
        let isMeasurable = samples.isFinite && samples.generated.count > 0 && samples.heldOut.count > 0
        return metrics.flatMap { metric -> [MetricValue] in
            let columns = type(of: metric).columns
            let values = isMeasurable ? metric.measure(samples) : columns.map { _ in nil }
            return zip(columns, values).map { MetricValue($0.name, $1.flatMap { $0.isFinite ? $0 : nil }) }
        }
    }

    private static var types: [any SampleMetric.Type] {
        registry.types.compactMap { $0 as? any SampleMetric.Type }
    }
}

extension Declaration {
    /// Every key's default.
    var defaults: Values {
        Values(
            Dictionary(uniqueKeysWithValues: keys.map { ($0.name, $0.defaultValue ?? .null) }))
    }
}

extension Key {
    static func samples(default value: Int) -> Key {
        Key(
            "samples", .integer(2...20_000), default: .integer(value),
            "generated samples, and held-out real ones, at most")
    }
}
