/// The same values under another shape. Costs nothing: the plan gives the output the input's memory.
struct View: Operation {
    let shape: Shape

    init(_ shape: Shape) { self.shape = shape }

    var description: String { "view" }
    var isView: Bool { true }
    var keepsPlaces: Bool { true }
    var gradientReads: GradientReads { [] }

    func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        guard inputs[0].count == shape.count else {
            throw ShapeError("\(inputs[0]) cannot be read as \(shape): \(inputs[0].count) values, not \(shape.count)")
        }
        return shape
    }

    func place(_ site: Site) -> any Step { preconditionFailure("a view takes no step") }
}
