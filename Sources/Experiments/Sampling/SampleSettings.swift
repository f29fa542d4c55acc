/// What is asked of generated samples beside their number and seed.
public struct SampleSettings: Hashable, Sendable {
    /// A class's name or number; of a table with conditions on columns COLUMN=CATEGORY. nil: as often as in the data.
    public var className: String?
    /// Samples from one drawn point of the noise to the next, on a way between them; nil: each is drawn. What layers
    /// draw by themselves, such as a table's categories, is drawn anew for each sample.
    public var interpolation: Int?
    /// The largest absolute value of a number of the noise (the truncation trick of Brock et al. 2019, section 3.1);
    /// nil: as in training.
    public var truncation: Double?

    public init(className: String? = nil, interpolation: Int? = nil, truncation: Double? = nil) {
        (self.className, self.interpolation, self.truncation) = (className, interpolation, truncation)
    }
}
