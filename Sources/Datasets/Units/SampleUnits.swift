/// The way back from what networks see to the data's own units: bytes of pixels, a table's columns.
public protocol SampleUnits: Sendable {
    /// The names of a sample's cells, as a table has them in its first line; nil where the data has no such line.
    var header: [String]? { get }

    /// What a program needs to hold a sample's numbers; nil where not all of its cells are numbers.
    var element: SampleElement? { get }

    /// Numbers in the data's units.
    /// - Parameter sample: the values of one sample, as networks see them.
    func numbers(_ sample: ArraySlice<Float>) -> [Double]

    /// The same as texts, which read as numbers give them to the precision that single-precision floats have.
    func cells(_ sample: ArraySlice<Float>) -> [String]

    /// One of the `cells`.
    func cell(_ index: Int, _ sample: ArraySlice<Float>) -> String

    /// The way from what networks see to numbers in the data's units, where it is linear.
    var linear: LinearUnits? { get }

    /// The columns of a table, as `numbers` and `cells` give them; none for other data.
    var columns: [SampleColumn] { get }

    /// Of sounds: samples in a second; nil for other data.
    var sampleRate: Int? { get }

    /// Samples as they would have been, had they been in the data: categories that are one thing rather than mostly
    /// that, numbers rounded as the data's are. nil where every sample is one already.
    func snap(_ values: [Float]) -> [Float]?
}

/// A type of numbers that holds every value of samples in the data's units.
public enum SampleElement: Sendable {
    /// Whole numbers from 0 to 255.
    case byte
    case single, double
}

/// A column of a table.
public struct SampleColumn: Hashable, Sendable {
    public let name: String
    /// Numbers or dates, rather than categories.
    public let isNumber: Bool
    /// Where its values lie in a sample; none where it has one value in all rows.
    public let values: Range<Int>
    /// Whether it only counts the rows of the file.
    public let numbersRows: Bool
}

/// number = center + width * what networks see.
public struct LinearUnits: Sendable {
    /// By value of a sample, or one for all.
    public let centers: [Double], widths: [Double]
    /// What numbers are cut off at; nil: at nothing.
    public let range: ClosedRange<Double>?
    /// Whether numbers are rounded to whole ones.
    public let isWhole: Bool
}

extension SampleUnits {
    public func cell(_ index: Int, _ sample: ArraySlice<Float>) -> String { cells(sample)[index] }
    public var linear: LinearUnits? { nil }
    public var sampleRate: Int? { nil }
    public var columns: [SampleColumn] { [] }

    public func snap(_ values: [Float]) -> [Float]? { nil }
}
