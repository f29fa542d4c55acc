import Kernels
import Networks

/// An operation of a plan, bound to its memory. Calls allocate nothing.
protocol Step: AnyObject {
    /// Computes the output from the inputs.
    func forward(_ pass: Pass)

    /// Computes the asked gradients from that of the output, after a forward pass in training mode over the same rows.
    /// An input's gradient is overwritten.
    func backward(_ pass: Pass, towards targets: GradientTargets)
}

/// A step that can make its output again, to the same bits, after its forward pass in training mode.
protocol RemakingStep: Step {
    func remake(_ pass: Pass)
}

/// One pass over the steps, forward or backward.
struct Pass {
    let rows: Int
    /// Of all samples that the passes of one call go over, the one in the first row.
    var firstRow = 0
    /// Where the pass draws its random numbers; nil outside of training.
    let random: RandomAddress?
    let workers: Workers
    /// By slot: [rows, count].
    let values: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
    /// By slot: the gradient as it comes from later steps, all of them added up, or from the caller. Not to be written.
    let incoming: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
    /// By gradient place: where a step leaves the gradients of its inputs, and by slot where it may work on that of its
    /// output.
    let gradients: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
    /// By step: bits of its outputs' signs; nil where the outputs are there themselves, or nobody asks.
    let signs: UnsafeMutablePointer<UnsafeMutablePointer<UInt32>?>
    /// Whether parameter gradients are added to what is there.
    let accumulates: Bool
    /// Whether late steps leave the gradients of their weights for later.
    var leavesLate = false
    /// Told of the parts of a product's backward pass, while an execution is timed.
    var laps: StepLaps?
}

/// The memory that a plan gives to an operation.
struct Site {
    let batch: Int
    /// Shapes of one sample of the operation's inputs and output.
    let inputs: [Shape], output: Shape
    let inputSlots: [Int], outputSlot: Int
    /// By input: where its gradient goes.
    let gradientPlaces: [Int]
    /// By input: whether it is the network's own, of which nothing is to be trained.
    let isFromOutside: [Bool]
    /// The first of its parameters, and the epilogue's bias, among those of the graph.
    let firstParameter: Int, biasParameter: Int?
    let parameters: [UnsafeMutablePointer<Float>]
    let parameterGradients: [UnsafeMutablePointer<Float>]
    let state: [UnsafeMutablePointer<Float>]
    /// Where the weights stand in the network's flat arrays, if their gradient can be left for later: see `LateStep`.
    let lateRange: Range<Int>?
    /// The epilogue's.
    let bias: UnsafeMutablePointer<Float>?
    let biasGradient: UnsafeMutablePointer<Float>?
    let activation: Activation
    let saved: UnsafeMutablePointer<Float>
    /// Shared by all steps, within one call.
    let workspace: Workspace
    let workers: Workers
    /// The step's number in the plan: tells apart the random numbers of several steps.
    let ordinal: Int

    // Of an operation with one input.
    var input: Shape { inputs[0] }
    var inputSlot: Int { inputSlots[0] }
    var gradientPlace: Int { gradientPlaces[0] }
}
