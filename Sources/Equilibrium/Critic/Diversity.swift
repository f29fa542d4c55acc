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
    /// The share of held-out samples that have a generated one in their neighbourhood, and of generated samples that
    /// lie in the neighbourhood of a held-out one; both over the same share for training samples in the generator's
    /// place. A held-out sample's neighbourhood is the ball that just holds the nearest 2 % of the others: wide enough
    /// that samples as good as those of a trained network reach all parts of the data, and narrow enough that the
    /// samples of one part do not reach another. nil where it was not measured.
    public let relativeCoverage: Double?, relativePrecision: Double?

    public init(
        spread: Double?, modesCovered: Int? = nil, modes: Int? = nil, highQuality: Double? = nil,
        relativeCoverage: Double? = nil, relativePrecision: Double? = nil
    ) {
        self.spread = spread
        self.modesCovered = modesCovered
        self.modes = modes
        self.highQuality = highQuality
        self.relativeCoverage = relativeCoverage
        self.relativePrecision = relativePrecision
    }

    /// As many samples as published tables of modes count.
    static let samples = 2500

    /// What is missing, in words; nil where nothing is known to be.
    /// - Parameter course: of the run, which tells how far its samples have spread.
    public func collapse(after course: some Sequence<Measurement>) -> String? {
        typealias T = VerdictThresholds
        if let modesCovered, let modes, let highQuality, highQuality >= T.modesAreMeant,
            Double(modesCovered) < T.coveredShare * Double(modes)
        {
            return "\(modesCovered) of \(modes) modes covered"
        }
        // A network that has not learned yet makes narrow samples too, elsewhere: nothing has collapsed.
        let widest = course.reduce(0) { max($0, $1.diversity?.spread ?? 0) }
        if let spread, spread < T.lowSpread, isLikeReal || spread < T.onePoint || spread < T.lowSpread * widest {
            return "generated samples spread \(Verdict.text(spread)) times as far as real ones"
        }
        // Where the modes are known they say more: a generator may reach all of them with narrow samples.
        if modes == nil, isLikeReal, let relativeCoverage, let relativePrecision,
            relativeCoverage < T.coveredData * min(1, relativePrecision)
        {
            return "generated samples are like real ones but come near only "
                + "\(Verdict.percent(relativeCoverage)) of what training samples come near"
        }
        return nil
    }

    /// What was missing at every evaluation of a part of a course; nil where that is nothing.
    public static func collapse(over part: ArraySlice<Measurement>, of course: [Measurement]) -> String? {
        let missing = part.map { $0.diversity?.collapse(after: course) }
        return missing.allSatisfy { $0 != nil } ? missing.last ?? nil : nil
    }

    /// Whether most generated samples lie where the data is; false where that was not measured.
    var isLikeReal: Bool { relativePrecision.map { $0 >= VerdictThresholds.likeReal } ?? false }
}

/// What the variety of generated samples is measured by.
public struct DiversityYardstick: Sendable {
    private let dataset: Dataset
    /// Of the held-out samples.
    private let totalVariance: Double

    /// Samples of either kind among which neighbours are sought, and the share of them that makes a neighbourhood.
    private static let neighbours = 1000, neighbourhood = 0.02
    /// Below this many samples a neighbourhood would hold less than one.
    private static let fewestNeighbours = 50

    public init(_ dataset: Dataset) {
        self.dataset = dataset
        totalVariance = dataset.heldOut.withFirst(.max) { values, count in
            Reductions.totalVariance(values, rows: count, columns: dataset.heldOut.size)
        }
    }

    /// - Parameter generated: samples of the data's shape, row major.
    public func diversity(of generated: [Float], workers: Workers) -> Diversity {
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

    /// The same with what neighbourhoods say, which takes longer, and what that was counted from.
    func wholeDiversity(_ samples: SampleSet) -> (Diversity, NeighbourhoodCounts?) {
        let plain = diversity(of: samples.generated.values, workers: samples.workers)
        let count = min(
            Self.neighbours, samples.generated.count, dataset.heldOut.count, dataset.training.count)
        // Data that does not vary has no neighbourhoods to speak of.
        guard count >= Self.fewestNeighbours, totalVariance > 0, samples.isFinite else { return (plain, nil) }
        let (found, reference) = (reach(samples, count), reach(samples.reference, count))
        func ratio(_ part: Int, _ whole: Int) -> Double? { whole > 0 ? Double(part) / Double(whole) : nil }
        let diversity = Diversity(
            spread: plain.spread, modesCovered: plain.modesCovered, modes: plain.modes, highQuality: plain.highQuality,
            relativeCoverage: ratio(found.covered, reference.covered),
            relativePrecision: ratio(found.near, reference.near))
        return (diversity, NeighbourhoodCounts(generated: found.near, training: reference.near, count: count))
    }

    /// Naeem et al. 2020 (coverage) and Kynkäänniemi et al. 2019 (precision), in wide neighbourhoods.
    /// - Returns: held-out samples that have a generated one in their ball, and generated ones that lie in some ball.
    private func reach(_ samples: SampleSet, _ count: Int) -> (covered: Int, near: Int) {
        let k = max(1, Int(Self.neighbourhood * Double(count)))
        let overlap = SamplePairs(samples, limit: count).overlap(k: k)
        return (overlap.realCovered.reduce(0) { $0 + Int($1) }, overlap.generatedHits.count { $0 > 0 })
    }
}
