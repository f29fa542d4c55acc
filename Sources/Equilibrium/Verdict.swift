import Foundation
import Training

/// What a run's course says about equilibrium, from the discriminator in training alone.
///
/// Such a discriminator may be too weak to see a difference that is there, so this verdict never says more than
/// "consistent with equilibrium".
public struct Verdict: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        case consistentWithEquilibrium = "consistent with equilibrium"
        case discriminatorAhead = "discriminator ahead"
        case discriminatorWins = "discriminator wins"
        case generatorWins = "generator wins"
        case oneSided = "one-sided"
        case oscillating = "oscillating"
        case unsettled = "unsettled"
        case tooShort = "too short to tell"
        case diverged = "diverged"
    }

    public let kind: Kind
    /// The evidence in one sentence.
    public let reason: String

    public init(_ kind: Kind, _ reason: String) {
        self.kind = kind
        self.reason = reason
    }

    /// `course`: every evaluation of the run, in order. `divergence`: what ended the run early, if anything did.
    public init(course: [Measurement], expectation: Expectation, divergence: Divergence? = nil) {
        if let divergence {
            self.init(.diverged, "Training broke down: \(divergence).")
            return
        }
        let trained = Array(course.drop { $0.iteration == 0 })
        guard trained.count >= VerdictThresholds.fewestEvaluations else {
            self.init(
                .tooShort,
                "Only \(trained.count) evaluations after the first update; at least "
                    + "\(VerdictThresholds.fewestEvaluations) make a course.")
            return
        }
        let end = End(trained)
        if end.isFrozen {
            self.init(.diverged, "Both gradients were exactly zero over \(end.span): nothing learns any more.")
        } else if let swing = Oscillation(trained) {
            self.init(.oscillating, swing.reason)
        } else {
            self = Self.ofSteady(end, expectation)
        }
    }

    private static func ofSteady(_ end: End, _ expectation: Expectation) -> Verdict {
        typealias T = VerdictThresholds
        let near = "The discriminator's mean accuracy averaged \(text(end.mean)) over \(end.span)"
        let sides = "\(text(end.real)) on real and \(text(end.fake)) on generated samples"
        let isOneSided = abs(end.real - end.fake) >= T.oneSidedGap

        if isOneSided, expectation.equilibrium.output == nil, abs(end.area - 0.5) < T.nearHalfArea {
            return Verdict(
                .consistentWithEquilibrium,
                "\(near), \(sides); the \(expectation.loss) loss leaves the discriminator's constant open, and its "
                    + "outputs do not separate the two (area under the curve \(text(end.area))): consistent with "
                    + "equilibrium, but a weak discriminator would read the same.")
        }
        if isOneSided {
            let word = end.real > end.fake ? "real" : "generated"
            return Verdict(
                .oneSided,
                "\(near), but as \(sides): it calls most samples \(word), so its mean says nothing about "
                    + "equilibrium (area under the curve \(text(end.area))).")
        }
        if end.mean >= T.discriminatorWins {
            return Verdict(.discriminatorWins, "\(near) (\(sides)): it tells generated samples from real ones.")
        }
        if end.mean <= 0.5 - T.nearHalf {
            return Verdict(
                .generatorWins,
                "\(near) (\(sides)): below chance, so the generator moves faster than the discriminator can follow.")
        }
        if end.mean >= 0.5 + T.nearHalf {
            return Verdict(
                .discriminatorAhead, "\(near) (\(sides)): above chance, though short of telling the two apart.")
        }
        if end.share < T.nearShare {
            return Verdict(
                .unsettled,
                "\(near), but stayed within \(T.nearHalf) of 0.5 in only \(percent(end.share)) of those evaluations.")
        }
        return Verdict(
            .consistentWithEquilibrium,
            "\(near) (\(sides)), within \(T.nearHalf) of 0.5 in \(percent(end.share)) of those evaluations: "
                + "consistent with equilibrium, but a weak discriminator would read the same.")
    }

    static func text(_ x: Double) -> String { String(format: "%.2f", x) }
    static func percent(_ x: Double) -> String { String(format: "%.0f %%", x * 100) }
}

/// The last quarter of a course in averages.
private struct End {
    let mean: Double, real: Double, fake: Double, area: Double, share: Double
    let isFrozen: Bool
    /// "iterations 750 to 1000".
    let span: String

    init(_ trained: [Measurement]) {
        // Two at least: one evaluation is no stretch of time.
        let last = trained.suffix(max(2, (trained.count + 3) / 4))
        func average(_ value: (Measurement) -> Double) -> Double {
            last.reduce(0) { $0 + value($1) } / Double(last.count)
        }
        mean = average { $0.accuracy.mean }
        real = average { $0.accuracy.real.value }
        fake = average { $0.accuracy.fake.value }
        area = average { $0.areaUnderCurve }
        share = average { $0.accuracy.distance < VerdictThresholds.nearHalf ? 1 : 0 }
        isFrozen = last.allSatisfy { $0.discriminatorGradientNorm == 0 && $0.generatorGradientNorm == 0 }
        span = "iterations \(last.first?.iteration ?? 0) to \(last.last?.iteration ?? 0)"
    }
}
