import Configuration

/// y = x · w, one trained w for each channel, or one for all.
public struct Scaling: Operation {
    public let isShared: Bool
    let start: ParameterDeclaration.Start

    init(isShared: Bool = false, start: ParameterDeclaration.Start = .constant(1)) {
        self.isShared = isShared
        self.start = start
    }

    public var description: String { "scaling" }
    public var keepsPlaces: Bool { true }

    public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape { inputs[0] }

    public func parameters(input: Port, output: Port) -> [ParameterDeclaration] {
        [ParameterDeclaration("weight", isShared ? .single : .channels(of: output), start)]
    }
}
