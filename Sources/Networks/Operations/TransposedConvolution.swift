/// The input gradient of a convolution, used forwards: every value of the input spreads over a window of the output.
/// Dumoulin & Visin 2016, chapter 4.
public struct TransposedConvolution: Operation {
    public let output: ImageSize
    /// Over the output; its positions are the input's.
    public let window: Window
    /// Whether PyTorch's weights have one axis for the kernel rather than two.
    public var isSequence = false
    public let setting: WeightSetting

    public var description: String { "transposed convolution \(window.text)" }

    public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape { output.shape }

    public func parameters(input: Port, output: Port) -> [ParameterDeclaration] {
        let (inputs, outputs, kernel) = (input.shape.channels, self.output.channels, window.kernel)
        let layout = ParameterLayout(
            .matrix(k: saturatingProduct(window.taps, inputs), n: outputs),
            axes: [kernel.height, kernel.width, inputs, outputs], order: [2, 3, 0, 1],
            shape: [inputs, outputs] + kernel.sizes(isSequence: isSequence), outputAxes: 3..<4)
        return [setting.declaration(layout)]
    }

    /// Taps that fall outside the output are counted.
    public func products(input: Shape, output: Shape) -> Int {
        saturatingProduct(input.count, saturatingProduct(window.taps, output.channels))
    }
}
