import Diagnostics
import Equilibrium

// How often the discriminator is right.
extension EvaluationColumn {
    public static let accuracy = EvaluationColumn(
        "accuracy", "mean of the accuracies on real and on generated samples", label: "accuracy, mean of both kinds",
        limits: 0...1, theory: { _ in Expectation.accuracy }, interval: { $0.accuracy.interval }
    ) { $0.accuracy.mean }

    public static let accuracyLow = EvaluationColumn(
        "accuracy_low", "lower end of its 95 % interval", isAveraged: false
    ) { $0.accuracy.interval.lower }

    public static let accuracyHigh = EvaluationColumn(
        "accuracy_high", "upper end of its 95 % interval", isAveraged: false
    ) { $0.accuracy.interval.upper }

    public static let distance = EvaluationColumn(
        "distance", "\\|accuracy - 0.5\\|", label: "distance from 0.5", limits: 0...0.5, theory: { _ in 0 }
    ) { $0.accuracy.distance }

    public static let accuracyReal = EvaluationColumn(
        "accuracy_real",
        "share of real samples called real, ties counted half (all tie where every output is the constant of equilibrium to "
            + "within \(NumberText.brief(VerdictThresholds.oneOutput)))",
        label: "accuracy on real samples", limits: 0...1, theory: \.accuracyOfOneSide, open: "any, sum 1",
        interval: { $0.accuracy.real.interval }
    ) { $0.accuracy.real.value }

    public static let accuracyRealLow = EvaluationColumn(
        "accuracy_real_low", "lower end of its 95 % interval (Wilson)", isAveraged: false
    ) { $0.accuracy.real.interval.lower }

    public static let accuracyRealHigh = EvaluationColumn(
        "accuracy_real_high", "upper end of its 95 % interval (Wilson)", isAveraged: false
    ) { $0.accuracy.real.interval.upper }

    public static let accuracyFake = EvaluationColumn(
        "accuracy_fake", "share of generated samples called generated, ties counted half",
        label: "accuracy on generated samples", limits: 0...1, theory: \.accuracyOfOneSide, open: "any, sum 1",
        interval: { $0.accuracy.fake.interval }
    ) { $0.accuracy.fake.value }

    public static let accuracyFakeLow = EvaluationColumn(
        "accuracy_fake_low", "lower end of its 95 % interval (Wilson)", isAveraged: false
    ) { $0.accuracy.fake.interval.lower }

    public static let accuracyFakeHigh = EvaluationColumn(
        "accuracy_fake_high", "upper end of its 95 % interval (Wilson)", isAveraged: false
    ) { $0.accuracy.fake.interval.upper }

    public static let areaUnderCurve = EvaluationColumn(
        "auc", "area under the ROC curve: what separates the two whatever the threshold",
        label: "area under the ROC curve", limits: 0...1, theory: { _ in Expectation.areaUnderCurve }
    ) { $0.areaUnderCurve }

    public static let threshold = EvaluationColumn(
        "threshold",
        "the output above which a sample counts as real: (r + f)/2, or the best one of a validation half for losses without "
            + "a natural one", isAveraged: false
    ) { $0.threshold }
}

extension Expectation {
    /// Where the loss fixes D's constant, every output ties with the threshold, and ties count half; else nil.
    fileprivate var accuracyOfOneSide: Double? { equilibrium.output == nil ? nil : Expectation.accuracy }
}
