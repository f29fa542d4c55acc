/// How much of the data's variety a generator has, by the plainest of measures.
public struct Diversity: Hashable, Sendable {
    /// The root of the total variance of generated samples over that of held-out ones: 1 where both spread alike, 0
    /// where the generator makes one sample. nil where the data does not vary.
    public let spread: Double?
    /// Of a mixture: modes with a sample within three standard deviations, and all modes. Else nil.
    public let modesCovered: Int?, modes: Int?
    /// Of a mixture: the share of generated samples within three standard deviations of a mode. Else nil.
    public let highQuality: Double?
    /// The share of held-out samples that have a generated one in their neighbourhood, and of generated samples that
    /// lie in the neighbourhood of a held-out one; both over the same share for training samples in the generator's
    /// place. A held-out sample's neighbourhood is the ball that just holds the nearest 2 % of the others: wide enough
    /// that samples as good as those of a trained network reach all parts of the data, and narrow enough that the
    /// samples of one part do not reach another. nil where it was not measured.
    public let relativeCoverage: Double?, relativePrecision: Double?

    public init(
        spread: Double?, modesCovered: Int? = nil, modes: Int? = nil, highQuality: Double? = nil,
        relativeCoverage: Double? = nil, relativePrecision: Double? = nil
    ) {
        self.spread = spread
        self.modesCovered = modesCovered
        self.modes = modes
        self.highQuality = highQuality
        self.relativeCoverage = relativeCoverage
        self.relativePrecision = relativePrecision
    }

    /// As many samples as published tables of modes count.
    public static let samples = 2500
}
