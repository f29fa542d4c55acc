import Foundation
import Kernels

/// The second half of an accuracy curve as numbers: where it lies, where it goes, how it swings.
///
/// Evaluations close in time resemble each other, so intervals come from a bootstrap of blocks of them: an interval for
/// independent values would be too narrow.
public struct Course: Hashable, Sendable {
    /// A number and its 95 % interval.
    public struct Estimate: Hashable, Sendable {
        public let value: Double
        public let interval: Interval
    }

    /// Iterations of the first and the last evaluation that count.
    public let first: Int, last: Int
    /// Mean accuracy.
    public let mean: Estimate
    /// Change of the accuracy in 1,000 iterations: the median of the slopes between all pairs of evaluations, which a
    /// third of outliers cannot move far. Theil 1950, Sen 1968.
    public let trend: Estimate
    /// Between the 10 % and the 90 % quantile.
    public let amplitude: Double
    /// Changes from one side of 0.5 to the other, beyond a margin.
    public let crossings: Int
    /// In iterations; nil where no period stands out of chance.
    public let period: Double?
    /// Evaluations in a block of the bootstrap.
    public let blockLength: Int

    /// Longer halves are averaged down to at most this many points for the intervals: more tell nothing more.
    private static let points = 32
    private static let resamples = 400

    /// nil where the second half has fewer than `VerdictThresholds.fewestForCourse` evaluations. `measurements`: every
    /// evaluation, in order; the one at iteration 0 is left out.
    public init?(_ measurements: [Measurement]) {
        let trained = measurements.filter { $0.iteration > 0 }
        self.init(trained.suffix((trained.count + 1) / 2).map { (Double($0.iteration), $0.accuracy.mean) })
    }

    /// From the points of the second half: iteration and accuracy, in order.
    init?(_ points: [(iteration: Double, accuracy: Double)]) {
        guard points.count >= VerdictThresholds.fewestForCourse, let start = points.first, let end = points.last else {
            return nil
        }
        let swing = Swing(points.map { $0.accuracy - 0.5 })
        (first, last) = (Int(start.iteration), Int(end.iteration))
        (amplitude, crossings) = (swing.amplitude, swing.crossings)
        let group = (points.count - 1) / Self.points + 1
        let thinned = stride(from: 0, to: points.count, by: group).map { at -> (x: Double, y: Double) in
            let part = points[at..<min(points.count, at + group)]
            let count = Double(part.count)
            return (
                part.reduce(0) { $0 + $1.iteration } / count / 1000, part.reduce(0) { $0 + $1.accuracy } / count
            )
        }
        let (x, y) = (thinned.map(\.x), thinned.map(\.y))
        let slope = Self.slope(x, y)
        let centre = Self.median(x)
        let rest = zip(x, y).map { $1 - slope * ($0 - centre) }
        let level = rest.reduce(0, +) / Double(rest.count)
        let residuals = rest.map { $0 - level }
        let block = Self.blockLength(residuals)
        blockLength = block * group
        let average = y.reduce(0, +) / Double(y.count)
        let deviations = y.map { $0 - average }
        let means = (0..<Self.resamples).map { index in
            average + Self.resample(deviations, block, index).reduce(0, +) / Double(y.count)
        }
        mean = Estimate(value: average, interval: Self.interval(means))
        let slopes = (0..<Self.resamples / 4).map { index in
            slope + Self.slope(x, Self.resample(residuals, block, index))
        }
        trend = Estimate(value: slope, interval: Self.interval(slopes))
        let detrended = points.map { $0.accuracy - average - slope * ($0.iteration / 1000 - centre) }
        // From the start of the first evaluation's interval to the end of the last one's.
        let length = (end.iteration - start.iteration) * Double(points.count) / Double(points.count - 1)
        period = Self.cycles(detrended).map { length / $0 }
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let half = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
    }

    /// The median of all pairs' slopes.
    private static func slope(_ x: [Double], _ y: [Double]) -> Double {
        var slopes: [Double] = []
        slopes.reserveCapacity(x.count * (x.count - 1) / 2)
        for i in x.indices { for j in 0..<i { slopes.append((y[i] - y[j]) / (x[i] - x[j])) } }
        return median(slopes)
    }

    /// Twice the first lag at which the autocorrelation is lost in chance, so that what belongs together mostly stays
    /// together; at most a quarter of all, so that there is something to draw from.
    private static func blockLength(_ residuals: [Double]) -> Int {
        let count = residuals.count
        let most = max(1, count / 4)
        let variance = residuals.reduce(0) { $0 + $1 * $1 }
        guard variance > 0 else { return 1 }
        for lag in 1...most {
            let covariance = (lag..<count).reduce(0.0) { $0 + residuals[$1] * residuals[$1 - lag] }
            if covariance / variance < 2 / Double(count).squareRoot() { return min(most, 2 * lag - 1) }
        }
        return most
    }

    /// Blocks from random places of the ring that the series makes when its ends are joined (Politis & Romano 1992).
    private static func resample(_ values: [Double], _ length: Int, _ index: Int) -> [Double] {
        // "boo" in ASCII.
        let address = RandomAddress(seed: 0, stream: 0x626F_6F00, iteration: UInt64(index))
        var start = 0
        return values.indices.map { position in
            if position % length == 0 {
                start = Int((UInt64(Philox.word(position / length, of: address)) * UInt64(values.count)) >> 32)
            }
            return values[(start + position % length) % values.count]
        }
    }

    /// Between the 2.5 % and the 97.5 % quantile.
    private static func interval(_ values: [Double]) -> Interval {
        let sorted = values.sorted()
        let cut = Int((0.025 * Double(sorted.count)).rounded(.down))
        return Interval(sorted[cut], sorted[sorted.count - 1 - cut])
    }

    /// Cycles in the series of the frequency with the most power, if that is more than chance gives: Fisher's test
    /// (1929) of the largest of m shares g of the power, P <= m (1 - g)^(m - 1). Two cycles are the least that make a
    /// period.
    private static func cycles(_ residuals: [Double]) -> Double? {
        let count = residuals.count
        let most = (count - 1) / 2
        guard most >= 3 else { return nil }
        let powers = (1...most).map { cycle -> Double in
            var (real, imaginary) = (0.0, 0.0)
            for (index, value) in residuals.enumerated() {
                let angle = 2 * Double.pi * Double(cycle * index) / Double(count)
                real += value * cos(angle)
                imaginary += value * sin(angle)
            }
            return real * real + imaginary * imaginary
        }
        let total = powers.reduce(0, +)
        guard total > 0, let largest = powers.enumerated().max(by: { $0.element < $1.element }), largest.offset >= 1
        else { return nil }
        let chance = Double(most) * pow(1 - largest.element / total, Double(most - 1))
        return chance < 0.05 ? Double(largest.offset + 1) : nil
    }
}
