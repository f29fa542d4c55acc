/// When the discriminator's accuracy came to 0.5 to stay, and how much of the end it spent there.
///
/// It settles where it comes within the tolerance, and unsettles only where it leaves by half as much again: otherwise
/// chance alone, at the very edge, would start the count again (hysteresis).
///
/// The evaluation at iteration 0, before any update, is left out: an untrained discriminator says nothing about
/// equilibrium. One that gives nearly everything one answer is not near, whatever its mean is.
public struct Settling: Hashable, Sendable {
    /// The first iteration with |accuracy - 0.5| below the tolerance from which on no evaluation has left; nil where
    /// the last one has, or where too few have followed.
    public let iteration: Int?
    /// The share of the last quarter of the evaluations, as a verdict takes it, below the tolerance; nil where there is
    /// none.
    public let share: Double?

    /// Evaluations of the last quarter, rounded up; two at least, since one is no stretch of time.
    static func lastQuarter(of count: Int) -> Int { max(2, (count + 3) / 4) }

    public init(_ course: [Measurement], tolerance: Double = VerdictThresholds.nearHalf) {
        self.init(
            course.filter(\.isMeasured).map { ($0.iteration, $0.isOneSided ? 0.5 : $0.accuracy.distance) },
            tolerance: tolerance)
    }

    /// From pairs of iteration and distance, in order.
    public init(_ distances: [(iteration: Int, distance: Double)], tolerance: Double = VerdictThresholds.nearHalf) {
        let trained = distances.drop { $0.iteration == 0 }
        var settled: Int?
        for point in trained.reversed() {
            guard point.distance < tolerance * VerdictThresholds.leaving else { break }
            if point.distance < tolerance { settled = point.iteration }
        }
        iteration = settled.flatMap { point in
            trained.count { $0.iteration > point } >= VerdictThresholds.afterSettling ? point : nil
        }
        let last = trained.suffix(Self.lastQuarter(of: trained.count))
        share = last.isEmpty ? nil : Double(last.count { $0.distance < tolerance }) / Double(last.count)
    }
}
