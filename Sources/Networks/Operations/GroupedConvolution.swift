/// A convolution in groups of channels, or with gaps between the kernel's taps.
public struct GroupedConvolution: Operation {
    public let filters: Int
    public let groups: Int
    public let window: Window
    public let dilation: Sides
    /// Whether PyTorch's weights have one axis for the kernel rather than two.
    public let isSequence: Bool
    public let setting: WeightSetting

    public var description: String {
        "convolution \(window.text)" + (groups == 1 ? "" : " in \(groups) groups")
            + (dilation == Sides(height: 1, width: 1) ? "" : " dilation \(dilation.text)")
    }

    public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        Shape([window.positions.height, window.positions.width, filters])
    }

    public func parameters(input: Port, output: Port) -> [ParameterDeclaration] {
        [
            setting.declaration(
                .convolution(window, inputs: input.shape.channels / groups, filters: filters, isSequence: isSequence))
        ]
    }

    /// Taps in the padding are counted.
    public func products(input: Shape, output: Shape) -> Int {
        saturatingProduct(output.count, saturatingProduct(window.taps, input.channels / groups))
    }
}

extension ParameterLayout {
    /// Weights of a convolution: [out, in, kernel height, kernel width] in PyTorch, of a sequence [out, in, kernel].
    static func convolution(_ window: Window, inputs: Int, filters: Int, isSequence: Bool) -> ParameterLayout {
        let kernel = window.kernel
        return ParameterLayout(
            .matrix(k: saturatingProduct(window.taps, inputs), n: filters),
            axes: [kernel.height, kernel.width, inputs, filters], order: [3, 2, 0, 1],
            shape: [filters, inputs] + kernel.sizes(isSequence: isSequence), outputAxes: 3..<4)
    }
}

extension Sides {
    /// As PyTorch's shapes have them: of a sequence, whose height is 1, the width alone.
    func sizes(isSequence: Bool) -> [Int] { isSequence ? [width] : [height, width] }
}
