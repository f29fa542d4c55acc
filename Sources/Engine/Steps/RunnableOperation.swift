import Networks

/// How the processor runs an operation: what a plan must know of it, and its step. A new operation conforms in the file
/// of its step.
protocol RunnableOperation: Operation {
    /// What the gradients read besides the gradient of the output: these values are kept until the backward pass.
    var gradientReads: GradientReads { get }

    /// Whether the inputs are read for the gradients of parameters alone, and those are computed before any gradient of
    /// an input is written.
    var readsInputForWeights: Bool { get }

    /// Whether the gradient of its only input may lie in the place of its output's gradient.
    var overwritesGradient: Bool { get }

    /// Whether its step finds the gradient before its activation by `Site.gradientBeforeActivation`, to which signs say
    /// enough of the output of some activations.
    var readsSigns: Bool { get }

    /// Whether its step itself finds out on which side of 0 its outputs were.
    var knowsSigns: Bool { get }

    /// Whether its step is a `RemakingStep`, which takes little more than one pass over memory.
    func canRemake(input: Shape, output: Shape) -> Bool

    /// What can be computed in one pass with this operation, right after it.
    func epilogue(output: Shape) -> Epilogue.Support

    /// Floats that a step keeps from forward to backward besides its values.
    func savedCount(output: Shape, batch: Int) -> Int

    /// Whether its step is a `TangentStep`, so that a gradient can be differentiated once more through it.
    var hasTangent: Bool { get }

    /// Whether its step is a `LateStep` for a batch of so many samples.
    func isLate(input: Shape, output: Shape, batch: Int) -> Bool

    /// The step, for one plan.
    func place(_ site: Site) -> any Step
}

extension RunnableOperation {
    var readsInputForWeights: Bool { false }
    var overwritesGradient: Bool { false }
    var readsSigns: Bool { false }
    var knowsSigns: Bool { false }
    var hasTangent: Bool { true }
    func canRemake(input: Shape, output: Shape) -> Bool { false }
    func isLate(input: Shape, output: Shape, batch: Int) -> Bool { false }
    func epilogue(output: Shape) -> Epilogue.Support { [] }
    func savedCount(output: Shape, batch: Int) -> Int { 0 }
}

/// The values that an operation's gradients read.
struct GradientReads: OptionSet, Sendable {
    let rawValue: Int
    static let input = GradientReads(rawValue: 1)
    static let output = GradientReads(rawValue: 2)
}

extension Graph.Node {
    /// The operation as the processor runs it. A view has no step and is never asked.
    var runnable: any RunnableOperation {
        guard let runnable = operation as? any RunnableOperation else {
            preconditionFailure("the operation '\(operation)' has no step")
        }
        return runnable
    }
}
