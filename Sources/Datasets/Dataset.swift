import Configuration
import Kernels

/// A dataset in memory, split into the samples that both players train on and those that only evaluation sees.
public struct Dataset: Sendable {
    public enum Kind: String, Hashable, Sendable {
        /// [height, width, 1 or 3 channels], of each of `frames`, values in [-1, 1].
        case image
        /// Points of the plane: shape [2].
        case points
        /// [1, places, symbols]: for each place 1 for its symbol and 0 for the others; symbol 0 is the end.
        case text
        /// [1, length, 1]: samples from -1 to 1.
        case sound
        /// Any other row of numbers.
        case vector
    }

    /// The entry of the registry that it came from.
    public let name: String
    public let training: Samples
    public let heldOut: Samples
    /// The components of a mixture of equally likely, isotropic normal distributions; empty where the distribution is
    /// not one. Labels are indices into it.
    public let modes: [Mode]
    /// What the labels of labelled data mean, by label; empty for mixtures and where there are no labels.
    public let classNames: [String]
    /// From samples as networks see them to numbers and texts as the data's files hold them.
    public let units: any SampleUnits
    /// Of rows of a table: lengths of the runs of values that belong together, of 1 for a number and longer ones for a
    /// category. Empty for other data.
    public let runs: [Int]
    /// Of rows of a table: where the values of each column of categories lie in a sample. Empty for other data.
    public let categories: [Range<Int>]
    /// Of these, the column that is to be told from the others; nil where none was named.
    public let target: Range<Int>?
    /// Pictures in a sample that follow each other, as its channels: those of the first one, then those of the next. 1
    /// for all but clips.
    public let frames: Int
    private let stacked: [Dataset]

    public let kind: Kind

    /// - Parameters:
    ///   - units: nil: pixels of bytes for images, else values as they are.
    ///   - kind: nil: what the shape says.
    public init(
        name: String, training: Samples, heldOut: Samples, modes: [Mode] = [], classNames: [String] = [],
        units: (any SampleUnits)? = nil, runs: [Int] = [], categories: [Range<Int>] = [],
        target: Range<Int>? = nil, pictures: [Dataset] = [], frames: Int = 1, kind: Kind? = nil
    ) {
        precondition(training.shape == heldOut.shape, "training and held-out samples have one shape")
        self.name = name
        self.training = training
        self.heldOut = heldOut
        self.modes = modes
        self.classNames = classNames
        self.runs = runs
        self.categories = categories
        self.target = target
        self.frames = frames
        stacked = pictures
        self.kind = kind ?? Kind(shape: training.shape)
        self.units = units ?? Self.plainUnits(of: training.shape)
    }

    /// What the channels of stacked pictures were drawn from; nil for other data.
    public var pictures: Dataset? { stacked.first }

    /// The shape of one sample.
    public var shape: [Int] { training.shape }

    /// As many as the labels tell apart; nil where not all samples have labels.
    public var classes: Int? {
        guard let training = training.labels, let heldOut = heldOut.labels else { return nil }
        return max(classNames.count, modes.count, Int(max(training.max() ?? 0, heldOut.max() ?? 0)) + 1)
    }

    /// What a game with this condition tells apart: classes, or the categories of all columns; nil where there are
    /// none.
    public func classes(for condition: ConditionSpec?) -> Int? {
        guard condition?.method == .columns else { return classes }
        return categories.isEmpty ? nil : categories.reduce(0) { $0 + $1.count }
    }

    /// Of all samples and their labels; takes 0.1 s for Fashion-MNIST.
    public var checksum: String { Checksum.text(heldOut.checksum(from: training.checksum(from: Checksum.start))) }
}

/// A component of a mixture: an isotropic normal distribution.
public struct Mode: Hashable, Sendable {
    public let center: [Float]
    public let standardDeviation: Float

    public init(center: [Float], standardDeviation: Float) {
        self.center = center
        self.standardDeviation = standardDeviation
    }
}
