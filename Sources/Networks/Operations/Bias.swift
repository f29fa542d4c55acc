/// y = x + b, one b for each channel.
public struct Bias: Operation {
    public var description: String { "bias" }
    public var keepsPlaces: Bool { true }

    public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape { inputs[0] }

    public func parameters(input: Port, output: Port) -> [ParameterDeclaration] {
        [ParameterDeclaration("bias", .channels(of: output), .constant(0))]
    }
}
