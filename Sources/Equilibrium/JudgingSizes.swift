/// What is compared when a generator is judged, in numbers: enough to say what memory it takes.
public struct JudgingSizes: Sendable {
    /// Samples of each kind.
    public let training: Int, heldOut: Int, generated: Int
    /// Of a sample.
    public let shape: [Int]
    /// Numbers of noise of which a sample is made.
    public let noise: Int
    /// `Samples.areLevels` of the data.
    public let areLevels: Bool
    /// Whether they are texts.
    public var isText = false

    /// Values in a sample.
    public var size: Int { shape.reduce(1, *) }

    /// Bytes of the generated samples.
    var generatedBytes: Int { 4 * generated * size }

    /// Bytes of as many training samples in their place.
    var copiedBytes: Int { (areLevels ? 1 : 4) * generated * size }

    /// Bytes of the first samples of the data as floats, at most `rows` of them, which judges look at; 0 where they are
    /// kept as floats.
    func floatBytes(_ rows: Int) -> Int { areLevels ? 4 * min(rows, max(training, heldOut)) * size : 0 }
}
