/// y[o] = sum over the inputs i of x[i] · sum over the taps of w[tap, i, o]², w the weights of a convolution, which
/// reads them as well: the variance of its outputs where its inputs are independent, with variances x.
public struct SquaredWeightsProduct: Operation {
    public let inputs: Int
    public let filters: Int
    public let window: Window
    public let setting: WeightSetting

    public var description: String { "product with squared weights" }
    public var lendsParameters: Bool { true }

    public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape { Shape([filters]) }

    public func parameters(input: Port, output: Port) -> [ParameterDeclaration] {
        [
            setting.declaration(
                .convolution(window, inputs: inputs, filters: filters, isSequence: false))
        ]
    }

    public func products(input: Shape, output: Shape) -> Int { saturatingProduct(inputs, filters) }
}
