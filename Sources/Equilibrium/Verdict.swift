import Configuration
import Diagnostics
import Foundation
import Training

/// What a run's course and its fresh critic say about equilibrium.
///
/// The discriminator in training may be too weak to see a difference that is there. So a verdict speaks of equilibrium
/// only where every judge could have seen a difference that matters and none did; where one could not, it cannot tell.
public struct Verdict: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        case equilibrium
        case nearEquilibrium = "near equilibrium"
        case cannotTell = "cannot tell"
        case discriminatorTooWeak = "discriminator too weak"
        case discriminatorAhead = "discriminator ahead"
        case discriminatorWins = "discriminator wins"
        case generatorWins = "generator wins"
        case modeCollapse = "mode collapse"
        case memorised
        case oneSided = "one-sided"
        case oscillating = "oscillating"
        case unsettled = "unsettled"
        case tooShort = "too short to tell"
        case diverged = "diverged"
    }

    public let kind: Kind
    /// The evidence in one sentence or two.
    public let reason: String

    public init(_ kind: Kind, _ reason: String) {
        self.kind = kind
        self.reason = reason
    }

    /// Of a run that is done, by what was recorded of it. Evaluations by which `training.stop.equilibrium` ended it are
    /// judged by themselves.
    public init(
        of run: RunSpec, course: [Measurement], expectation: Expectation, examination: Examination? = nil,
        sampleMetrics: MetricReport? = nil, divergence: Divergence? = nil
    ) {
        var window: Int?
        if let count = run.training.stop.equilibrium, let last = course.last, last.iteration < run.training.iterations,
            course.suffix(count).allSatisfy(\.isNearEquilibrium)
        {
            window = count
        }
        self.init(
            course: course, expectation: expectation, examination: examination, sampleMetrics: sampleMetrics,
            divergence: divergence, window: window)
    }

    /// - Parameters:
    ///   - course: every evaluation of the run, in order.
    ///   - examination: of the final generator; nil where there was none.
    ///   - sampleMetrics: of the final generator; nil where there were none.
    ///   - divergence: what ended the run early, if anything did.
    ///   - window: the number of last evaluations that are judged; nil for the last quarter of them. A run that was
    ///     ended for being near equilibrium is judged by what ended it.
    public init(
        course: [Measurement], expectation: Expectation, examination: Examination? = nil,
        sampleMetrics: MetricReport? = nil, divergence: Divergence? = nil, window: Int? = nil
    ) {
        if let divergence {
            self.init(.diverged, "Training broke down: \(divergence).")
            return
        }
        let evidence = examination?.evidence
        let trained = course.drop { $0.iteration == 0 }.filter(\.isMeasured)
        if let missing = Self.collapse(examination, sampleMetrics, after: course) {
            self.init(.modeCollapse, "\(missing.capitalizedFirst).\(Words.sentence(evidence))")
            return
        }
        guard trained.count >= VerdictThresholds.fewestEvaluations else {
            self.init(
                .tooShort,
                "Only \(trained.count) evaluations after the first update have an accuracy; at least "
                    + "\(VerdictThresholds.fewestEvaluations) make a course." + Words.sentence(evidence))
            return
        }
        let end = End(Array(trained), window, scale: expectation.outputScale(course))
        // Gradients vanish at an equilibrium that is reached exactly, too; there no judge sees a difference.
        if end.isFrozen, !(end.isConstant && evidence.map { !$0.isDifference } ?? false) {
            self.init(.diverged, "Both gradients were exactly zero over \(end.span): nothing learns any more.")
        } else if evidence == nil, let missing = end.collapse {
            self.init(.modeCollapse, "\(missing.capitalizedFirst), and so it was over \(end.span).")
        } else if let swing = Oscillation(
            trained.suffix(window ?? (trained.count + 1) / 2), scale: expectation.outputScale(course))
        {
            self.init(.oscillating, swing.reason + Words.sentence(evidence))
        } else {
            self = Self.ofSteady(end, expectation, evidence)
        }
    }

    /// What part of the data the final generator leaves out, in words; nil where it is not known to leave out any.
    /// - Parameter course: every evaluation of the run.
    public static func collapse(
        _ examination: Examination?, _ sampleMetrics: MetricReport?, after course: [Measurement]
    ) -> String? {
        guard let diversity = examination?.diversity else { return nil }
        return diversity.collapse(after: course) ?? (diversity.isLikeReal ? sampleMetrics?.classCollapse : nil)
    }

    private static func ofSteady(_ end: End, _ expectation: Expectation, _ evidence: Evidence?) -> Verdict {
        typealias T = VerdictThresholds
        let near = "The discriminator's mean accuracy averaged \(text(end.mean)) over \(end.span)"
        let sides = "\(text(end.real)) on real and \(text(end.fake)) on generated samples"

        if abs(end.real - end.fake) >= T.oneSidedGap {
            // Which side of the threshold a constant falls on says nothing where it is the right constant.
            if abs(end.area - 0.5) < T.nearHalfArea, expectation.isAtConstant(end.output) {
                let constant =
                    expectation.equilibrium.output == nil
                    ? "the \(expectation.loss) loss leaves the discriminator's constant open"
                    : "its outputs are at the constant of equilibrium, on one side of the threshold"
                return ofNear(
                    "\(near), \(sides); \(constant), and they do not separate the two (area under the curve "
                        + "\(text(end.area)))", evidence)
            }
            let word = end.real > end.fake ? "real" : "generated"
            return Verdict(
                .oneSided,
                "\(near), but as \(sides): it calls most samples \(word), so its mean says nothing about "
                    + "equilibrium (area under the curve \(text(end.area)))." + Words.sentence(evidence))
        }
        // To be ahead is a difference, and a claim of difference needs a judge that found it: of 200 samples chance
        // alone takes one accuracy in twenty so far.
        if let evidence, !evidence.isDifference, evidence.finding(DiscriminatorInTraining.name) != nil,
            abs(end.mean - 0.5) >= T.nearHalf, end.mean < T.discriminatorWins
        {
            return ofNear("\(near) (\(sides)), no farther from 0.5 than chance may take so few samples", evidence)
        }
        if end.mean >= T.discriminatorWins {
            return Verdict(
                .discriminatorWins,
                "\(near) (\(sides)): it tells generated samples from real ones." + end.victory(expectation)
                    + Words.sentence(evidence))
        }
        if end.mean <= 0.5 - T.nearHalf {
            return Verdict(
                .generatorWins,
                "\(near) (\(sides)): below chance, so the generator moves faster than the discriminator can follow."
                    + Words.sentence(evidence))
        }
        if end.mean >= 0.5 + T.nearHalf {
            if let evidence, evidence.answer == .different, 0.5 + evidence.distance / 2 - end.mean >= T.tellingGap {
                return ofNear("\(near) (\(sides))", evidence)
            }
            return Verdict(
                .discriminatorAhead,
                "\(near) (\(sides)): above chance, though short of telling the two apart." + Words.sentence(evidence))
        }
        // Where no judge found a difference, few samples are reason enough to leave now and then.
        if end.share < T.nearShare, evidence?.isDifference ?? true || end.shareWithinChance < T.nearShare {
            return Verdict(
                .unsettled,
                "\(near), but stayed within \(T.nearHalf) of 0.5 in only \(percent(end.share)) of those evaluations."
                    + Words.sentence(evidence))
        }
        return ofNear(
            "\(near) (\(sides)), within \(T.nearHalf) of 0.5 in \(percent(end.share)) of those evaluations",
            evidence)
    }

    /// The discriminator in training reads 0.5: what that is worth is for the other judges to say.
    private static func ofNear(_ reading: String, _ evidence: Evidence?) -> Verdict {
        guard let evidence else {
            return Verdict(
                .cannotTell, "\(reading): no other judge looked, and a weak discriminator would read the same.")
        }
        switch evidence.answer {
        case .different:
            // Copies of training samples are what a discriminator that is shown those samples cannot tell.
            if evidence.strongest?.judge == TrainingDistance.name, evidence.isMemorised {
                return Verdict(
                    .memorised,
                    "\(reading), but \(Words.difference(evidence)): generated samples are nearer to training samples than new "
                        + "data is.")
            }
            return Verdict(
                .discriminatorTooWeak,
                "\(reading), but \(Words.difference(evidence)): the discriminator is too weak to see it.")
        case .slight:
            return Verdict(
                .nearEquilibrium, "\(reading); \(Words.difference(evidence)): a difference is there, and it is small.")
        case .cannotTell:
            let found = evidence.isDifference ? "; \(Words.difference(evidence))" : ", and no judge found a difference"
            return Verdict(.cannotTell, "\(reading)\(found); but \(evidence.blindness).")
        case .equal:
            return Verdict(
                .equilibrium,
                "\(reading), and none of \(evidence.findings.count) judges found a difference; each would mostly have seen "
                    + "a total variation distance of \(text(evidence.visible ?? 1)).")
        }
    }

    static func text(_ x: Double) -> String { NumberText.rounded(x) }
    static func percent(_ x: Double) -> String { NumberText.percent(x) }
}

/// The last quarter of a course, or another part of its end, in averages.
private struct End {
    let mean: Double, real: Double, fake: Double, area: Double, share: Double
    /// The discriminator's mean output, real and generated samples alike.
    let output: Double
    /// The share of the evaluations whose accuracy, or an accuracy within its 95 % interval, is near 0.5.
    let shareWithinChance: Double
    private let discriminatorLoss: Double?
    /// The generator's gradient norm, as a share of its largest.
    private let generatorGradient: Double?
    let isFrozen: Bool
    /// Whether the discriminator gave everything one output.
    let isConstant: Bool
    /// What the generated samples lacked at every evaluation; nil where that is nothing.
    let collapse: String?
    /// "iterations 750 to 1000".
    let span: String

    init(_ trained: [Measurement], _ window: Int?, scale: Double) {
        let last = trained.suffix(max(2, window ?? Settling.lastQuarter(of: trained.count)))
        func average(_ value: (Measurement) -> Double) -> Double {
            last.reduce(0) { $0 + value($1) } / Double(last.count)
        }
        mean = average { $0.accuracy.mean }
        real = average { $0.accuracy.real.value }
        fake = average { $0.accuracy.fake.value }
        area = average { $0.areaUnderCurve }
        share = average { $0.accuracy.distance < VerdictThresholds.nearHalf ? 1 : 0 }
        shareWithinChance = average { measurement in
            let interval = measurement.accuracy.interval
            let near = 0.5 - VerdictThresholds.nearHalf...0.5 + VerdictThresholds.nearHalf
            return interval.upper > near.lowerBound && interval.lower < near.upperBound ? 1 : 0
        }
        output = average { ($0.realOutput + $0.fakeOutput) / 2 }
        func known(_ value: (Measurement) -> Double?) -> Double? {
            let values = last.compactMap(value)
            return values.count == last.count ? values.reduce(0, +) / Double(values.count) : nil
        }
        discriminatorLoss = known(\.discriminatorLoss)
        let largest = trained.compactMap(\.generatorGradientNorm).max() ?? 0
        generatorGradient = known(\.generatorGradientNorm).flatMap { largest > 0 ? $0 / largest : nil }
        isFrozen = last.allSatisfy { $0.discriminatorGradientNorm == 0 && $0.generatorGradientNorm == 0 }
        let tolerance = VerdictThresholds.oneOutput * scale
        isConstant = last.allSatisfy {
            abs($0.realOutput - $0.fakeOutput) <= tolerance && $0.outputDeviation <= tolerance
        }
        collapse = Diversity.collapse(over: last, of: trained)
        span =
            "iterations \(NumberText.grouped(last.first?.iteration ?? 0)) to "
            + NumberText.grouped(last.last?.iteration ?? 0)
    }

    /// What else shows that the discriminator wins, as a sentence to follow another; empty where nothing does.
    func victory(_ expectation: Expectation) -> String {
        typealias T = VerdictThresholds
        var signs: [String] = []
        let theory = expectation.equilibrium.discriminatorLoss
        if let discriminatorLoss, abs(discriminatorLoss) < T.vanished * theory {
            signs.append(
                "its loss came down to \(Verdict.text(discriminatorLoss)), from \(Verdict.text(theory)) at equilibrium")
        }
        if let generatorGradient, generatorGradient < T.vanished {
            signs.append("the generator's gradient faded to \(Verdict.percent(generatorGradient)) of its largest")
        }
        return signs.isEmpty ? "" : " \(signs.joined(separator: ", and ").capitalizedFirst)."
    }
}

/// What the judges found, in words.
private enum Words {
    /// To follow another sentence; empty where no judge looked.
    static func sentence(_ evidence: Evidence?) -> String {
        guard let evidence else { return "" }
        return evidence.isDifference ? " \(difference(evidence).capitalizedFirst)." : " No judge found a difference."
    }

    /// "known modes prove a total variation distance of at least 0.66", a clause.
    static func difference(_ evidence: Evidence) -> String {
        guard let strongest = evidence.strongest else { return "no judge found a difference" }
        let title = Judges.judge(strongest.judge)?.title ?? strongest.judge
        return strongest.bound > 0
            ? "\(title) proves a total variation distance of at least \(Verdict.text(strongest.bound))"
            : "\(title) finds a difference (\(strongest.pValueText)) without a bound on its size"
    }
}

extension String {
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
