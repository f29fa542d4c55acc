import Configuration
import Datasets
import Diagnostics

/// How often a classifier of the dataset's labels takes a generated sample for the class that it was to be of.
struct LabelAccuracy: SampleMetric {
    static let declaration = Declaration(
        "label_accuracy", "conditional GANs on labelled images: how often a sample is taken for the class of its label",
        details: """
            label_accuracy = share of generated samples whose most probable class, by the judge of the metric `judge`, is
            that of the label that they were made with. label_accuracy_lowest = the same of the class with the lowest share.
            Beside training samples, which say how far to trust the judge. The accuracy that compare_gan reports of
            conditional models, and what Odena et al. 2017 (AC-GAN) call discriminability. Nothing without `condition`.
            """,
        keys: [.samples(default: 2500)], example: "evaluation: {metrics: [label_accuracy]}")
    static let columns = [
        MetricColumn(
            "label_accuracy", "share of samples that are taken for the class of their label", better: .higher),
        MetricColumn("label_accuracy_lowest", "the same of the class with the lowest share", better: .higher),
    ]
    static let isCheap = false
    static let needsJudge = true

    static func objection(to data: DataTraits) -> String? { JudgedClasses.objection(to: data) }

    let samples: Int

    init(_ values: Values) { samples = values.integer("samples") }

    func measure(_ set: SampleSet) throws(DiagnosticError) -> [Double?] {
        guard let judge = set.judge, let labels = set.generated.labels else { return [nil, nil] }
        let judged = try judge.judgement(of: set.generated, limit: samples, workers: set.workers)
        var counts = [(right: Int, all: Int)](repeating: (0, 0), count: judge.architecture.classes)
        for (label, winner) in zip(labels, judged.classes) {
            counts[Int(label)].all += 1
            if label == winner { counts[Int(label)].right += 1 }
        }
        let shares = counts.filter { $0.all > 0 }.map { Double($0.right) / Double($0.all) }
        let right = counts.reduce(0) { $0 + $1.right }
        return [Double(right) / Double(judged.classes.count), shares.min()]
    }
}
