import Networks

/// How the processor runs an operation: what a plan must know of it, and its step. A new operation conforms in the file
/// of its step.
protocol RunnableOperation: Operation {
    /// What the gradients read besides the gradient of the output: these values are kept until the backward pass.
    var gradientReads: GradientReads { get }

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
    var hasTangent: Bool { true }
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
