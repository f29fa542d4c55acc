import Diagnostics
import Equilibrium

extension Verdict.Kind {
    private typealias T = VerdictThresholds

    /// When it is given, with the numbers on which it turns.
    public var rule: String {
        let half = Self.number(T.nearHalf)
        switch self {
        case .equilibrium:
            return
                "Given where the accuracy averages within \(half) of 0.5 over the last quarter of the evaluations, "
                + "every judge could have seen a total variation distance of \(Self.number(T.mustSee)) and none found "
                + "any, and no part of the data is left out."
        case .nearEquilibrium:
            return
                "As equilibrium, but a judge found a difference, and all that did put it below "
                + "\(Self.number(T.difference))."
        case .cannotTell:
            return
                "The accuracy is within \(half) of 0.5 and no judge found a difference of "
                + "\(Self.number(T.difference)) or more, but not each of them could have."
        case .discriminatorTooWeak:
            return
                "The accuracy is within \(half) of 0.5, and a judge found a difference of "
                + "\(Self.number(T.difference)) or more; or it is above, short of winning, and a judge sees what "
                + "would be an accuracy \(Self.number(T.tellingGap)) higher."
        case .discriminatorAhead:
            return "The accuracy averages from \(Self.number(0.5 + T.nearHalf)) to \(Self.number(T.discriminatorWins))."
        case .discriminatorWins: return "The accuracy averages \(Self.number(T.discriminatorWins)) or more."
        case .generatorWins: return "The accuracy averages \(Self.number(0.5 - T.nearHalf)) or less."
        case .modeCollapse:
            return
                "Fewer than \(NumberText.percent(T.coveredShare)) of the known modes or classes are covered, or "
                + "samples spread less than \(Self.number(T.lowSpread)) times as far as real ones, or they are like "
                + "real ones and come near less than \(NumberText.percent(T.coveredData)) of what training samples "
                + "come near."
        case .memorised:
            return
                "The accuracy is within \(half) of 0.5, and the judge with the largest bound is training_distance: "
                + "samples are nearer to training samples than new data is."
        case .oneSided:
            return
                "The mean accuracy is near 0.5 because the two accuracies lie \(Self.number(T.oneSidedGap)) or more "
                + "apart."
        case .oscillating:
            return
                "The accuracy, or the gap between its sides, swings by \(Self.number(T.swing)) and crosses the middle "
                + "\(T.crossings) times or more in the second half of the run."
        case .unsettled:
            return
                "The accuracy averages within \(half) of 0.5, but less than \(NumberText.percent(T.nearShare)) of the "
                + "last quarter of the evaluations do."
        case .tooShort: return "There are fewer than \(T.fewestEvaluations) evaluations after the first update."
        case .diverged: return "A loss, a gradient or a weight is not finite, or both gradients are exactly zero."
        }
    }

    private static func number(_ value: Double) -> String { NumberText.brief(value) }
}
