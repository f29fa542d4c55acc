import Configuration
import Datasets
import Kernels

/// How much of the data's variety a generator has, by the plainest of measures.
public struct Diversity: Hashable, Sendable {
    /// The root of the total variance of generated samples over that of held-out ones: 1 where both spread alike, 0
    /// where the generator makes one sample. nil where the data does not vary.
    public let spread: Double?
    /// Of a mixture: modes with a sample within three standard deviations, and all modes. Else nil.
    public let modesCovered: Int?, modes: Int?
    /// Of a mixture: the share of generated samples within three standard deviations of a mode. Else nil.
    public let highQuality: Double?

    public init(spread: Double?, modesCovered: Int? = nil, modes: Int? = nil, highQuality: Double? = nil) {
        self.spread = spread
        self.modesCovered = modesCovered
        self.modes = modes
        self.highQuality = highQuality
    }

    /// As many samples as published tables of modes count.
    static let samples = 2500

    /// What is missing, in words; nil where nothing is known to be.
    public var collapse: String? {
        typealias T = VerdictThresholds
        if let modesCovered, let modes, let highQuality, highQuality >= T.modesAreMeant,
            Double(modesCovered) < T.coveredShare * Double(modes)
        {
            return "\(modesCovered) of \(modes) modes covered"
        }
        if let spread, spread < T.lowSpread {
            return "generated samples spread \(Verdict.text(spread)) times as far as real ones"
        }
        return nil
    }

    /// Whether every mode that is known is covered.
    var isWhole: Bool {
        guard let modesCovered, let modes else { return true }
        return Double(modesCovered) >= VerdictThresholds.coveredShare * Double(modes)
    }
}

/// What the variety of generated samples is measured by.
public struct DiversityYardstick: Sendable {
    private let dataset: Dataset
    /// Of the held-out samples.
    private let totalVariance: Double
    private let workers: Workers

    public init(_ dataset: Dataset, workers: Workers = .shared) {
        self.dataset = dataset
        self.workers = workers
        totalVariance = dataset.heldOut.withFirst(.max) { values, count in
            Reductions.totalVariance(values, rows: count, columns: dataset.heldOut.size)
        }
    }

    /// - Parameter generated: samples of the data's shape, row major.
    public func diversity(of generated: [Float]) -> Diversity {
        let samples = SampleSet(dataset, generated: generated, workers: workers)
        let variance = samples.generated.withFirst(.max) { values, count in
            Reductions.totalVariance(values, rows: count, columns: samples.generated.size)
        }
        let ratio = (variance / totalVariance).squareRoot()
        let spread = totalVariance > 0 && ratio.isFinite ? ratio : nil
        let count = samples.generated.count
        guard !dataset.modes.isEmpty, count >= VerdictThresholds.samplesPerMode * dataset.modes.count else {
            return Diversity(spread: spread)
        }
        let values = ModeCoverage(Values(["samples": .integer(count)])).measure(samples)
        return Diversity(
            spread: spread, modesCovered: values[0].map { Int($0) }, modes: dataset.modes.count, highQuality: values[1])
    }
}
