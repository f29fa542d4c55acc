import Configuration
import Kernels

/// How weights start.
public protocol Initializer: Entry {
    /// Fills a weight tensor.
    /// - Parameters:
    ///   - shape: PyTorch's: [out, in], [out, in, height, width], or [in, out, height, width] of a transposed
    ///     convolution.
    ///   - address: where the random numbers are drawn.
    func fill(_ values: UnsafeMutablePointer<Float>, shape: [Int], at address: RandomAddress)
}

/// The initializers by name. A new one is a file in Initializers/ and a word here.
public enum Initializers {
    public static let registry = Registry<any Initializer>(
        .initializers,
        [
            NormalInitializer.self, XavierInitializer.self, KaimingInitializer.self, OrthogonalInitializer.self,
            ConstantInitializer.self,
        ])
}

/// Inputs that one output sums over, and outputs that one input reaches, as PyTorch counts them: from the tensor's
/// shape alone, the second dimension for `in`. For a transposed convolution the two are therefore swapped.
struct Fan: Hashable {
    let `in`: Int, out: Int

    init(_ shape: [Int]) {
        let field = shape.dropFirst(2).reduce(1, *)
        `in` = (shape.count > 1 ? shape[1] : shape.first ?? 1) * field
        out = (shape.first ?? 1) * field
    }
}

/// The distribution around 0 that reaches a standard deviation.
enum InitialDistribution: String, CaseIterable {
    case uniform, normal

    static let key = Key(
        "distribution", .word(allCases.map(\.rawValue)), default: .text("uniform"),
        "`uniform` within ±sqrt(3)·std, or `normal`")

    init(_ values: Values) {
        guard let distribution = Self(rawValue: values.text("distribution")) else {
            preconditionFailure("not one of the declared words")
        }
        self = distribution
    }

    func fill(_ values: UnsafeMutablePointer<Float>, count: Int, deviation: Double, at address: RandomAddress) {
        switch self {
        case .uniform:
            let bound = Float(3.0.squareRoot() * deviation)
            Random.fillUniform(values, count: count, low: -bound, high: bound, at: address, workers: .shared)
        case .normal:
            Random.fillNormal(values, count: count, deviation: Float(deviation), at: address, workers: .shared)
        }
    }
}
