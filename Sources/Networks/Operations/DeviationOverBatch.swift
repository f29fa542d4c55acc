/// One number for each group of a batch's samples, how much they differ, at every position of one channel. See
/// `MinibatchStddev`.
public struct DeviationOverBatch: Operation {
    public let size: Int
    public let epsilon: Double

    public var description: String { "deviation over \(size) samples" }
    public var hasBatchStatistics: Bool { true }

    public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        Shape(inputs[0].dimensions.dropLast() + [1])
    }
}
