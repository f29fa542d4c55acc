/// The largest value of each channel within a window that slides over an image; what lies outside takes no part.
public struct MaximumOfWindow: Operation {
    public let window: Window

    public var description: String { "maximum \(window.text)" }

    public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        Shape([window.positions.height, window.positions.width, inputs[0].channels])
    }
}

extension MaximumOfWindow: ConfinedOperation {
    func range(of input: ValueRange) -> ValueRange { input }
}
