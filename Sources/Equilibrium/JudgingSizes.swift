/// What is compared when a generator is judged, in numbers: enough to say what memory it takes.
public struct JudgingSizes: Sendable {
    /// Samples of each kind.
    public let training: Int, heldOut: Int, generated: Int
    /// Of a sample.
    public let shape: [Int]
    /// Numbers of noise of which a sample is made.
    public let noise: Int

    public var isText = false

    /// Values in a sample.
    public var size: Int { shape.reduce(1, *) }

    /// Bytes of the generated samples.
    var generatedBytes: Int { 4 * generated * size }
}
