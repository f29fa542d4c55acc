/// One of the small closed set of computations that layers are made of. A value of it is immutable; what runs is the
/// `Step` that `place` makes for one plan.
protocol Operation: Sendable, CustomStringConvertible {
    /// The shape of a sample of the output.
    func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape

    /// What is trained, in the order in which PyTorch names it.
    func parameters(input: Port, output: Port) -> [ParameterDeclaration]

    /// What is remembered between batches.
    func state(input: Port, output: Port) -> [ParameterDeclaration]

    /// Multiply-adds of the products for one sample. The gradients towards the input and towards the parameters take as
    /// many each. Everything that is not a product counts nothing.
    func products(input: Shape, output: Shape) -> Int

    /// Whether the output is the input itself under another shape.
    var isView: Bool { get }

    /// Whether every value of the output stands where it stood in the input.
    var keepsPlaces: Bool { get }

    /// Whether a sample's output depends on the other samples of a training batch.
    var hasBatchStatistics: Bool { get }

    /// What the gradients read besides the gradient of the output: these values are kept until the backward pass.
    var gradientReads: GradientReads { get }

    /// What can be computed in one pass with this operation, right after it.
    func epilogue(output: Shape) -> Epilogue.Support

    /// Floats that a step keeps from forward to backward besides its values.
    func savedCount(output: Shape, batch: Int) -> Int

    /// Whether its step is a `TangentStep`, so that a penalty on the network's input gradient can be trained through it.
    var hasTangent: Bool { get }

    /// The runnable form, for one plan.
    func place(_ site: Site) -> any Step
}

extension Operation {
    func parameters(input: Port, output: Port) -> [ParameterDeclaration] { [] }
    func state(input: Port, output: Port) -> [ParameterDeclaration] { [] }
    func products(input: Shape, output: Shape) -> Int { 0 }
    var isView: Bool { false }
    var keepsPlaces: Bool { false }
    var hasBatchStatistics: Bool { false }
    var hasTangent: Bool { true }
    func epilogue(output: Shape) -> Epilogue.Support { [] }
    func savedCount(output: Shape, batch: Int) -> Int { 0 }
}

/// The values that an operation's gradients read.
struct GradientReads: OptionSet, Sendable {
    let rawValue: Int
    static let input = GradientReads(rawValue: 1)
    static let output = GradientReads(rawValue: 2)
}
