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

    /// - Parameter generated: `samples` of them, row major.
    init(_ dataset: Dataset, generated: [Float], workers: Workers) {
        let real = Self.totalVariance(dataset.heldOut.values, of: dataset.heldOut.size)
        let spread = real > 0 ? (Self.totalVariance(generated, of: dataset.heldOut.size) / real).squareRoot() : nil
        guard !dataset.modes.isEmpty else {
            self.init(spread: spread)
            return
        }
        let values = ModeCoverage(Values(["samples": .integer(Self.samples)])).measure(
            SampleSet(dataset, generated: generated, workers: workers))
        self.init(
            spread: spread, modesCovered: values[0].map { Int($0) }, modes: dataset.modes.count, highQuality: values[1])
    }

    /// The sum of the variances of all components.
    private static func totalVariance(_ values: [Float], of size: Int) -> Double {
        let count = size > 0 ? values.count / size : 0
        guard count > 1 else { return 0 }
        var means = [Double](repeating: 0, count: size)
        return values.withUnsafeBufferPointer { values in
            for row in 0..<count { for column in 0..<size { means[column] += Double(values[row * size + column]) } }
            for column in 0..<size { means[column] /= Double(count) }
            var sum = 0.0
            for row in 0..<count {
                for column in 0..<size {
                    let difference = Double(values[row * size + column]) - means[column]
                    sum += difference * difference
                }
            }
            return sum / Double(count - 1)
        }
    }

    /// What is missing, in words; nil where nothing is known to be.
    var collapse: String? {
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
