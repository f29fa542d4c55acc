/// The same trained values for every sample. The input is not read; its gradient is 0.
public struct Constant: Operation {
    public let shape: Shape
    let start: ParameterDeclaration.Start

    public var description: String { "constant" }

    public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape { shape }

    public func parameters(input: Port, output: Port) -> [ParameterDeclaration] {
        [ParameterDeclaration("value", .elements(of: output), start)]
    }
}
