/// How many samples lie near held-out ones.
public struct NeighbourhoodCounts: Hashable, Sendable {
    /// Of `count` generated and of `count` training samples.
    public let generated: Int, training: Int
    public let count: Int

    public init(generated: Int, training: Int, count: Int) {
        self.generated = generated
        self.training = training
        self.count = count
    }
}
