import Diagnostics
import Equilibrium

/// A word of the report, and what it means.
struct GlossaryTerm: Sendable {
    let name: String
    /// Other names that ask for it.
    let others: [String]
    let meaning: String

    private init(_ name: String, _ others: String..., meaning: String) {
        (self.name, self.others, self.meaning) = (name, others, meaning)
    }

    /// In the order of a report.
    static let all = discriminator + evidence + course

    private static let discriminator = [
        GlossaryTerm(
            "accuracy", "distance from 0.5",
            meaning:
                "How often the discriminator is right: the share of held-out real samples that it calls real, the "
                + "share of fresh generated samples that it calls generated, and the mean of the two. A tie, an "
                + "output equal to the threshold, counts half on both sides. 0.5 is no better than a coin toss; the "
                + "distance is |accuracy - 0.5|. Held-out samples are not trained on, and both networks are in "
                + "inference mode."),
        GlossaryTerm(
            "interval", "95 % interval", "wilson", "newcombe",
            meaning:
                "The values that agree with what was counted, at 95 % confidence. Of a share: Wilson's score "
                + "interval (1927), which stays within 0 and 1 and has a width where nothing or everything was "
                + "right. Of the mean of two shares: the two intervals combined by Newcombe's method (1998, method "
                + "10)."),
        GlossaryTerm(
            "threshold",
            meaning:
                "The output above which a sample counts as real. With targets r and f the best discriminator of two "
                + "equal distributions gives the constant (r + f)/2, and that is the threshold: with 0.9 and 0 any "
                + "other would read an equilibrium as one-sided. A loss without a natural threshold (Wasserstein) "
                + "takes the best one on half of the samples and counts the other half."),
        GlossaryTerm(
            "auc", "area under the curve", "area under the ROC curve",
            meaning:
                "Area under the ROC curve: the probability that a real sample's output is above a generated one's, "
                + "ties counted half. 0.5 where the order of the outputs tells nothing; it does not depend on the "
                + "threshold."
        ),
        GlossaryTerm(
            "losses and gradient norms", "gradient norms", "gradient norm",
            meaning:
                "Of either player: means over its updates since the last evaluation. The gradient norm is that of the "
                + "whole gradient, before any clipping."),
        GlossaryTerm(
            "at equilibrium", "theory",
            meaning: "The column of values that theory gives for p_g = p: accuracy 0.5, area 0.5, and by the loss "
                + "the discriminator's output and both losses (non-saturating: 2 ln 2 = 1.386 and ln 2 = 0.693). "
                + "Where only a sum or an equality is known the column says so."),
    ]

    private static let evidence = [
        GlossaryTerm(
            "fresh critic",
            meaning:
                "A new discriminator, which the generator has never met. It learns to tell training samples from "
                + "samples of the frozen generator until it gets no better on samples set aside, and is tested once "
                + "on samples that neither it nor the run has seen: a classifier two-sample test (Lopez-Paz & Oquab "
                + "2017). One that was stopped before it levelled off might have seen more, and proves nothing by "
                + "seeing no difference."),
        GlossaryTerm(
            "p-value", "p",
            meaning:
                "The probability of a result at least this extreme if the two were distributed alike. A small one "
                + "speaks against equality; a large one proves nothing by itself: the judge may have had too few "
                + "samples to see a difference."),
        GlossaryTerm(
            "total variation distance", "total variation", "proved distance", "distance at least",
            meaning:
                "The largest difference between the probabilities that two distributions give to any set: 0 where "
                + "they are equal, 1 where they do not overlap. A rule that tells their samples apart with accuracy "
                + "a proves that it is at least |2 a - 1|; the bound stated is that of the limit of a's confidence "
                + "interval. All bounds of a report hold together with 95 % confidence."),
        GlossaryTerm(
            "would have seen", "smallest visible", "power",
            meaning:
                "The smallest total variation distance that a judge would have found four times in five (80 % power), "
                + "with as many samples as it had, of the differences that its way of looking can tell: a critic of "
                + "values that are near to each other does not see whether they are whole numbers. A judge for which "
                + "that is above "
                + "\(NumberText.brief(VerdictThresholds.mustSee)) could not have seen a difference that matters."),
        GlossaryTerm(
            "cross-entropy",
            meaning:
                "Mean of -ln(probability that the critic gave to the right answer), in nats. A guess has ln 2 = "
                + "0.693."),
        GlossaryTerm(
            "jensen-shannon divergence", "jensen-shannon",
            meaning:
                "Half of KL(p || m) + KL(p_g || m) with m = (p + p_g)/2, in nats: 0 where the two are equal, ln 2 = "
                + "0.693 where they do not overlap. It is at least ln 2 - cross-entropy of any classifier "
                + "(Goodfellow et al. 2014, theorem 1)."),
        GlossaryTerm(
            "mode", "mode covered", "high quality share",
            meaning:
                "A component of a known mixture. It is covered by one generated sample within three of its standard "
                + "deviations; the high-quality share counts the samples within three of some mode's."),
        GlossaryTerm(
            "authpct", "authentic", "authenticity",
            meaning:
                "The share of generated samples that are farther from their nearest training sample than that one "
                + "is from its own nearest training sample (Alaa et al. 2022). Far below the same share of new real "
                + "samples it speaks of copies."),
    ]

    private static let course = [
        GlossaryTerm(
            "settled",
            meaning:
                "The accuracy came within \(NumberText.brief(VerdictThresholds.nearHalf)) of 0.5 and has not left "
                + "by more than \(NumberText.brief(VerdictThresholds.nearHalf * VerdictThresholds.leaving)) since."),
        GlossaryTerm(
            "trend", "theil-sen", "sen's interval",
            meaning:
                "The change of the accuracy in 1,000 iterations over the second half of the run: the median slope "
                + "of all pairs of evaluations (Theil-Sen), with Sen's interval (1968), widened for the correlation "
                + "of neighbouring evaluations. Where it holds 0 there is no trend that can be told from chance."),
        GlossaryTerm(
            "mean of the second half", "student's interval", "correlation",
            meaning:
                "The average accuracy over the second half of the run, with Student's interval for as many independent "
                + "evaluations as the correlation of neighbouring ones leaves."),
        GlossaryTerm(
            "swing", "amplitude",
            meaning:
                "The spread between the 10 % and the 90 % quantile of the accuracy over the second half of the run."),
        GlossaryTerm(
            "period",
            meaning:
                "The time of one oscillation, where the strongest frequency of the second half stands out from "
                + "noise by Fisher's test (1929). One shorter than two evaluations cannot be seen."),
    ]
}
