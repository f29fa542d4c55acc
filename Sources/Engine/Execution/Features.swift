import Kernels
import Networks

/// The hidden features of a network: what its last layer with weights reads.
public struct Features: Sendable {
    private let slot: Int
    /// Of one sample.
    public let count: Int

    /// nil where that layer reads an input of the network, or there is none.
    public init?(_ execution: Execution) {
        let graph = execution.network.graph
        precondition(execution.plan.holding == .everything, "values are read that the passes do not keep")
        guard let value = graph.features, let slot = execution.plan.slots[value] else { return nil }
        self.slot = slot
        count = graph.ports[value].shape.count
    }

    /// As the last forward pass in training mode left them: [rows, count].
    public func values(_ execution: Execution) -> UnsafePointer<Float> {
        UnsafePointer(execution.values.pointer[slot])
    }

    /// - Parameter gradient: of a loss by the features, [rows, count].
    public func gradient(_ gradient: UnsafePointer<Float>) -> FeatureGradient {
        FeatureGradient(slot: slot, count: count, gradient: gradient)
    }
}

extension Graph {
    /// The value that the last product with weights reads, where that is no input of the network. A plan keeps it until
    /// the backward pass, which needs it for the weights' gradient.
    public var features: Int? {
        func isInside(_ value: Int) -> Bool {
            guard value >= inputs.count else { return false }
            let node = nodes[value - inputs.count]
            return !node.operation.isView || isInside(node.inputs[0])
        }
        return nodes.last { node in
            let value = node.inputs.first ?? 0
            let hasWeights =
                !node.parameters.isEmpty && node.operation.products(input: ports[value].shape, output: output) > 0
            return hasWeights && isInside(value)
        }?.inputs[0]
    }
}
