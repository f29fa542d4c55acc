/// What is compared when a generator is judged, in numbers: enough to say what memory it takes.
public struct JudgingSizes: Sendable {
    /// Samples of each kind.
    public let training: Int, heldOut: Int, generated: Int
    /// Values in a sample.
    public let size: Int
    /// Numbers of noise of which a sample is made.
    public let noise: Int

    /// Bytes of the generated samples.
    var generatedBytes: Int { 4 * generated * size }
}
