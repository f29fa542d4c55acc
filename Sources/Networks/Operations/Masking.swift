/// Dropout: in training each value is zeroed with probability `rate` and the others are divided by 1 - rate.
public struct Masking: Operation {
    public let rate: Float

    public var description: String { "dropout" }
    public var keepsPlaces: Bool { true }

    public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape { inputs[0] }
}
