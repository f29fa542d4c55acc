/// The numbers on which a verdict turns, each with its reason.
public enum VerdictThresholds {
    /// |accuracy - 0.5| below this counts as near. With 500 samples a side the mean's 95 % interval is about
    /// +-0.03, so a smaller number could not be told from chance.
    public static let nearHalf = 0.05
    /// An accuracy that came near has left where it is this many times `nearHalf` away: 0.075, which chance reaches
    /// less than once in a thousand evaluations of 500 samples a side.
    public static let leaving = 1.5
    /// Evaluations that must follow one at which the accuracy came near, before it is said to have settled there: one
    /// evaluation in twenty is near by chance where the accuracy is 0.1 away.
    public static let afterSettling = 2
    /// The share of the last quarter that must be near. One evaluation in twenty leaves by chance alone; one in four
    /// does not.
    public static let nearShare = 0.75
    /// At this mean accuracy the discriminator is right about three samples of four: it wins. Between here and
    /// 0.5 + `nearHalf` it is only ahead.
    public static let discriminatorWins = 0.75
    /// A loss that is this share of its value at equilibrium, or a gradient that is this share of its largest, has all
    /// but vanished: the sign beside the accuracy that a discriminator wins, which the verdict's text then names.
    public static let vanished = 0.1
    /// Accuracies on real and on fake that differ by this much mean that the discriminator mostly gives one answer:
    /// 0.75 / 0.25 and beyond.
    public static let oneSidedGap = 0.5
    /// Area under the curve within this of 0.5: the order of the outputs does not separate the two sides. Used where a
    /// loss leaves the constant open, so that one-sidedness proves nothing. With 500 samples a side chance alone moves
    /// the area by 0.018 (one standard error).
    public static let nearHalfArea = 0.05
    /// The spread between the 10 % and 90 % quantiles of the accuracy (or of half the gap between its sides) that
    /// counts as a swing; several times what sampling alone gives.
    public static let swing = 0.2
    /// How far beyond the middle a value must lie to count as on one side: sampling noise crosses the middle all the
    /// time.
    public static let crossingMargin = 0.05
    /// Sign changes in the second half that make swings an oscillation: one is a trend, two a bump.
    public static let crossings = 3
    /// A total variation distance from which on a difference counts: below, the generator is near. It is that of an
    /// accuracy of 0.5 + `nearHalf`, so that the discriminator in training and all judges are held to one measure.
    public static let difference = 2 * nearHalf
    /// A judge that would not mostly have seen this total variation distance proves nothing by seeing none: twice what
    /// counts as a difference. An accuracy of 0.6 has it; seven judges who share an error rate of 5 % need 160 test
    /// samples of either kind to see it.
    public static let mustSee = 2 * difference
    /// A judge whose distance is that of an accuracy so much above the discriminator's in training sees what that one,
    /// short of winning, does not: it is too weak, even where it is ahead of the generator.
    public static let tellingGap = 0.15
    /// The swing of the discriminator's mean output that makes a change from one-sided to one-sided the other way an
    /// oscillation. A discriminator that gives 0.49 and then 0.51 to everything is at equilibrium, though it calls
    /// everything generated and then everything real.
    public static let outputSwing = 0.1
    /// Outputs that differ by less than this are one output: what `CriticResult.undecided` is as a probability. Where a
    /// loss leaves the constant open, this and `outputSwing` are shares of the largest gap that the run has shown.
    public static let oneOutput = 0.0025
    /// A mean output this close to the constant at equilibrium is at it: `nearHalf`, for outputs that are
    /// probabilities.
    public static let outputNear = 0.05
    /// Modes covered below this share of all are a collapse: 7 of 8, or 22 of 25. Of eight modes none may be missing,
    /// of 25 two: with samples at all of them chance leaves none out (`samplesPerMode`), but the last modes come in
    /// late.
    public static let coveredShare = 0.9
    /// Generated samples per mode below which modes are not counted. Each of K equally likely modes stays without one
    /// of 10 K samples with probability exp(-10), by chance alone.
    public static let samplesPerMode = 10
    /// The share of samples that lie at some mode from which on a generator is taken to aim at modes, so that missing
    /// ones are a collapse rather than bad samples everywhere. Below, most samples are of no mode.
    public static let modesAreMeant = 0.5
    /// Generated samples that spread less than half as far as real ones lack most of their variety: three quarters of
    /// the variance. They have lost it if they are like real ones, or if at some time of the run they spread twice as
    /// far.
    public static let lowSpread = 0.5
    /// Samples that spread less than this share as far as real ones are one sample, whatever they are like and were
    /// before.
    public static let onePoint = 0.02
    /// Generated samples that are like real ones but come near less than this share of what training samples come near
    /// leave a part of the data out. Copies of half of a swiss roll come near 0.52 of it, those of 3 of 10 digits 0.4,
    /// of 5 digits 0.64; noise that a critic sees at a glance leaves 0.85 and more, as do networks that were trained on
    /// digits and make all of them.
    public static let coveredData = 0.7
    /// The number of equally frequent classes whose shares have the same entropy, over that of training samples: below,
    /// classes are missing. 7 of 10 digits come to 0.70 to 0.73, a judge's errors being what lies between; networks
    /// that make all of them to 0.97; and classes half of which are twice as frequent as the others to 0.94.
    public static let effectiveClasses = 0.8
    /// The share of generated samples near real ones, over the same share of training samples, from which on they are
    /// like real ones. Below, samples are bad everywhere, and that they come near little of the data says no more than
    /// that.
    public static let likeReal = 0.75
    /// Evaluations after iteration 0 below which no course can be judged: with four the last quarter is one.
    public static let fewestEvaluations = 4
    /// Evaluations in the second half of a run below which it has no trend, period or interval: from eight on a trend's
    /// interval can nearly always be given.
    public static let fewestForCourse = 8
}
