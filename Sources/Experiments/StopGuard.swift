import Configuration
import Equilibrium

/// Whether a run is to end before its last iteration, and why.
struct StopGuard {
    /// Losses that differ by less than this share of their size count as the same.
    private static let sameLoss = 1e-6

    let stop: StopSpec

    init(_ spec: RunSpec) { stop = spec.training.stop }

    /// By what was measured, for an evaluation that was just made. The one at iteration 0, before any update, does not
    /// count.
    func reason(_ course: [Measurement]) -> String? {
        let trained = course.drop { $0.iteration == 0 }
        if let count = stop.equilibrium, trained.count >= count,
            trained.suffix(count).allSatisfy(Self.isNearEquilibrium)
        {
            return "near equilibrium for \(count) \(count == 1 ? "evaluation" : "evaluations in a row")"
        }
        if let count = stop.frozen, trained.count >= count, Self.isFrozen(trained.suffix(count)) {
            return "both losses stood still over \(count) evaluations: nothing learns any more"
        }
        return nil
    }

    /// - Parameter seconds: of training, earlier calls of the program included.
    func isTimeOver(_ seconds: Double) -> Bool { stop.seconds.map { seconds >= $0 } ?? false }

    var timeReason: String { "after \(stop.after ?? "") of training, as training.stop asks" }

    /// The mean is near a half, and not because one answer is given to everything.
    private static func isNearEquilibrium(_ measurement: Measurement) -> Bool {
        let accuracy = measurement.accuracy
        return accuracy.distance < VerdictThresholds.nearHalf
            && abs(accuracy.real.value - accuracy.fake.value) < VerdictThresholds.oneSidedGap
    }

    private static func isFrozen(_ course: ArraySlice<Measurement>) -> Bool {
        func stands(_ loss: (Measurement) -> Double?) -> Bool {
            let values = course.compactMap(loss)
            guard values.count == course.count, let low = values.min(), let high = values.max() else { return false }
            return high - low <= sameLoss * max(abs(low), abs(high))
        }
        return stands(\.discriminatorLoss) && stands(\.generatorLoss)
    }
}
