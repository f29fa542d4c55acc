import Formats
import Networks

extension Matmul: ExportedOperation {
    func export(_ site: inout ExportSite) throws(ExportRefusal) -> String {
        let weights = site.parameter(0)
        guard case .matrix(let k, let n) = weights.layout.storage else { preconditionFailure("weights are a matrix") }
        let rows = site.flat(site.input, site.inputShape)
        return site.formed(site.add("MatMul", [rows, site.tensor([k, n], weights.memory)]), site.output)
    }
}

extension Bias: ExportedOperation {
    func export(_ site: inout ExportSite) throws(ExportRefusal) -> String {
        site.add("Add", [site.input, site.perChannel(site.parameter(0).memory)])
    }
}

extension Scaling: ExportedOperation {
    func export(_ site: inout ExportSite) throws(ExportRefusal) -> String {
        site.add("Mul", [site.input, site.perChannel(site.parameter(0).memory)])
    }
}

extension Convolution: ExportedOperation {
    func export(_ site: inout ExportSite) throws(ExportRefusal) -> String {
        site.convolution(window, groups: 1, dilation: Sides(height: 1, width: 1))
    }
}

extension GroupedConvolution: ExportedOperation {
    func export(_ site: inout ExportSite) throws(ExportRefusal) -> String {
        site.convolution(window, groups: groups, dilation: dilation)
    }
}

extension TransposedConvolution: ExportedOperation {
    func export(_ site: inout ExportSite) throws(ExportRefusal) -> String {
        let (input, kernel) = (site.inputShape.image ?? output, window.kernel)
        // What the windows of all positions cover beyond the output; where they do not reach its end, it is filled up.
        let below = (input.height - 1) * window.stride.height + kernel.height - output.height - window.padding.height
        let right = (input.width - 1) * window.stride.width + kernel.width - output.width - window.padding.width
        let weights = site.kernel([input.channels, output.channels, kernel.height, kernel.width])
        return site.add(
            "ConvTranspose", [site.input, weights],
            [
                ("kernel_shape", .integers([kernel.height, kernel.width])),
                ("strides", .integers([window.stride.height, window.stride.width])),
                ("pads", .integers([window.padding.height, window.padding.width, max(0, below), max(0, right)])),
                ("output_padding", .integers([max(0, -below), max(0, -right)])),
            ])
    }
}

extension PairProduct: ExportedOperation {
    func export(_ site: inout ExportSite) throws(ExportRefusal) -> String {
        func matrix(_ index: Int) -> String {
            let shape = site.shape(ofInput: index)
            return site.reshape(
                site.flat(site.inputs[index], shape), [shape.count / shape.channels, shape.channels])
        }
        let a = matrix(0)
        var b = matrix(1)
        if transposesSecond { b = site.transpose(b, [0, 2, 1]) }
        let product = site.add("MatMul", [a, b])
        return site.formed(site.reshape(product, [output.count]), output)
    }
}

extension Modulation: ExportedOperation {
    func export(_ site: inout ExportSite) throws(ExportRefusal) -> String {
        func perChannel(_ index: Int) -> String {
            let vector = site.flat(site.inputs[index], site.shape(ofInput: index))
            return site.output.image == nil ? vector : site.reshape(vector, [site.output.channels, 1, 1])
        }
        var gain = perChannel(1)
        if plus != 0 { gain = site.add("Add", [gain, site.number(Double(plus))]) }
        let scaled = site.add("Mul", [site.input, gain])
        return site.inputs.count > 2 ? site.add("Add", [scaled, perChannel(2)]) : scaled
    }
}

extension SquaredWeightsProduct: ExportedOperation {
    func export(_ site: inout ExportSite) throws(ExportRefusal) -> String {
        let (weights, count) = (site.parameter(0).memory, inputs * filters)
        var sums = [Float](repeating: 0, count: count)
        for (index, weight) in weights.enumerated() { sums[index % count] += weight * weight }
        let rows = site.flat(site.input, site.inputShape)
        return site.formed(site.add("MatMul", [rows, site.tensor([inputs, filters], sums)]), site.output)
    }
}

extension ExportSite {
    /// The weights of a convolution, in PyTorch's order, which is ONNX's; of a sequence with an axis more.
    fileprivate mutating func kernel(_ shape: [Int]) -> String { tensor(shape, parameter(0).pyTorch) }

    fileprivate mutating func convolution(_ window: Window, groups: Int, dilation: Sides) -> String {
        let (shape, kernel) = (inputShape.image ?? ImageSize(height: 1, width: 1, channels: 1), window.kernel)
        /// Zeros after the end: as many as the last position needs. What no position reaches is left out by itself.
        func after(_ size: Int, _ positions: Int, _ stride: Int, _ kernel: Int, _ dilation: Int, _ before: Int) -> Int {
            max(0, (positions - 1) * stride + (kernel - 1) * dilation + 1 - before - size)
        }
        let below = after(
            shape.height, window.positions.height, window.stride.height, kernel.height, dilation.height,
            window.padding.height)
        let right = after(
            shape.width, window.positions.width, window.stride.width, kernel.width, dilation.width,
            window.padding.width)
        let weights = self.kernel([output.channels, shape.channels / groups, kernel.height, kernel.width])
        return add(
            "Conv", [input, weights],
            [
                ("kernel_shape", .integers([kernel.height, kernel.width])),
                ("strides", .integers([window.stride.height, window.stride.width])),
                ("pads", .integers([window.padding.height, window.padding.width, below, right])),
                ("dilations", .integers([dilation.height, dilation.width])), ("group", .integer(groups)),
            ])
    }
}
