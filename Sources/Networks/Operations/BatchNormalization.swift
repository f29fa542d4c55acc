/// Normalizes every channel by mean and variance over the batch and all positions, or by running averages outside of
/// training. Ioffe & Szegedy 2015, algorithms 1 and 2.
public struct BatchNormalization: Operation {
    public let epsilon: Double
    /// Share of a new batch in the running averages.
    public let momentum: Double
    /// Whether scale and shift are trained.
    public let isAffine: Bool
    let scale: ParameterDeclaration.Start

    public var description: String { "batch_norm" }
    public var keepsPlaces: Bool { true }
    public var hasBatchStatistics: Bool { true }

    public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape { inputs[0] }

    public func parameters(input: Port, output: Port) -> [ParameterDeclaration] {
        guard isAffine else { return [] }
        return [
            ParameterDeclaration("weight", .channels(of: output), scale),
            ParameterDeclaration("bias", .channels(of: output), .constant(0)),
        ]
    }

    public func state(input: Port, output: Port) -> [ParameterDeclaration] {
        [
            ParameterDeclaration("running_mean", .channels(of: output), .constant(0)),
            ParameterDeclaration("running_var", .channels(of: output), .constant(1)),
        ]
    }
}
