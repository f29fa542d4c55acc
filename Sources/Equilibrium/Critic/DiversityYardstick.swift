import Configuration
import Datasets
import Kernels

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
        totalVariance = dataset.heldOut.withRows { Reductions.totalVariance($0, rows: dataset.heldOut.count) }
    }

    /// - Parameter generated: samples of the data's shape, row major.
    public func diversity(of generated: [Float], workers: Workers) -> Diversity {
        let samples = SampleSet(dataset, generated: generated, workers: workers)
        let variance = samples.generated.withRows {
            Reductions.totalVariance($0, rows: samples.generated.count)
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
