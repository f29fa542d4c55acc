import Equilibrium

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
    case spread = "generator_spread"
    case modesCovered = "generator_modes_covered"
    case highQuality = "generator_high_quality_share"

    /// nil: not measured.
    public func value(_ measurement: Measurement) -> Double? {
        let accuracy = measurement.accuracy
        let value: Double? = switch self {
        case .accuracy: accuracy.mean
        case .accuracyLow: accuracy.interval.lower
        case .accuracyHigh: accuracy.interval.upper
        case .distance: accuracy.distance
        case .accuracyReal: accuracy.real.value
        case .accuracyRealLow: accuracy.real.interval.lower
        case .accuracyRealHigh: accuracy.real.interval.upper
        case .accuracyFake: accuracy.fake.value
        case .accuracyFakeLow: accuracy.fake.interval.lower
        case .accuracyFakeHigh: accuracy.fake.interval.upper
        case .areaUnderCurve: measurement.areaUnderCurve
        case .threshold: measurement.threshold
        case .realOutput: measurement.realOutput
        case .fakeOutput: measurement.fakeOutput
        case .outputDeviation: measurement.outputDeviation
        case .discriminatorLoss: measurement.discriminatorLoss
        case .generatorLoss: measurement.generatorLoss
        case .discriminatorGradientNorm: measurement.discriminatorGradientNorm
        case .generatorGradientNorm: measurement.generatorGradientNorm
        case .spread: measurement.diversity?.spread
        case .modesCovered: measurement.diversity?.modesCovered.map { Double($0) }
        case .highQuality: measurement.diversity?.highQuality
        }
        return value.flatMap { $0.isNaN ? nil : $0 }
    }

    /// Every metric that the measurement has.
    public static func values(_ measurement: Measurement) -> [Metric: Double] {
        Dictionary(
            uniqueKeysWithValues: allCases.compactMap { metric in metric.value(measurement).map { (metric, $0) } })
    }

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
