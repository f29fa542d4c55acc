import Datasets

/// What all judges found of one generator.
///
/// A claim of equilibrium needs every judge to have found no difference, and each to have had the power to find one. A
/// claim of difference needs one judge that found it.
public struct Evidence: Hashable, Sendable {
    /// In the order of `Judges.all`.
    public let findings: [Finding]

    public init(_ findings: [Finding]) { self.findings = findings }

    /// Every judge that has something to look at.
    public init(_ exhibit: Exhibit) {
        let judges = Judges.all.filter { $0.canLook(at: exhibit) }
        let level = Self.significance / Double(max(1, judges.count))
        findings = judges.map { $0.finding(exhibit, level: level) }
    }

    /// The probability that any judge raises a false alarm, at most (Bonferroni): each is held to its share.
    public static let significance = 0.05

    /// Samples of either kind from which on a discriminator or a critic that is tested on them could see a difference
    /// that matters, all judges looking.
    public static func fewestTested(_ kind: Dataset.Kind) -> Int { kind == .text ? fewestOfTexts : fewestOfOthers }

    private static let fewestOfTexts = fewest(Judges.mostOfTexts), fewestOfOthers = fewest(Judges.mostOfOthers)

    private static func fewest(_ judges: Int) -> Int {
        let level = significance / Double(judges)
        return (1...).first { RuleTest.visible(count: 2 * $0, level: level) ?? 1 <= VerdictThresholds.mustSee } ?? 1
    }

    /// Held-out samples from which on every judge could: one of them needs half to choose its rule.
    public static func fewestHeldOut(_ kind: Dataset.Kind) -> Int { 2 * fewestTested(kind) }

    public func finding(_ judge: String) -> Finding? { findings.first { $0.judge == judge } }

    /// Those that found a difference, the largest bound first.
    public var differences: [Finding] {
        findings.enumerated().filter { $0.element.isDifference }
            .sorted { ($1.element.bound, $0.offset) < ($0.element.bound, $1.offset) }.map(\.element)
    }

    public var isDifference: Bool { findings.contains(where: \.isDifference) }

    /// The judge that proves the largest distance; nil where none found a difference.
    public var strongest: Finding? { differences.first }

    /// The total variation distance is at least this, with all judges' confidence together 95 %; 0 where no judge found
    /// a difference.
    public var bound: Double { strongest?.bound ?? 0 }

    /// The largest distance that a judge who found a difference estimates.
    public var distance: Double { differences.map(\.distance).max() ?? 0 }

    /// Judges that could not have seen a difference that matters.
    public var blind: [Finding] { findings.filter { !$0.couldSee } }

    /// Whether a fresh critic is among the judges: without one the rest may all be too simple for the data.
    public var hasCritic: Bool { finding(CriticOfSamples.name) != nil }

    /// Whether samples lie nearer to training samples than new data does.
    public var isMemorised: Bool {
        finding(TrainingDistance.name).map { $0.isDifference && $0.statistic > 0.5 } ?? false
    }

    public enum Answer: Hashable, Sendable {
        /// A difference was found that counts as one.
        case different
        /// A difference was found, judges who found it estimate less than what counts, and each could have found more.
        case slight
        /// None that counts was found, and not every judge could have found one.
        case cannotTell
        /// None was found by any judge, and each would mostly have found one.
        case equal
    }

    public var answer: Answer {
        if isDifference, distance >= VerdictThresholds.difference { return .different }
        // A small difference is all there is only where every judge could have seen a larger one.
        guard hasCritic, blind.isEmpty else { return .cannotTell }
        return isDifference ? .slight : .equal
    }

    /// The smallest distance that every judge would mostly have found; nil where a judge could have found none.
    public var visible: Double? {
        let each = findings.map(\.visible)
        return each.contains(nil) ? nil : each.compactMap { $0 }.max()
    }
}
