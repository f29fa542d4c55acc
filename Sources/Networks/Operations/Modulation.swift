/// y = x · (gain + plus) + shift. x is the first input; the second and, where there is one, the third hold a gain and a
/// shift for each channel of every sample.
public struct Modulation: Operation {
    public let plus: Float

    public var description: String { "modulation" }

    public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        for vector in inputs.dropFirst() where vector.count != inputs[0].channels {
            throw ShapeError("\(vector.count) gains or shifts for \(inputs[0].channels) channels")
        }
        return inputs[0]
    }
}
