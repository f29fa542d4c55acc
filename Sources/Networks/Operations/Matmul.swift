/// y = x·W: every output value is a weighted sum of all input values. A dense layer, or a convolution or transposed
/// convolution whose kernel meets every input and output once.
public struct Matmul: Operation {
    /// The form in which PyTorch keeps the weights.
    public enum Weight: Hashable, Sendable {
        /// Linear: [out, in].
        case dense
        /// Embedding: [in, out]; the input is 1 for one class and 0 for the others.
        case embedding
        /// Conv2d: [out, in, height, width]; the input is an image of the kernel's size.
        case convolution(kernel: Sides, inputs: Int)
        /// ConvTranspose2d: [in, out, height, width]; the output is an image of the kernel's size.
        case transposedConvolution(kernel: Sides, outputs: Int)
    }

    public let output: Shape
    public let weight: Weight
    public let setting: WeightSetting

    public var description: String { "matmul" }

    public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape { output }

    public func parameters(input: Port, output: Port) -> [ParameterDeclaration] {
        [setting.declaration(layout(input, output))]
    }

    private func layout(_ input: Port, _ output: Port) -> ParameterLayout {
        let (k, n) = (input.shape.count, output.shape.count)
        let storage = ParameterLayout.Storage.matrix(k: k, n: n)
        switch weight {
        case .dense:
            let (rows, columns) = (input.unrolled, output.unrolled)
            return ParameterLayout(
                storage, axes: rows.axes + columns.axes,
                order: columns.order.map { $0 + rows.axes.count } + rows.order, shape: [n, k],
                outputAxes: rows.axes.count..<rows.axes.count + columns.axes.count)
        case .embedding:
            return ParameterLayout(storage, axes: [k, n], order: [0, 1], shape: [k, n], outputAxes: 1..<2)
        case .convolution(let kernel, let inputs):
            return ParameterLayout(
                storage, axes: [kernel.height, kernel.width, inputs, n], order: [3, 2, 0, 1],
                shape: [n, inputs, kernel.height, kernel.width], outputAxes: 3..<4)
        case .transposedConvolution(let kernel, let outputs):
            return ParameterLayout(
                storage, axes: [k, kernel.height, kernel.width, outputs], order: [0, 3, 1, 2],
                shape: [k, outputs, kernel.height, kernel.width], outputAxes: 3..<4)
        }
    }

    public func products(input: Shape, output: Shape) -> Int { saturatingProduct(input.count, output.count) }
}
