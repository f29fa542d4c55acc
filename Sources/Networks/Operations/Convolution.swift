import Configuration
import Kernels

/// A kernel slid over an image (cross-correlation, as every framework means it).
struct Convolution: Operation {
    let filters: Int
    let window: Window
    let initializer: Choice?

    var description: String { "convolution \(window.text)" }
    var gradientReads: GradientReads { .input }

    func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        Shape([window.positions.height, window.positions.width, filters])
    }

    func parameters(input: Port, output: Port) -> [ParameterDeclaration] {
        let (inputs, kernel) = (input.shape.channels, window.kernel)
        let layout = ParameterLayout(
            .panels(k: saturatingProduct(window.taps, inputs), n: filters),
            axes: [kernel.height, kernel.width, inputs, filters], order: [3, 2, 0, 1],
            shape: [filters, inputs, kernel.height, kernel.width])
        return [ParameterDeclaration("weight", layout, .initializer(initializer))]
    }

    /// Taps in the padding are counted.
    func products(input: Shape, output: Shape) -> Int {
        saturatingProduct(output.count, saturatingProduct(window.taps, input.channels))
    }

    func epilogue(output: Shape) -> Epilogue.Support { [.bias, .activation] }

    func place(_ site: Site) -> any Step {
        ProductStep(
            ConvolutionPlan(
                geometry: window.geometry(image: site.input, positions: site.output), batch: site.batch,
                workers: site.workers, workspace: site.workspace),
            site)
    }
}

extension Window {
    /// The geometry for the kernels: `image` is what the kernel slides over, `positions` what it makes of it.
    func geometry(image: Shape, positions: Shape) -> ConvolutionGeometry {
        var geometry = ConvolutionGeometry(
            inHeight: image.dimensions[0], inWidth: image.dimensions[1], inChannels: image.channels,
            outChannels: positions.channels, kernel: (kernel.height, kernel.width),
            stride: (stride.height, stride.width), padding: (padding.height, padding.width))
        // Padding may be wider below and to the right.
        geometry.outHeight = self.positions.height
        geometry.outWidth = self.positions.width
        return geometry
    }
}
