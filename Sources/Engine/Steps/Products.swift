import Kernels
import Networks

extension Matmul: RunnableOperation {
    var gradientReads: GradientReads { .input }
    var readsInputForWeights: Bool { true }
    var readsSigns: Bool { true }

    func epilogue(output: Shape) -> Epilogue.Support {
        output.channels == output.count ? [.bias, .activation] : .activation
    }

    func isLate(input: Shape, output: Shape, batch: Int) -> Bool {
        DensePlan.givesWeightGradient(inputs: input.count, outputs: output.count, batch: batch)
    }

    func place(_ site: Site) -> any Step {
        ProductStep(
            DensePlan(
                inputs: site.input.count, outputs: site.output.count, batch: site.batch, workers: site.workers,
                workspace: site.workspace),
            site)
    }
}

extension Convolution: RunnableOperation {
    var gradientReads: GradientReads { .input }
    var readsInputForWeights: Bool { true }
    var readsSigns: Bool { true }

    func epilogue(output: Shape) -> Epilogue.Support { [.bias, .activation] }

    /// Of an image of few channels a number takes few multiplications.
    func canRemake(input: Shape, output: Shape) -> Bool { window.taps * input.channels <= 64 }

    func place(_ site: Site) -> any Step {
        ProductStep(
            ConvolutionPlan(
                geometry: window.geometry(image: site.input, positions: site.output), batch: site.batch,
                workers: site.workers, workspace: site.workspace),
            site)
    }
}

extension TransposedConvolution: RunnableOperation {
    var gradientReads: GradientReads { .input }
    var readsInputForWeights: Bool { true }
    var readsSigns: Bool { true }

    func epilogue(output: Shape) -> Epilogue.Support { [.bias, .activation] }

    func place(_ site: Site) -> any Step {
        ProductStep(
            TransposedConvolutionPlan(
                geometry: window.geometry(image: site.output, positions: site.input), batch: site.batch,
                workers: site.workers, workspace: site.workspace),
            site)
    }
}

extension GroupedConvolution: RunnableOperation {
    var gradientReads: GradientReads { .input }
    var readsInputForWeights: Bool { true }
    var readsSigns: Bool { true }

    func epilogue(output: Shape) -> Epilogue.Support { [.bias, .activation] }

    func place(_ site: Site) -> any Step {
        ProductStep(
            GroupedConvolutionPlan(
                geometry: window.geometry(image: site.input, positions: site.output), groups: groups,
                dilation: (dilation.height, dilation.width), workers: site.workers, workspace: site.workspace),
            site)
    }
}

extension Window {
    /// The geometry for the kernels: `image` is what the kernel slides over, `positions` what it makes of it.
    fileprivate func geometry(image: Shape, positions: Shape) -> ConvolutionGeometry {
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
