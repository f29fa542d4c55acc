import Configuration

/// How weights start.
public protocol Initializer: Entry {
    /// What a weight tensor starts with.
    /// - Parameter shape: PyTorch's: [out, in], [out, in, height, width], or [in, out, height, width] of a transposed
    ///   convolution.
    func values(_ shape: [Int]) -> InitialValues
}

/// The kinds of values that a tensor can start with; a backend draws them.
public enum InitialValues: Hashable, Sendable {
    case constant(Float)
    /// From -bound to bound.
    case uniform(bound: Float)
    case normal(mean: Float, deviation: Float)
    /// The tensor as a matrix [first dimension, all others]: its rows, or its columns if it has fewer, are orthogonal
    /// and of this length, uniformly distributed.
    case orthogonal(length: Float)
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

    func values(_ deviation: Double) -> InitialValues {
        switch self {
        case .uniform: .uniform(bound: Float(3.0.squareRoot() * deviation))
        case .normal: .normal(mean: 0, deviation: Float(deviation))
        }
    }
}
