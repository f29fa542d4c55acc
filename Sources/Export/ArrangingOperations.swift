import Formats
import Networks

extension View: ExportedOperation {
    func export(_ site: inout ExportSite) throws(ExportRefusal) -> String {
        if site.inputShape == shape { return site.input }
        return site.formed(site.flat(site.input, site.inputShape), shape)
    }
}

extension Selection: ExportedOperation {
    func export(_ site: inout ExportSite) throws(ExportRefusal) -> String {
        let values = site.flat(site.input, site.inputShape)
        return site.formed(site.add("Gather", [values, site.indices(sources)], [("axis", .integer(1))]), shape)
    }
}

extension Concatenation: ExportedOperation {
    func export(_ site: inout ExportSite) throws(ExportRefusal) -> String {
        site.add("Concat", site.inputs, [("axis", .integer(site.channelAxis))])
    }
}

extension Sum: ExportedOperation {
    func export(_ site: inout ExportSite) throws(ExportRefusal) -> String { site.add("Sum", site.inputs) }
}

extension Constant: ExportedOperation {
    /// The values once for each sample.
    func export(_ site: inout ExportSite) throws(ExportRefusal) -> String {
        let batch = site.add("Shape", [site.input], [("start", .integer(0)), ("end", .integer(1))])
        let values = site.tensor([1, shape.count], site.parameter(0).memory)
        let wanted = site.add("Concat", [batch, site.indices([shape.count])], [("axis", .integer(0))])
        return site.formed(site.add("Expand", [values, wanted]), shape)
    }
}

extension Maximum: ExportedOperation {
    func export(_ site: inout ExportSite) throws(ExportRefusal) -> String {
        site.add(
            "ReduceMax", [site.reshape(site.input, [pieces, units])],
            [("axes", .integers([1])), ("keepdims", .integer(0))])
    }
}

extension MaximumOfWindow: ExportedOperation {
    func export(_ site: inout ExportSite) throws(ExportRefusal) -> String {
        let (size, kernel) = (site.inputShape.dimensions, window.kernel)
        let below =
            (window.positions.height - 1) * window.stride.height + kernel.height - window.padding.height - size[0]
        let right = (window.positions.width - 1) * window.stride.width + kernel.width - window.padding.width - size[1]
        return site.add(
            "MaxPool", [site.input],
            [
                ("kernel_shape", .integers([kernel.height, kernel.width])),
                ("strides", .integers([window.stride.height, window.stride.width])),
                ("pads", .integers([window.padding.height, window.padding.width, max(0, below), max(0, right)])),
            ])
    }
}

extension Resampling: ExportedOperation {
    /// Two products with the matrices of the maps: exact for every factor and mode, where ONNX's Resize is PyTorch's
    /// for whole factors alone.
    func export(_ site: inout ExportSite) throws(ExportRefusal) -> String {
        var y = site.input
        if !horizontal.isIdentity {
            let matrix = site.tensor([horizontal.inputs, horizontal.outputs], horizontal.matrix(transposed: true))
            y = site.add("MatMul", [y, matrix])
        }
        if !vertical.isIdentity {
            let matrix = site.tensor([vertical.outputs, vertical.inputs], vertical.matrix(transposed: false))
            y = site.add("MatMul", [matrix, y])
        }
        return y
    }
}

extension AxisMap {
    fileprivate var isIdentity: Bool {
        inputs == outputs && taps.enumerated().allSatisfy { $1 == [Tap(source: $0, weight: 1)] }
    }

    /// [outputs, inputs], or [inputs, outputs].
    fileprivate func matrix(transposed: Bool) -> [Float] {
        var sums = [Double](repeating: 0, count: inputs * outputs)
        for (output, taps) in taps.enumerated() {
            for tap in taps {
                sums[transposed ? tap.source * outputs + output : output * inputs + tap.source] += tap.weight
            }
        }
        return sums.map(Float.init)
    }
}
