import Configuration
import Datasets
import Diagnostics
import Engine
import Kernels
import Training

/// Whether generated samples help who has few: a classifier that learns from real samples, from both, and from
/// generated ones alone.
struct AugmentationGain: SampleMetric {
    static let declaration = Declaration(
        "augmentation",
        "how well a classifier does that learns from real, from real and generated, from generated samples",
        details: """
            A classifier learns a column of categories from the others (a table with `target`), or the label of samples
            (with `condition`), and is tested on held-out samples, which neither it nor the generator has seen.
            augmentation_real = the share that it tells rightly when it learns from the training samples,
            augmentation_both = from as many generated ones with them, augmentation_generated = from generated ones alone
            (Yoon et al. 2019 and Ravuri & Vinyals 2019 call the last one train on synthetic, test on real). Each is the
            mean of three classifiers with first weights of their own: two hidden layers (256 and 64), Adam, 1,000 updates of
            64 samples, whatever they learn from. augmentation_commonest = the share of the commonest class, which takes
            nothing to reach. One run says little of a small difference: give the sweep `seeds`, and saddle compare shows
            means and intervals.
            """,
        keys: [
            Key(
                "samples", .integer(2...100_000), default: .integer(1000),
                "generated samples, at most those of training")
        ], example: "evaluation: {metrics: [augmentation]}")
    static let columns = [
        MetricColumn(
            "augmentation_real", "accuracy of a classifier that learned from training samples", better: .neither),
        MetricColumn("augmentation_both", "the same from training and generated samples", better: .higher),
        MetricColumn("augmentation_generated", "the same from generated samples alone", better: .higher),
        MetricColumn("augmentation_commonest", "share of the commonest class", better: .neither),
    ]
    static let isCheap = false
    static let hasReference = false

    static func objection(to data: DataTraits) -> String? {
        switch data.labels {
        case .column: nil
        case .classes: data.kind == .text ? "needs labels, or a table with data.target" : nil
        case .none, .modes, .stacked: "needs labels, or a table with data.target"
        }
    }

    let samples: Int

    init(_ values: Values) { samples = values.integer("samples") }

    func measure(_ set: SampleSet) throws(DiagnosticError) -> [Double?] {
        let nothing = Self.columns.map { _ in Double?.none }
        guard let training = LabelledSamples(set.training, target: set.target),
            let heldOut = LabelledSamples(set.heldOut, target: set.target),
            let generated = LabelledSamples(set.generated, target: set.target)?.prefix(min(samples, set.training.count))
        else { return nothing }
        let classes = set.target?.count ?? Int((training.labels + heldOut.labels).max() ?? 0) + 1
        func accuracy(_ learned: LabelledSamples) throws(DiagnosticError) -> Double {
            var right = 0
            for start in 0..<Self.starts {
                let found = try Self.predicted(
                    heldOut, from: learned, classes: classes, start: start, workers: set.workers)
                right += zip(found, heldOut.labels).count { $0 == $1 }
            }
            return Double(right) / Double(Self.starts * heldOut.labels.count)
        }
        let counts = Dictionary(heldOut.labels.map { ($0, 1) }, uniquingKeysWith: +)
        return [
            try accuracy(training), try accuracy(training.joined(with: generated)), try accuracy(generated),
            Double(counts.values.max() ?? 0) / Double(heldOut.labels.count),
        ]
    }

    private static let starts = 3
    private static let updates = 1000

    /// The classes of `tested` by a classifier that learned from `learned`.
    private static func predicted(
        _ tested: LabelledSamples, from learned: LabelledSamples, classes: Int, start: Int, workers: Workers
    ) throws(DiagnosticError) -> [UInt8] {
        let architecture = JudgeArchitecture(shape: learned.samples.shape, classes: classes)
        let learning = LearningNetwork(
            try architecture.graph(architecture.layers), Optimizers.adam(learningRate: Judge.learningRate),
            seed: UInt64(start), stream: MetricStream.judgeParameters.rawValue, batch: Judge.batch, workers: workers)
        Judge.fit(learning, learned.samples, learned.labels, classes, updates, seed: start)
        let logits = tested.samples.withRows {
            learning.execution.outputs($0, from: 0, count: tested.samples.count)
        }
        return Judge.winners(logits, of: classes).classes
    }
}

/// Samples with what a classifier is to say of them, which they do not show.
private struct LabelledSamples {
    let samples: Samples
    let labels: [UInt8]

    private init(samples: Samples, labels: [UInt8]) { (self.samples, self.labels) = (samples, labels) }

    /// - Parameter target: the values of the column that is to be told; nil: the labels are.
    init?(_ samples: Samples, target: Range<Int>?) {
        guard let target else {
            guard let labels = samples.labels else { return nil }
            self.init(samples: samples, labels: labels)
            return
        }
        var values = samples.values
        var labels: [UInt8] = []
        for start in stride(from: 0, to: values.count, by: samples.size) {
            let column = start + target.lowerBound..<start + target.upperBound
            var best = column.lowerBound
            for place in column where values[place] > values[best] { best = place }
            labels.append(UInt8(best - column.lowerBound))
            for place in column { values[place] = 0 }
        }
        self.init(samples: Samples(shape: samples.shape, count: samples.count, values: values), labels: labels)
    }

    func prefix(_ count: Int) -> LabelledSamples {
        let count = min(count, samples.count)
        return LabelledSamples(samples: samples[0..<count], labels: Array(labels.prefix(count)))
    }

    func joined(with other: LabelledSamples) -> LabelledSamples {
        LabelledSamples(
            samples: Samples(
                shape: samples.shape, count: samples.count + other.samples.count,
                values: samples.values + other.samples.values),
            labels: labels + other.labels)
    }
}
