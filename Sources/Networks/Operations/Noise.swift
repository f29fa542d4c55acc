/// In training, y = x + a normal number of its own for every value; outside of training y = x.
public struct Noise: Operation {
    public let deviation: Float

    public var description: String { "noise" }
    public var keepsPlaces: Bool { true }

    public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape { inputs[0] }
}
