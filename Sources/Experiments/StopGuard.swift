import Configuration
import Diagnostics
import Equilibrium
import Foundation

// Foundation has a type of this name, too.
import struct Equilibrium.Measurement

/// Whether a run is to end before its last iteration, and why.
struct StopGuard {
    /// Losses that differ by less than this share of their size count as the same.
    private static let sameLoss = 1e-6

    private let stop: StopSpec

    init(_ spec: RunSpec) { stop = spec.training.stop }

    /// By what was measured, for an evaluation that was just made. The one at iteration 0, before any update, does not
    /// count. It depends on what is recorded alone, so a run that was interrupted ends where it would have.
    /// - Parameters:
    ///   - examinations: so far.
    ///   - examine: has every judge look at the generator as it stands; nil where a sample is not finite.
    func reason(
        _ course: [Measurement], _ examinations: [Examination], examine: () throws -> Examination?
    ) rethrows -> String? {
        let trained = course.drop { $0.iteration == 0 }
        // First: samples without variety may well hold a discriminator at 0.5.
        if let count = stop.collapse, trained.count >= count,
            let missing = Diversity.collapse(over: trained.suffix(count), of: course)
        {
            return "mode collapse for \(Self.evaluations(count)): \(missing)"
        }
        if let count = stop.equilibrium, trained.count >= max(count, VerdictThresholds.fewestEvaluations),
            trained.suffix(count).allSatisfy(\.isNearEquilibrium),
            !Self.wasRefused(trained.suffix(count), course, examinations)
        {
            let reason = "near equilibrium for \(Self.evaluations(count))"
            if let found = try examine(), found.confirmsEquilibrium(after: course) {
                return "\(reason); \(Self.confirmation(found.evidence))"
            }
        }
        if let count = stop.frozen, trained.count >= count, Self.isFrozen(trained.suffix(count)) {
            return "both losses stood still over \(count) evaluations: nothing learns any more"
        }
        let told = examinations.filter { $0.evidence.isDifference || $0.evidence.answer != .cannotTell }
        return stop.plateau.flatMap { Self.plateau(told.map { ($0.iteration, $0.evidence.bound) }, count: $0) }
    }

    /// - Parameter bounds: what the judges have proved, in order.
    static func plateau(_ bounds: [(iteration: Int, bound: Double)], count: Int) -> String? {
        guard let best = bounds.indices.min(by: { bounds[$0].bound < bounds[$1].bound }),
            bounds.count - 1 - best >= count
        else { return nil }
        let looks = count == 1 ? "a look of the judges" : "\(count) looks of the judges in a row"
        return
            "\(looks) proved no smaller difference than that at iteration \(bounds[best].iteration), a total variation "
            + "distance of at least \(NumberText.rounded(bounds[best].bound))"
    }

    private static func evaluations(_ count: Int) -> String {
        "\(count) \(count == 1 ? "evaluation" : "evaluations in a row")"
    }

    /// Whether an examination did not confirm these evaluations: then there is no other yet.
    private static func wasRefused(
        _ part: ArraySlice<Measurement>, _ course: [Measurement], _ examinations: [Examination]
    ) -> Bool {
        guard let first = part.first?.iteration, let now = part.last?.iteration else { return false }
        // One that is due at this very iteration may have been made before the program was interrupted.
        return examinations.contains { (first..<now).contains($0.iteration) && !$0.confirmsEquilibrium(after: course) }
    }

    private static func confirmation(_ evidence: Evidence) -> String {
        let count = evidence.findings.count
        if evidence.isDifference {
            return "judges find only a small difference (a total variation distance of at least "
                + NumberText.rounded(evidence.bound) + ")"
        }
        return "none of \(count) judges found a difference; each would mostly have seen a total variation distance of "
            + NumberText.rounded(evidence.visible)
    }

    /// - Parameter seconds: of work, evaluations and judges on the way and earlier calls of the program included.
    func isTimeOver(_ seconds: Double) -> Bool { stop.seconds.map { seconds >= $0 } ?? false }

    var timeReason: String { "after \(stop.after ?? "") of work, as training.stop asks" }

    private static func isFrozen(_ course: ArraySlice<Measurement>) -> Bool {
        func stands(_ loss: (Measurement) -> Double?) -> Bool {
            let values = course.compactMap(loss)
            guard values.count == course.count, let low = values.min(), let high = values.max() else { return false }
            return high - low <= sameLoss * max(abs(low), abs(high))
        }
        return stands(\.discriminatorLoss) && stands(\.generatorLoss)
    }
}
