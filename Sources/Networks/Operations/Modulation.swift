/// y = x · (gain + plus) + shift. x is the first input; the second and the third hold a gain and a shift for each
/// channel of every sample.
public struct Modulation: Operation {
    public let plus: Float

    public var description: String { "modulation" }

    public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        guard inputs[1].count == inputs[0].channels, inputs[2].count == inputs[0].channels else {
            throw ShapeError(
                "\(inputs[1].count) gains and \(inputs[2].count) shifts for \(inputs[0].channels) channels")
        }
        return inputs[0]
    }
}
