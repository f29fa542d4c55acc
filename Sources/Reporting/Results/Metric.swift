/// What an evaluation measures. The raw values are the names of the columns, in their order, wherever results are
/// written.
public enum Metric: String, CaseIterable, Hashable, Sendable {
    case accuracy
    case accuracyLow = "accuracy_low"
    case accuracyHigh = "accuracy_high"
    case distance
    case accuracyReal = "accuracy_real"
    case accuracyRealLow = "accuracy_real_low"
    case accuracyRealHigh = "accuracy_real_high"
    case accuracyFake = "accuracy_fake"
    case accuracyFakeLow = "accuracy_fake_low"
    case accuracyFakeHigh = "accuracy_fake_high"
    case areaUnderCurve = "auc"
    case threshold
    case realOutput = "discriminator_output_real"
    case fakeOutput = "discriminator_output_fake"
    case outputDeviation = "discriminator_output_deviation"
    case discriminatorLoss = "discriminator_loss"
    case generatorLoss = "generator_loss"
    case discriminatorGradientNorm = "discriminator_gradient_norm"
    case generatorGradientNorm = "generator_gradient_norm"

    /// Those of which a mean over runs says something: all but the ends of intervals and the threshold.
    public static let averaged: [Metric] = allCases.filter { metric in
        switch metric {
        case .accuracyLow, .accuracyHigh, .accuracyRealLow, .accuracyRealHigh, .accuracyFakeLow, .accuracyFakeHigh,
            .threshold:
            false
        default: true
        }
    }
}
