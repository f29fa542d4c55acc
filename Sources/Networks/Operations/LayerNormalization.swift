/// Normalizes every sample by mean and variance over all of its values. Ba, Kiros & Hinton 2016, equations 3 and 4.
public struct LayerNormalization: Operation {
    public let epsilon: Double
    /// Whether scale and shift are trained, one for each value of a sample.
    public let isAffine: Bool

    public var description: String { "layer_norm" }
    public var keepsPlaces: Bool { true }

    public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape { inputs[0] }

    public func parameters(input: Port, output: Port) -> [ParameterDeclaration] {
        guard isAffine else { return [] }
        return [
            ParameterDeclaration("weight", .elements(of: output), .constant(1)),
            ParameterDeclaration("bias", .elements(of: output), .constant(0)),
        ]
    }
}
