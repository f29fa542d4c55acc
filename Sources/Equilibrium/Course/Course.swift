/// The second half of an accuracy curve as numbers: where it lies, where it goes, how it swings.
///
/// Evaluations close in time resemble each other: intervals and tests for independent values would be too narrow, and
/// see trends and periods in any slow wandering. So all of them are held against `RedNoise`.
public struct Course: Hashable, Sendable {
    /// A number and its 95 % interval.
    public struct Estimate: Hashable, Sendable {
        public let value: Double
        public let interval: Interval
    }

    /// Iterations of the first and the last evaluation that count.
    public let first: Int, last: Int
    /// Mean accuracy. Its interval is Student's with the mean's variance under `RedNoise`, within [0, 1]. A course that
    /// drifts is steady about a line, another about its mean: of the two intervals that this gives, the narrower.
    public let mean: Estimate
    /// Change of the accuracy in 1,000 iterations, by `TheilSen`.
    public let trend: Estimate
    /// Between the 10 % and the 90 % quantile.
    public let amplitude: Double
    /// Changes from one side of 0.5 to the other, beyond a margin.
    public let crossings: Int
    /// In iterations, by `Period`; nil where none stands out of chance. Never below `shortestPeriod`.
    public let period: Double?
    /// The shortest period that can show, in iterations: that of two evaluations (the Nyquist frequency). What swings
    /// faster shows as something slower, or not at all.
    public let shortestPeriod: Double
    /// Of an evaluation's accuracy with the next one's, apart from the trend: the estimate of `RedNoise`.
    public let correlation: Double

    /// Longer halves are averaged down to at most this many points for the trend: the pairs grow with the square.
    private static let trendPoints = 64

    /// nil where the second half has fewer than `VerdictThresholds.fewestForCourse` evaluations. `measurements`: every
    /// evaluation, in order; the one at iteration 0 is left out.
    public init?(_ measurements: [Measurement]) {
        let trained = measurements.filter { $0.iteration > 0 && $0.isMeasured }
        self.init(trained.suffix((trained.count + 1) / 2).map { (Double($0.iteration), $0.accuracy.mean) })
    }

    /// From the points of the second half: iteration and accuracy, in order.
    init?(_ points: [(iteration: Double, accuracy: Double)]) {
        guard points.count >= VerdictThresholds.fewestForCourse, let start = points.first, let end = points.last else {
            return nil
        }
        let accuracies = points.map(\.accuracy)
        let swing = Swing(accuracies.map { $0 - 0.5 })
        (first, last) = (Int(start.iteration), Int(end.iteration))
        (amplitude, crossings) = (swing.amplitude, swing.crossings)
        let noise = RedNoise(accuracies, around: .line)
        correlation = noise?.correlation ?? 0
        mean = Self.mean(accuracies, noise)
        let line = Self.line(points)
        trend = line.slope
        let rest = points.map { $0.accuracy - line.slope.value * ($0.iteration / 1000 - line.centre) }
        let spacing = (end.iteration - start.iteration) / Double(points.count - 1)
        shortestPeriod = 2 * spacing
        period = noise.flatMap { Period.evaluations(of: rest, above: $0) }.map { $0 * spacing }
    }

    /// `noise`: about a line; nil where there is none.
    private static func mean(_ values: [Double], _ noise: RedNoise?) -> Estimate {
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        let spreads = [noise, RedNoise(values, around: .constant)].map { noise in
            noise?.spread(of: values.map { _ in 1 / count }) ?? 0
        }
        let spread = spreads.min() ?? 0
        return Estimate(value: mean, interval: Interval(max(0, mean - spread), min(1, mean + spread)))
    }

    /// x is in 1,000 iterations.
    private static func line(_ points: [(iteration: Double, accuracy: Double)]) -> (slope: Estimate, centre: Double) {
        let group = (points.count - 1) / trendPoints + 1
        let thinned = stride(from: 0, to: points.count, by: group).map { at -> (x: Double, y: Double) in
            let part = points[at..<min(points.count, at + group)]
            let count = Double(part.count)
            return (
                part.reduce(0) { $0 + $1.iteration } / count / 1000, part.reduce(0) { $0 + $1.accuracy } / count
            )
        }
        let (x, y) = (thinned.map(\.x), thinned.map(\.y))
        let slopes = TheilSen(x, y)
        // Where nothing can be said: no accuracy can change by more than 1 from one end to the other.
        let steepest = 1 / ((x.last ?? 1) - (x.first ?? 0))
        let interval = RedNoise(y, around: .line).map { noise in
            slopes.interval(slopes.quantile(in: noise)) ?? Interval(-steepest, steepest)
        }
        return (
            Estimate(value: slopes.slope, interval: interval ?? Interval(slopes.slope, slopes.slope)),
            x.reduce(0, +) / Double(x.count)
        )
    }
}
