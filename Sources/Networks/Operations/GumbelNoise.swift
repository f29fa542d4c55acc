/// y = x + g, a Gumbel number -log(-log(u)) of its own for every value, in training and outside of it.
public struct GumbelNoise: Operation {
    public var description: String { "gumbel noise" }
    public var keepsPlaces: Bool { true }

    public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape { inputs[0] }
}
