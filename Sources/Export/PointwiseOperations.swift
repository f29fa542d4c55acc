import Foundation
import Networks

extension Pointwise: ExportedOperation {
    func export(_ site: inout ExportSite) throws(ExportRefusal) -> String {
        let x = site.input
        switch function {
        case .relu: return site.add("Relu", [x])
        case .leakyRelu(let slope): return site.add("LeakyRelu", [x], [("alpha", .float(slope))])
        case .elu(let alpha): return site.add("Elu", [x], [("alpha", .float(alpha))])
        case .selu: return site.add("Selu", [x], [("alpha", .float(1.6732632)), ("gamma", .float(1.050701))])
        case .softplus: return site.add("Softplus", [x])
        case .tanh: return site.add("Tanh", [x])
        case .sigmoid: return site.add("Sigmoid", [x])
        case .affine(let scale, let shift):
            let scaled = site.add("Mul", [x, site.number(Double(scale))])
            return shift == 0 ? scaled : site.add("Add", [scaled, site.number(Double(shift))])
        case .clamp(let low, let high):
            return site.add("Clip", [x, site.number(Double(low)), site.number(Double(high))])
        case .absolute: return site.add("Abs", [x])
        case .square: return site.add("Mul", [x, x])
        case .inverseRoot(let epsilon):
            return site.add("Reciprocal", [site.add("Sqrt", [site.add("Add", [x, site.number(Double(epsilon))])])])
        case .gelu:
            // x · (1 + erf(x / sqrt 2)) / 2: opset 17 has no Gelu.
            let erf = site.add("Erf", [site.add("Mul", [x, site.number(0.5.squareRoot())])])
            let share = site.add("Mul", [site.add("Add", [erf, site.number(1)]), site.number(0.5)])
            return site.add("Mul", [x, share])
        }
    }
}

extension Slopes: ExportedOperation {
    func export(_ site: inout ExportSite) throws(ExportRefusal) -> String {
        site.add("PRelu", [site.input, site.perChannel(site.parameter(0).memory)])
    }
}

extension SoftmaxOverChannels: ExportedOperation {
    func export(_ site: inout ExportSite) throws(ExportRefusal) -> String {
        var x = site.input
        if temperature != 1 { x = site.add("Div", [x, site.number(temperature)]) }
        return site.add("Softmax", [x], [("axis", .integer(site.channelAxis))])
    }
}

// Dropout, noise and shifts do nothing outside of training.

extension Masking: ExportedOperation {
    func export(_ site: inout ExportSite) throws(ExportRefusal) -> String { site.input }
}

extension ChannelMasking: ExportedOperation {
    func export(_ site: inout ExportSite) throws(ExportRefusal) -> String { site.input }
}

extension PhaseShift: ExportedOperation {
    func export(_ site: inout ExportSite) throws(ExportRefusal) -> String { site.input }
}

extension Noise: ExportedOperation {
    func export(_ site: inout ExportSite) throws(ExportRefusal) -> String { site.input }
}
