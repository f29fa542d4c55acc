/// How close each sample is to the others of its batch, one number for each kernel. See `MinibatchDiscrimination`.
public struct SimilarityOverBatch: Operation {
    public let kernels: Int
    public let dimensions: Int

    public var description: String { "similarity over the batch" }
    public var hasBatchStatistics: Bool { true }

    public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape { Shape([kernels]) }
}
