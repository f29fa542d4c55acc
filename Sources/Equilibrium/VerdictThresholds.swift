/// The numbers on which a verdict turns, each with its reason.
public enum VerdictThresholds {
    /// |accuracy - 0.5| below this counts as near. With 500 samples a side the mean's 95 % interval is about
    /// +-0.03, so a smaller number could not be told from chance.
    public static let nearHalf = 0.05
    /// The share of the last quarter that must be near. One evaluation in twenty leaves by chance alone; one in four
    /// does not.
    public static let nearShare = 0.75
    /// At this mean accuracy the discriminator is right about three samples of four: it wins. Between here and
    /// 0.5 + `nearHalf` it is only ahead.
    public static let discriminatorWins = 0.75
    /// Accuracies on real and on fake that differ by this much mean that the discriminator mostly gives one answer:
    /// 0.75 / 0.25 and beyond.
    public static let oneSidedGap = 0.5
    /// Area under the curve within this of 0.5: the order of the outputs does not separate the two sides. Used where a
    /// loss leaves the constant open, so that one-sidedness proves nothing.
    public static let nearHalfArea = 0.05
    /// The spread between the 10 % and 90 % quantiles of the accuracy (or of half the gap between its sides) that
    /// counts as a swing; several times what sampling alone gives.
    public static let swing = 0.2
    /// How far beyond the middle a value must lie to count as on one side: sampling noise crosses the middle all the
    /// time.
    public static let crossingMargin = 0.05
    /// Sign changes in the second half that make swings an oscillation: one is a trend, two a bump.
    public static let crossings = 3
    /// Evaluations after iteration 0 below which no course can be judged.
    public static let fewestEvaluations = 4
}
