import Configuration
import Datasets
import Diagnostics
import Foundation

/// What a classifier of the dataset's own labels makes of the images.
struct JudgedClasses: SampleMetric {
    static let declaration = Declaration(
        "judge", "labelled images: Fréchet distance on a classifier's features, classes covered, entropy, confidence",
        details: """
            A judge is trained on the training samples' labels: a dense layer of 256, one of 64 (the features) and a
            logit per class, leaky ReLU between; cross-entropy, 4,000 updates of batches of 64 by Adam (1e-3, falling
            to 0 along a line), seed 0. It is the same for every run on the same data. judge_accuracy, on held-out
            samples, says how far to trust it.

            judge_frechet_distance = |m1 - m2|^2 + trace(C1 + C2 - 2 (C1 C2)^(1/2)) over means and covariances of the
            64 features of generated and held-out samples (the formula of Heusel et al. 2017, eq. 6; it is not FID,
            which takes another network's features, and cannot be compared with FIDs or between datasets). It is above
            0 for finite samples of equal distributions, and falls with their number; 64 samples or fewer give no
            covariance of 64 features, and no distance. judge_classes_covered: classes
            that are the most probable one of a sample (as Srivastava et al. 2017 count the modes of stacked digits).
            judge_class_entropy: -sum over classes of q ln q, q their shares, in nats (ln K where all are equal); the
            shares by which Santurkar et al. 2018 look for classes that a generator neglects.
            judge_confidence: mean probability of the most probable class. Salimans et al. 2016 ask the same two
            things of a classifier, that it be sure of each sample and see all classes among them, in one number.
            """,
        keys: [.samples(default: 2500)], example: "evaluation: {metrics: [judge]}")
    static let columns = [
        MetricColumn(
            "judge_frechet_distance", "squared Fréchet distance on the judge's features; not FID", better: .lower),
        MetricColumn("judge_classes_covered", "classes that a sample is taken for", better: .higher),
        MetricColumn("judge_class_entropy", "entropy of the classes' shares, in nats", better: .neither),
        MetricColumn("judge_confidence", "mean probability of the class that a sample is taken for", better: .neither),
        MetricColumn("judge_accuracy", "the judge's own accuracy on held-out samples", better: .neither),
    ]
    static let isCheap = false
    static let needsJudge = true

    static func objection(to data: DataTraits) -> String? {
        data.kind == .image && data.labels == .classes ? nil : "needs labelled images"
    }

    let samples: Int

    init(_ values: Values) { samples = values.integer("samples") }

    func measure(_ set: SampleSet) throws(DiagnosticError) -> [Double?] {
        guard let judge = set.judge else { return Self.columns.map { _ in nil } }
        let generated = try judge.judgement(of: set.generated, limit: samples, workers: set.workers)
        let real = try judge.judgement(of: set.heldOut, limit: samples, workers: set.workers)
        var counts = [Int](repeating: 0, count: judge.architecture.classes)
        for winner in generated.classes { counts[Int(winner)] += 1 }
        let n = Double(generated.classes.count)
        let entropy = counts.reduce(0.0) { sum, count in
            let q = Double(count) / n
            return q > 0 ? sum - q * log(q) : sum
        }
        return [
            FrechetDistance.squared(generated.features, real.features, dimensions: JudgeArchitecture.features),
            Double(counts.count { $0 > 0 }), entropy,
            generated.confidences.reduce(0.0) { $0 + Double($1) } / n, judge.accuracy,
        ]
    }
}
