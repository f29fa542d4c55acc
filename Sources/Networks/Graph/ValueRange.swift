import Foundation

/// The interval that a value lies in whatever the parameters are: `sigmoid` gives 0 to 1. The ends are limits and need
/// not be reached.
public struct ValueRange: Hashable, Sendable, CustomStringConvertible {
    public let lower: Double, upper: Double

    public init(_ lower: Double, _ upper: Double) {
        self.lower = lower
        self.upper = upper
    }

    /// Any number.
    public static let all = ValueRange(-.infinity, .infinity)

    public func contains(_ other: ValueRange) -> Bool { lower <= other.lower && other.upper <= upper }

    /// As in "gives values from 0 to 1".
    public var description: String {
        switch (lower.isFinite, upper.isFinite) {
        case (true, true): "values from \(text(lower)) to \(text(upper))"
        case (true, false): "values of at least \(text(lower))"
        case (false, true): "values of at most \(text(upper))"
        case (false, false): "any values"
        }
    }

    private func text(_ x: Double) -> String { String(format: "%.4g", x) }
}

/// An operation whose outputs are confined where its input is, or by itself. Others may give any value.
protocol ConfinedOperation: Operation {
    /// - Parameter input: what is known of the values that it reads.
    func range(of input: ValueRange) -> ValueRange
}

extension Graph {
    /// What the network's outputs can be, and the index of the layer that confines them: the last one that does more
    /// than to change the shape.
    public var outputRange: (range: ValueRange, layer: Int) {
        var ranges = inputs.map { _ in ValueRange.all }
        var layers = inputs.map { _ in 0 }
        for node in nodes {
            let confined = node.operation as? any ConfinedOperation
            ranges.append(confined?.range(of: ranges[node.inputs[0]]) ?? .all)
            layers.append(node.operation.isView ? layers[node.inputs[0]] : node.layer)
        }
        return (ranges[ranges.count - 1], layers[layers.count - 1])
    }
}

extension View: ConfinedOperation {
    func range(of input: ValueRange) -> ValueRange { input }
}

extension Pointwise: ConfinedOperation {
    func range(of input: ValueRange) -> ValueRange {
        func monotone(_ f: (Double) -> Double) -> ValueRange { ValueRange(f(input.lower), f(input.upper)) }
        /// Where f rises from 0 at 0 to either side.
        func folded(_ f: (Double) -> Double) -> ValueRange {
            let ends = (f(input.lower), f(input.upper))
            let holdsZero = input.lower <= 0 && input.upper >= 0
            return ValueRange(holdsZero ? 0 : min(ends.0, ends.1), max(ends.0, ends.1))
        }
        switch function {
        case .relu: return monotone { max($0, 0) }
        case .leakyRelu(let slope): return monotone { $0 >= 0 ? $0 : slope == 0 ? 0 : Double(slope) * $0 }
        case .elu(let alpha): return monotone { $0 >= 0 ? $0 : Double(alpha) * expm1($0) }
        case .selu: return monotone { 1.0507009873554805 * ($0 >= 0 ? $0 : 1.6732632423543772 * expm1($0)) }
        // Falls to its minimum at -0.7518 and then rises, always below x where x > 0.
        case .gelu: return ValueRange(input.lower >= 0 ? 0 : -0.16997120747990369, max(input.upper, 0))
        case .softplus: return monotone { $0 > 40 ? $0 : log1p(exp($0)) }
        case .tanh: return monotone { tanh($0) }
        case .sigmoid: return monotone { 1 / (1 + exp(-$0)) }
        case .affine(let scale, let shift):
            let ends = [input.lower, input.upper].map {
                scale == 0 ? Double(shift) : Double(scale) * $0 + Double(shift)
            }
            return ValueRange(min(ends[0], ends[1]), max(ends[0], ends[1]))
        case .clamp(let low, let high): return monotone { min(max($0, Double(low)), Double(high)) }
        case .absolute: return folded { abs($0) }
        case .square: return folded { $0 * $0 }
        case .inverseRoot(let epsilon):
            let ends = [input.upper, input.lower].map { 1 / (max($0, 0) + Double(epsilon)).squareRoot() }
            return ValueRange(ends[0], ends[1])
        }
    }
}
