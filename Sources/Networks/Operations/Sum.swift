/// y = x1 + x2 + ..., all of one shape.
public struct Sum: Operation {
    public var description: String { "sum" }
    public var keepsPlaces: Bool { true }

    public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        guard inputs.allSatisfy({ $0 == inputs[0] }) else {
            throw ShapeError("values of shapes \(inputs.map(\.description).joined(separator: ", ")) cannot be added")
        }
        return inputs[0]
    }
}
