import Equilibrium

/// A number that comes out of an evaluation, declared once: a column of metrics.csv and runs.csv, of comparisons and
/// pages, a row of the report and of results/README.md.
///
/// A new one is a constant in a file here and a word in `EvaluationColumn.all`; `metrics.csv` holds it for later
/// readers, and `value` computes it from what a `Measurement` holds.
public struct EvaluationColumn: Hashable, Sendable {
    /// Unique, never changed: the header of the column.
    public let name: String
    /// What it is, as a phrase in Markdown, with the unit where there is one.
    public let meaning: String
    /// Over the column in a table for people.
    public let title: String
    /// In the report's table; nil: it has no row there.
    let label: String?
    /// Where its values lie; nil: any number.
    let limits: ClosedRange<Double>?
    /// Whether a mean over runs says something.
    public let isAveraged: Bool
    let valueOf: @Sendable (Measurement) -> Double?
    let intervalOf: @Sendable (Measurement) -> Interval?
    let theoryOf: @Sendable (Expectation) -> Double?
    /// What stands in place of a number that theory leaves open.
    let openOf: @Sendable (Expectation) -> String

    /// - Parameters:
    ///   - label: in the report's table; nil: it has no row there.
    ///   - theory: its value at equilibrium; nil where theory gives no number.
    ///   - open: what stands there then; `openOf` where that depends on the loss.
    ///   - value: nil, or not a number: not measured.
    public init(
        _ name: String, _ meaning: String, title: String? = nil, label: String? = nil,
        limits: ClosedRange<Double>? = nil, isAveraged: Bool = true,
        theory: @escaping @Sendable (Expectation) -> Double? = { _ in nil },
        open: String = "", openOf: (@Sendable (Expectation) -> String)? = nil,
        interval: @escaping @Sendable (Measurement) -> Interval? = { _ in nil },
        value: @escaping @Sendable (Measurement) -> Double?
    ) {
        self.name = name
        self.meaning = meaning
        self.title = title ?? name
        self.label = label
        self.limits = limits
        self.isAveraged = isAveraged
        self.openOf = openOf ?? { _ in open }
        (valueOf, intervalOf, theoryOf) = (value, interval, theory)
    }

    public static func == (a: EvaluationColumn, b: EvaluationColumn) -> Bool { a.name == b.name }
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }

    /// In the order of the files.
    public static let all: [EvaluationColumn] = [
        accuracy, accuracyLow, accuracyHigh, distance, accuracyReal, accuracyRealLow, accuracyRealHigh, accuracyFake,
        accuracyFakeLow, accuracyFakeHigh, areaUnderCurve, threshold, realOutput, fakeOutput, outputDeviation,
        discriminatorLoss, generatorLoss, discriminatorGradientNorm, generatorGradientNorm, spread, modesCovered,
        highQuality,
    ]

    /// nil: not measured.
    public func value(_ measurement: Measurement) -> Double? { valueOf(measurement).flatMap { $0.isNaN ? nil : $0 } }

    /// Every column's number that the measurement has.
    public static func values(
        _ measurement: Measurement, of columns: [EvaluationColumn] = all
    ) -> [EvaluationColumn: Double] {
        Dictionary(
            uniqueKeysWithValues: columns.compactMap { column in column.value(measurement).map { (column, $0) } })
    }
}
