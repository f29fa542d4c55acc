import Foundation

/// The activations as papers write them, with their derivatives written out where the central differences are to be
/// checked against something that is not a difference.
public struct ReferenceActivation: Sendable, CustomStringConvertible {
    public let name: String
    public let value: @Sendable (Double) -> Double
    public let derivative: @Sendable (Double) -> Double
    /// Whether the derivative jumps at 0: differences across it mean nothing.
    public let kinked: Bool

    public var description: String { name }

    private init(
        name: String, value: @escaping @Sendable (Double) -> Double,
        derivative: @escaping @Sendable (Double) -> Double, kinked: Bool = false
    ) {
        self.name = name
        self.value = value
        self.derivative = derivative
        self.kinked = kinked
    }

    public static func relu() -> ReferenceActivation {
        ReferenceActivation(name: "relu", value: { max($0, 0) }, derivative: { $0 > 0 ? 1 : 0 }, kinked: true)
    }

    public static func leakyRelu(slope: Double) -> ReferenceActivation {
        ReferenceActivation(
            name: "leaky_relu", value: { $0 > 0 ? $0 : slope * $0 }, derivative: { $0 > 0 ? 1 : slope }, kinked: true)
    }

    /// Clevert, Unterthiner & Hochreiter 2016, eq. 15.
    public static func elu(alpha: Double) -> ReferenceActivation {
        ReferenceActivation(
            name: "elu", value: { $0 > 0 ? $0 : alpha * expm1($0) }, derivative: { $0 > 0 ? 1 : alpha * exp($0) },
            kinked: true)
    }

    /// Klambauer et al. 2017, eq. 2, with the constants of its appendix.
    public static func selu() -> ReferenceActivation {
        let alpha = 1.6732632423543772848170429916717
        let scale = 1.0507009873554804934193349852946
        return ReferenceActivation(
            name: "selu", value: { scale * ($0 > 0 ? $0 : alpha * expm1($0)) },
            derivative: { scale * ($0 > 0 ? 1 : alpha * exp($0)) }, kinked: true)
    }

    /// x times the standard normal distribution function. Hendrycks & Gimpel 2016.
    public static func gelu() -> ReferenceActivation {
        ReferenceActivation(
            name: "gelu", value: { $0 * 0.5 * (1 + erf($0 / 2.0.squareRoot())) },
            derivative: {
                0.5 * (1 + erf($0 / 2.0.squareRoot())) + $0 * exp(-$0 * $0 / 2) / (2 * Double.pi).squareRoot()
            })
    }

    /// The approximation of the same paper: x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))).
    public static func geluTanh() -> ReferenceActivation {
        let c = (2 / Double.pi).squareRoot()
        return ReferenceActivation(
            name: "gelu (tanh)", value: { 0.5 * $0 * (1 + tanh(c * ($0 + 0.044715 * $0 * $0 * $0))) },
            derivative: { x in
                let t = tanh(c * (x + 0.044715 * x * x * x))
                return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * c * (1 + 3 * 0.044715 * x * x)
            })
    }

    public static func softplus() -> ReferenceActivation {
        ReferenceActivation(
            name: "softplus", value: { max($0, 0) + log1p(exp(-abs($0))) }, derivative: { 1 / (1 + exp(-$0)) })
    }

    public static func tanhActivation() -> ReferenceActivation {
        ReferenceActivation(name: "tanh", value: { tanh($0) }, derivative: { 1 - tanh($0) * tanh($0) })
    }

    public static func sigmoid() -> ReferenceActivation {
        ReferenceActivation(
            name: "sigmoid", value: { 1 / (1 + exp(-$0)) }, derivative: { 1 / (2 + exp($0) + exp(-$0)) })
    }
}
