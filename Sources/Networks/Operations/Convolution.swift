/// A kernel slid over an image (cross-correlation, as every framework means it).
public struct Convolution: Operation {
    public let filters: Int
    public let window: Window
    public let setting: WeightSetting

    public var description: String { "convolution \(window.text)" }

    public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        Shape([window.positions.height, window.positions.width, filters])
    }

    public func parameters(input: Port, output: Port) -> [ParameterDeclaration] {
        let (inputs, kernel) = (input.shape.channels, window.kernel)
        let layout = ParameterLayout(
            .matrix(k: saturatingProduct(window.taps, inputs), n: filters),
            axes: [kernel.height, kernel.width, inputs, filters], order: [3, 2, 0, 1],
            shape: [filters, inputs, kernel.height, kernel.width], outputAxes: 3..<4)
        return [setting.declaration(layout)]
    }

    /// Taps in the padding are counted.
    public func products(input: Shape, output: Shape) -> Int {
        saturatingProduct(output.count, saturatingProduct(window.taps, input.channels))
    }
}
