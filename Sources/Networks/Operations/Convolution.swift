/// A kernel slid over an image (cross-correlation, as every framework means it).
public struct Convolution: Operation {
    public let filters: Int
    public let window: Window
    /// Whether PyTorch's weights have one axis for the kernel rather than two.
    public var isSequence = false
    public let setting: WeightSetting

    public var description: String { "convolution \(window.text)" }

    public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        Shape([window.positions.height, window.positions.width, filters])
    }

    public func parameters(input: Port, output: Port) -> [ParameterDeclaration] {
        [
            setting.declaration(
                .convolution(window, inputs: input.shape.channels, filters: filters, isSequence: isSequence))
        ]
    }

    /// Taps in the padding are counted.
    public func products(input: Shape, output: Shape) -> Int {
        saturatingProduct(output.count, saturatingProduct(window.taps, input.channels))
    }
}
