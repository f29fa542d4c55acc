/// A function applied to every value.
public struct Pointwise: Operation {
    public enum Function: Hashable, Sendable {
        case relu
        /// max(x, 0) + slope * min(x, 0), slope >= 0.
        case leakyRelu(slope: Float)
        /// x > 0 ? x : alpha * (exp(x) - 1), alpha >= 0. Clevert et al. 2016, eq. 15.
        case elu(alpha: Float)
        /// Klambauer et al. 2017, eq. 2.
        case selu
        /// x * Phi(x) with the exact normal distribution function. Hendrycks & Gimpel 2016.
        case gelu
        /// log(1 + exp(x))
        case softplus
        case tanh
        case sigmoid
        /// scale * x + shift
        case affine(scale: Float, shift: Float)
        /// min(max(x, low), high), low < high.
        case clamp(low: Float, high: Float)
        /// |x|
        case absolute
        /// x²
        case square
        /// 1 / sqrt(x + epsilon), x at least 0, epsilon > 0.
        case inverseRoot(epsilon: Float)
    }

    public let function: Function

    init(_ function: Function) { self.function = function }

    public var description: String { String("\(function)".prefix { $0 != "(" }) }
    public var keepsPlaces: Bool { true }

    public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape { inputs[0] }
}
