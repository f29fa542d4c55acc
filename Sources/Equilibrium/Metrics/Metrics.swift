import Configuration
import Datasets
import Diagnostics
import Foundation
import Kernels

/// The sample metrics by name. A new one is a file in Entries/ and a word here.
public enum Metrics {
    public static let registry = Registry<any SampleMetric>(
        .metrics,
        [
            ModeCoverage.self, LogLikelihood.self, SlicedWasserstein.self, MaximumMeanDiscrepancy.self,
            NeighbourOverlap.self, NearestTraining.self, JudgedClasses.self, LabelAccuracy.self,
            NGrams.self, TextLengths.self, AugmentationGain.self, StackedModes.self, PictureSimilarity.self,
            PatchDistance.self,
        ])

    /// Every column that any metric can give, in the order of the registry.
    public static var columns: [MetricColumn] { types.flatMap { $0.columns } }

    /// The metrics that a run takes of its data.
    public static func metrics(_ selection: MetricSelection, of data: DataTraits) -> [any SampleMetric] {
        switch selection {
        case .automatic:
            types.filter { $0.isCheap && $0.objection(to: data) == nil }
                .map { registry.make(Choice(.metrics, $0.declaration.name, $0.declaration.defaults)) }
        case .chosen(let choices): choices.map(registry.make)
        }
    }

    /// An error for every metric that was asked for and cannot be taken of the data, at its place in the file.
    public static func findings(_ selection: MetricSelection, of data: DataTraits) -> [Diagnostic] {
        guard case .chosen(let choices) = selection else { return [] }
        return choices.compactMap { choice in
            types.first { $0.declaration.name == choice.name }?.objection(to: data).map { objection in
                let fitting = types.filter { $0.objection(to: data) == nil }.map { $0.declaration.name }
                return Diagnostic(
                    .error, "metric '\(choice.name)' \(objection), and the data has none", at: choice.location,
                    help: "metrics that apply: \(fitting.joined(separator: ", "))")
            }
        }
    }

    /// Generated samples to draw so that every metric sees as many as it wants.
    public static func samples(_ metrics: [any SampleMetric]) -> Int { metrics.map(\.samples).max() ?? 0 }

    /// Whether one of them needs `SampleSet.judge`.
    public static func needJudge(_ metrics: [any SampleMetric]) -> Bool {
        metrics.contains { type(of: $0).needsJudge }
    }

    /// All values, in order. None is measured where a generated sample holds an infinite number or none at all.
    public static func measure(
        _ metrics: [any SampleMetric], _ samples: SampleSet
    ) throws(DiagnosticError) -> [MetricValue] {
        let isMeasurable = samples.isFinite && samples.generated.count > 0 && samples.heldOut.count > 0
        var values: [MetricValue] = []
        for metric in metrics {
            guard isMeasurable else {
                values += notMeasured(metric)
                continue
            }
            values += zip(type(of: metric).columns, try metric.measure(samples)).map { column, value in
                MetricValue(column.name, value.flatMap { $0.isFinite ? $0 : nil })
            }
        }
        return values
    }

    private static func notMeasured(_ metric: any SampleMetric) -> [MetricValue] {
        type(of: metric).columns.map { MetricValue($0.name, nil) }
    }

    /// Everything at once, for a frozen generator.
    ///
    /// - Parameters:
    ///   - judge: needed where `needJudge`; see `Judge.train`.
    ///   - labels: that so many samples are made with; nil where they are made without.
    ///   - generate: makes so many samples, row major.
    public static func report(
        _ metrics: [any SampleMetric], of dataset: Dataset, judge: Judge? = nil, workers: Workers = .shared,
        labels: (_ count: Int) -> [UInt8]? = { _ in nil }, generate: (_ count: Int) throws -> [Float]
    ) throws -> MetricReport {
        let count = samples(metrics)
        guard count > 0 else { return MetricReport(generated: [], reference: []) }
        let set = SampleSet(
            dataset, generated: try generate(count), labels: labels(count), judge: judge, workers: workers)
        let reference = set.reference
        return MetricReport(
            generated: try measure(metrics, set),
            reference: try metrics.flatMap { metric in
                type(of: metric).hasReference ? try measure([metric], reference) : notMeasured(metric)
            })
    }

    private static var types: [any SampleMetric.Type] {
        registry.types.compactMap { $0 as? any SampleMetric.Type }
    }
}

/// What metrics say of a generator.
public struct MetricReport: Hashable, Sendable {
    public let generated: [MetricValue]
    /// The same, in the same order, of as many training samples in the generator's place: what the data itself comes
    /// to. Nothing for a metric without `hasReference`.
    public let reference: [MetricValue]

    public init(generated: [MetricValue], reference: [MetricValue]) {
        self.generated = generated
        self.reference = reference
    }

    /// By a column's name, for generated and for training samples; nil unless both were measured.
    func pair(_ name: String) -> (generated: Double, reference: Double)? {
        func value(_ values: [MetricValue]) -> Double? { values.first { $0.name == name }?.value }
        guard let generated = value(generated), let reference = value(reference) else { return nil }
        return (generated, reference)
    }

    /// Which classes of labelled images are missing, in words; nil where none are, or no judge looked.
    var classCollapse: String? {
        typealias T = VerdictThresholds
        if let covered = pair("judge_classes_covered"), covered.generated < T.coveredShare * covered.reference {
            return "\(Int(covered.generated)) of \(Int(covered.reference)) classes covered"
        }
        guard let entropy = pair("judge_class_entropy") else { return nil }
        // As many equally frequent classes have this entropy.
        let (found, all) = (exp(entropy.generated), exp(entropy.reference))
        guard found < T.effectiveClasses * all else { return nil }
        return "generated samples fall into classes as if there were \(String(format: "%.1f", found)) instead of "
            + String(format: "%.1f", all)
    }
}

extension Key {
    static func samples(default value: Int, most: Int = 100_000) -> Key {
        Key(
            "samples", .integer(2...most), default: .integer(value),
            "generated samples, and held-out real ones, at most")
    }
}
