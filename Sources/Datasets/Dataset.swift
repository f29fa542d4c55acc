/// A dataset in memory, split into the samples that both players train on and those that only evaluation sees.
public struct Dataset: Sendable {
    public enum Kind: String, Hashable, Sendable {
        /// [height, width, 1 or 3 channels], values in [-1, 1].
        case image
        /// Points of the plane: shape [2].
        case points
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
    /// The rectangle to draw points in: the training samples and a margin around them. nil unless `kind` is `.points`.
    public let bounds: Bounds?

    public init(
        name: String, training: Samples, heldOut: Samples, modes: [Mode] = [], classNames: [String] = []
    ) {
        precondition(training.shape == heldOut.shape, "training and held-out samples have one shape")
        self.name = name
        self.training = training
        self.heldOut = heldOut
        self.modes = modes
        self.classNames = classNames
        bounds = training.shape == [2] ? Bounds(around: training) : nil
    }

    public var kind: Kind { Kind(shape: shape) }

    /// The shape of one sample.
    public var shape: [Int] { training.shape }
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

/// A rectangle of the plane.
public struct Bounds: Hashable, Sendable {
    public let x: ClosedRange<Float>, y: ClosedRange<Float>

    public init(x: ClosedRange<Float>, y: ClosedRange<Float>) {
        self.x = x
        self.y = y
    }

    /// The smallest rectangle around `points`, with a quarter of its width and height added on each side; a width of
    /// zero counts as one.
    init(around points: Samples) {
        func range(_ axis: Int) -> ClosedRange<Float> {
            var low = Float.infinity
            var high = -Float.infinity
            points.values.withUnsafeBufferPointer { values in
                for index in stride(from: axis, to: values.count, by: 2) {
                    low = min(low, values[index])
                    high = max(high, values[index])
                }
            }
            let margin = (high > low ? high - low : 1) / 4
            return low - margin...high + margin
        }
        self.init(x: range(0), y: range(1))
    }
}
