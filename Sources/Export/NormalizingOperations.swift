import Formats
import Networks

extension BatchNormalization: ExportedOperation {
    /// By the running averages.
    func export(_ site: inout ExportSite) throws(ExportRefusal) -> String {
        let (mean, variance) = (site.state(0).memory, site.state(1).memory)
        let scale = isAffine ? site.parameter(0).memory : [Float](repeating: 1, count: mean.count)
        let shift = isAffine ? site.parameter(1).memory : [Float](repeating: 0, count: mean.count)
        let constants = [scale, shift, mean, variance].map { site.tensor([$0.count], $0) }
        return site.add(
            "BatchNormalization", [site.input] + constants, [("epsilon", .float(Float(epsilon)))])
    }
}

extension LayerNormalization: ExportedOperation {
    func export(_ site: inout ExportSite) throws(ExportRefusal) -> String {
        let axes = ExportSite.axes(site.output)
        var y = site.reshape(site.input, [site.output.count])
        y = site.normalized(y, axis: 1, isCentred: true, epsilon)
        if axes.count > 1 { y = site.reshape(y, axes) }
        guard isAffine else { return y }
        func values(_ index: Int) -> String {
            let values = site.parameter(index)
            // A vector that is an image written out is channels last here, and would be channels first in PyTorch.
            return site.tensor(axes, site.output.image == nil ? values.memory : values.pyTorch)
        }
        return site.add("Add", [site.add("Mul", [y, values(0)]), values(1)])
    }
}

extension Normalization: ExportedOperation {
    func export(_ site: inout ExportSite) throws(ExportRefusal) -> String {
        switch group {
        case .position: return site.normalized(site.input, axis: site.channelAxis, isCentred: isCentred, epsilon)
        case .channels(let groups):
            let y = site.normalized(
                site.reshape(site.input, [groups, site.output.count / groups]), axis: 2, isCentred: isCentred, epsilon)
            return site.reshape(y, ExportSite.axes(site.output))
        }
    }
}

extension ExportSite {
    /// (x - mean) / sqrt(variance + epsilon) along an axis, or x / sqrt(mean square + epsilon).
    fileprivate mutating func normalized(
        _ value: String, axis: Int, isCentred: Bool, _ epsilon: Double
    ) -> String {
        func mean(_ value: String) -> String { add("ReduceMean", [value], [("axes", .integers([axis]))]) }
        let x = isCentred ? add("Sub", [value, mean(value)]) : value
        let variance = mean(add("Mul", [x, x]))
        return add("Div", [x, add("Sqrt", [add("Add", [variance, number(epsilon)])])])
    }
}
