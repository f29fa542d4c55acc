import Configuration

/// y = x · w, one trained w for each channel, or one for all.
public struct Scaling: Operation {
    public let isShared: Bool
    let start: ParameterDeclaration.Start
    /// Of the parameter.
    let name: String

    init(isShared: Bool = false, start: ParameterDeclaration.Start = .constant(1), name: String = "weight") {
        self.isShared = isShared
        self.name = name
        self.start = start
    }

    public var description: String { "scaling" }
    public var keepsPlaces: Bool { true }

    public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape { inputs[0] }

    public func parameters(input: Port, output: Port) -> [ParameterDeclaration] {
        [ParameterDeclaration(name, isShared ? .single : .channels(of: output), start)]
    }
}
