import Kernels
import Networks

/// One pass over memory: an operation together with the bias and the activation that follow it, where it can take them
/// along.
struct PlannedStep: Sendable {
    /// The operation's node in the graph.
    let node: Int
    let inputs: [Int]
    /// The value that the step writes: that of the last node it takes along.
    private(set) var output: Int
    private(set) var epilogue = Epilogue()
    let operation: any RunnableOperation

    /// The steps of a graph in its order. Views take none: they share their input's memory.
    static func fuse(_ graph: Graph) -> [PlannedStep] {
        var readers = [[Int]](repeating: [], count: graph.ports.count)
        for (index, node) in graph.nodes.enumerated() { for input in node.inputs { readers[input].append(index) } }
        var isTaken = [Bool](repeating: false, count: graph.nodes.count)
        var steps: [PlannedStep] = []
        for (index, node) in graph.nodes.enumerated() where !node.operation.isView && !isTaken[index] {
            var value = graph.value(ofNode: index)
            var step = PlannedStep(node: index, inputs: node.inputs, output: value, operation: node.runnable)
            let support = step.operation.epilogue(output: graph.ports[value].shape)
            while readers[value].count == 1 {
                let next = readers[value][0]
                if !graph.nodes[next].operation.isView {
                    guard step.take(next, graph, support) else { break }
                    isTaken[next] = true
                }
                value = graph.value(ofNode: next)
            }
            steps.append(step)
        }
        return steps
    }

    /// Takes the node along if that can be done in the same pass.
    private mutating func take(_ next: Int, _ graph: Graph, _ support: Epilogue.Support) -> Bool {
        // After an activation the pass is over.
        guard epilogue.activation == .identity else { return false }
        let (operation, value) = (graph.nodes[next].operation, graph.value(ofNode: next))
        if operation is Bias, support.contains(.bias), epilogue.bias == nil,
            graph.ports[value].shape.channels == graph.ports[graph.value(ofNode: node)].shape.channels
        {
            epilogue.bias = graph.nodes[next].parameters.lowerBound
        } else if let pointwise = operation as? Pointwise, support.contains(.activation),
            pointwise.activation.isFusible
        {
            epilogue.activation = pointwise.activation
        } else {
            return false
        }
        output = value
        return true
    }

    /// Beside what the epilogue's activation reads.
    var gradientReads: GradientReads { operation.gradientReads }

    /// Whether the step's own backward pass reads its output.
    func readsOutput(_ holding: Holding) -> Bool {
        if gradientReads.contains(.output) { return true }
        guard epilogue.activation != .identity else { return false }
        return holding == .everything || !(operation.knowsSigns && epilogue.activation.isOfTwoSlopes)
    }

    /// Whether signs of its output can take the output's place in its own backward pass.
    var keepsSigns: Bool {
        operation.readsSigns && epilogue.activation != .identity && epilogue.activation.isOfTwoSlopes
    }

    /// Whether its output can be made again, as `RunnableOperation` has it.
    func canRemake(_ graph: Graph) -> Bool {
        operation.canRemake(input: graph.ports[inputs[0]].shape, output: graph.ports[graph.value(ofNode: node)].shape)
    }

    /// Whether its inputs are read for gradients of parameters alone, which come before those of inputs.
    var readsInputForWeights: Bool { operation.readsInputForWeights }

    /// The parameters of the step, the epilogue's bias included.
    func hasParameters(_ graph: Graph) -> Bool { !graph.nodes[node].parameters.isEmpty || epilogue.bias != nil }

    /// Whether the gradient of its weights can wait until the backward pass is over: see `LateStep`.
    func isLate(_ graph: Graph, batch: Int) -> Bool {
        operation.isLate(
            input: graph.ports[inputs[0]].shape, output: graph.ports[graph.value(ofNode: node)].shape, batch: batch)
            && !graph.nodes.contains { $0.owner == node }
    }

    /// Floats that the step keeps from forward to backward besides its values.
    func savedCount(_ graph: Graph, batch: Int) -> Int {
        operation.savedCount(output: graph.ports[graph.value(ofNode: node)].shape, batch: batch)
    }

    func text(_ graph: Graph) -> String {
        "\(operation)" + (epilogue.bias == nil ? "" : " + bias")
            + epilogue.activationText
    }
}
