/// y = x where x > 0, a · x elsewhere, a trained: one for each channel, or one for all. He et al. 2015, eq. 1.
public struct Slopes: Operation {
    public let isShared: Bool
    let start: Float

    public var description: String { "trained slopes" }
    public var keepsPlaces: Bool { true }

    public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape { inputs[0] }

    public func parameters(input: Port, output: Port) -> [ParameterDeclaration] {
        [ParameterDeclaration("weight", isShared ? .single : .channels(of: output), .constant(start))]
    }
}
