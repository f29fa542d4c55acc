import Configuration
import Kernels

/// The input gradient of a convolution, used forwards: every value of the input spreads over a window of the output.
/// Dumoulin & Visin 2016, chapter 4.
struct TransposedConvolution: Operation {
    let output: ImageSize
    /// Over the output; its positions are the input's.
    let window: Window
    let initializer: Choice?

    var description: String { "transposed convolution \(window.text)" }
    var gradientReads: GradientReads { .input }

    func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape { output.shape }

    func parameters(input: Port, output: Port) -> [ParameterDeclaration] {
        let (inputs, outputs, kernel) = (input.shape.channels, self.output.channels, window.kernel)
        let layout = ParameterLayout(
            .panels(k: saturatingProduct(window.taps, inputs), n: outputs),
            axes: [kernel.height, kernel.width, inputs, outputs], order: [2, 3, 0, 1],
            shape: [inputs, outputs, kernel.height, kernel.width])
        return [ParameterDeclaration("weight", layout, .initializer(initializer))]
    }

    /// Taps that fall outside the output are counted.
    func products(input: Shape, output: Shape) -> Int {
        saturatingProduct(input.count, saturatingProduct(window.taps, output.channels))
    }

    func epilogue(output: Shape) -> Epilogue.Support { [.bias, .activation] }

    func place(_ site: Site) -> any Step {
        ProductStep(
            TransposedConvolutionPlan(
                geometry: window.geometry(image: site.output, positions: site.input), batch: site.batch,
                workers: site.workers, workspace: site.workspace),
            site)
    }
}
