import Datasets

/// One kind of samples, as rows, in a random order.
public struct TestedSamples: Sendable {
    public let learning: Samples
    public let heldOut: Samples

    public init(learning: Samples, heldOut: Samples) {
        self.learning = learning
        self.heldOut = heldOut
    }

    var all: Samples {
        Samples(
            shape: heldOut.shape, count: heldOut.count + learning.count, values: heldOut.values + learning.values)
    }
}
