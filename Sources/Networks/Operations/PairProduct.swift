/// A product of two values of each sample, read as matrices whose columns are their channels: a · b, or a · b^T.
public struct PairProduct: Operation {
    public let transposesSecond: Bool
    public let output: Shape

    public var description: String { transposesSecond ? "product with transposed" : "product" }

    public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape { output }

    public func products(input: Shape, output: Shape) -> Int { saturatingProduct(input.count, output.channels) }
}
