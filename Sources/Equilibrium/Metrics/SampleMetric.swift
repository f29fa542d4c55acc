import Configuration
import Datasets
import Diagnostics

/// A number, or several, that says how a generator's samples differ from the data's, whatever any discriminator says.
///
/// An entry is a type in a file of its own, named in `Metrics.registry`. What it gives depends on the samples alone:
/// not on threads, not on a run's seed.
public protocol SampleMetric: Entry {
    /// What it measures, in the order of columns of a table. Names are unique among all metrics and never change.
    static var columns: [MetricColumn] { get }

    /// Whether it takes a few seconds at most, 60,000 images included, so that it is taken without being asked for.
    static var isCheap: Bool { get }

    /// Whether training samples in the generator's place say what the data itself comes to.
    static var hasReference: Bool { get }

    /// Whether it needs `SampleSet.judge`.
    static var needsJudge: Bool { get }

    /// Why it cannot be taken of this data: "needs ..."; nil where it can.
    static func objection(to data: DataTraits) -> String?

    /// Generated samples that it would see; of held-out ones it takes at most as many.
    var samples: Int { get }

    /// The values of `columns`; nil where there is nothing to say, such as a ratio to 0.
    /// - Throws: where a classifier cannot be made of such samples.
    func measure(_ samples: SampleSet) throws(DiagnosticError) -> [Double?]

    /// Bytes that it takes beside the samples; 0 where they are few.
    func byteCount(_ sizes: JudgingSizes) -> Int
}

extension SampleMetric {
    public func byteCount(_ sizes: JudgingSizes) -> Int { 0 }
    public static var hasReference: Bool { true }
    public static var needsJudge: Bool { false }
}

/// One number that a metric gives.
public struct MetricColumn: Hashable, Sendable {
    public enum Better: String, Hashable, Sendable {
        case lower, higher
        /// A description, or a number that is best at its value between real samples.
        case neither
    }

    /// In snake case; the header of a column in CSV files.
    public let name: String
    /// One line, with the unit where there is one.
    public let help: String
    public let better: Better
    /// Whether it says something only beside the samples that the generator was trained on.
    let isOfTraining: Bool

    public init(_ name: String, _ help: String, better: Better, isOfTraining: Bool = false) {
        self.name = name
        self.help = help
        self.better = better
        self.isOfTraining = isOfTraining
    }
}

/// A column's value.
public struct MetricValue: Hashable, Sendable {
    public let name: String
    /// nil: not measured.
    public let value: Double?

    public init(_ name: String, _ value: Double?) {
        self.name = name
        self.value = value
    }
}
