/// The same values under another shape. Costs nothing: the plan gives the output the input's memory.
public struct View: Operation {
    public let shape: Shape

    init(_ shape: Shape) { self.shape = shape }

    public var description: String { "view" }
    public var isView: Bool { true }
    public var keepsPlaces: Bool { true }

    public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        guard inputs[0].count == shape.count else {
            throw ShapeError("\(inputs[0]) cannot be read as \(shape): \(inputs[0].count) values, not \(shape.count)")
        }
        return shape
    }
}
