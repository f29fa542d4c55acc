/// Several values one after another along the last axis: the features of vectors, the channels of images of one size.
public struct Concatenation: Operation {
    public var description: String { "concatenation" }

    public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        let outer = inputs[0].dimensions.dropLast()
        guard inputs.allSatisfy({ $0.dimensions.dropLast() == outer }) else {
            throw ShapeError(
                "values of shapes \(inputs.map(\.description).joined(separator: ", ")) cannot be concatenated")
        }
        return Shape(outer + [inputs.reduce(0) { saturatingSum($0, $1.channels) }])
    }
}
