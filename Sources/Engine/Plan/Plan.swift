import Kernels
import Networks

/// How a graph is computed for batches of up to `batch` samples: operations fused into steps, and a place in one arena
/// for every value, gradient and piece of working memory. What the backward pass reads is kept until the next forward
/// pass; other buffers share memory where their lifetimes do not overlap.
public struct Plan: Sendable {
    let graph: Graph
    public let batch: Int
    let steps: [PlannedStep]
    /// By value: the slot that holds it; nil for values that only exist inside a step. Slot 0 is the caller's input.
    let slots: [Int?]
    /// By slot: offsets into the arena, in floats. The input's own place is the caller's: nil.
    let values: [Int?]
    /// By slot: where the gradient of the slot's value is collected.
    let gradients: [Int]
    /// By step: what it remembers from forward to backward.
    let saved: [Int]
    let arenaCount: Int

    public var arenaBytes: Int { arenaCount * 4 }

    public init(_ graph: Graph, batch: Int) {
        precondition(batch > 0, "a batch has at least one sample")
        self.graph = graph
        self.batch = batch
        let steps = PlannedStep.fuse(graph)
        let slots = Self.slots(graph, steps)
        let memory = Self.place(graph, steps, slots, batch: batch)
        self.steps = steps
        self.slots = slots
        values = memory.values
        gradients = memory.gradients
        saved = memory.saved
        arenaCount = memory.count
    }

    /// Every step's output has a slot; a view has the slot of what it views.
    private static func slots(_ graph: Graph, _ steps: [PlannedStep]) -> [Int?] {
        var slots = [Int?](repeating: nil, count: graph.ports.count)
        slots[0] = 0
        for (index, step) in steps.enumerated() { slots[step.output] = index + 1 }
        for (index, node) in graph.nodes.enumerated() where node.operation.isView && slots[index + 1] == nil {
            slots[index + 1] = slots[node.inputs[0]]
        }
        return slots
    }

    private typealias Memory = (values: [Int?], gradients: [Int], saved: [Int], count: Int)

    /// Times: step s runs forward at s and backward at 2n - 1 - s.
    private static func place(_ graph: Graph, _ steps: [PlannedStep], _ slots: [Int?], batch: Int) -> Memory {
        let n = steps.count
        var lastReader = [Int](repeating: -1, count: n + 1)
        var isKept = [Bool](repeating: false, count: n + 1)
        for (index, step) in steps.enumerated() {
            for input in step.inputs {
                guard let slot = slots[input] else { preconditionFailure("a step reads a value that has no slot") }
                precondition(lastReader[slot] < 0, "gradients of several readers of one value are not added up")
                lastReader[slot] = max(lastReader[slot], index)
                if step.gradientReads.contains(.input) { isKept[slot] = true }
            }
            if step.gradientReads.contains(.output) { isKept[index + 1] = true }
        }
        if let output = slots[graph.ports.count - 1] { isKept[output] = true }

        var arena = Arena()
        var values: [Int?] = [nil]
        for (index, step) in steps.enumerated() {
            let end = isKept[index + 1] ? Int.max : max(index, lastReader[index + 1])
            values.append(arena.add(batch * graph.ports[step.output].shape.count, from: index, to: end))
        }
        var gradients = [arena.add(batch * graph.input.count, from: 2 * n - 1 - max(0, lastReader[0]), to: 2 * n)]
        for (index, step) in steps.enumerated() {
            let start = lastReader[index + 1] < 0 ? n : 2 * n - 1 - lastReader[index + 1]
            let count = batch * graph.ports[step.output].shape.count
            gradients.append(arena.add(count, from: start, to: 2 * n - 1 - index))
        }
        let saved = steps.map { arena.add($0.savedCount(graph, batch: batch), from: 0, to: .max) }
        let (offsets, count) = arena.placed()
        return (
            values.map { $0.map { offsets[$0] } }, gradients.map { offsets[$0] }, saved.map { offsets[$0] },
            count
        )
    }
}

extension Plan: CustomStringConvertible {
    /// One line for every step: `[128] = matmul + bias + leaky_relu at 0, reads the input`.
    public var description: String {
        let lines = steps.enumerated().map { index, step in
            let inputs = step.inputs.map { input in
                slots[input] == 0 ? "the input" : values[slots[input] ?? 0].map { "\($0)" } ?? "?"
            }
            let place = values[index + 1].map { "\($0)" } ?? "?"
            return
                "\(place): \(graph.ports[step.output].shape) = \(step.text(graph))(\(inputs.joined(separator: ", ")))"
        }
        return (lines + ["batch \(batch), arena \(arenaCount) floats"]).joined(separator: "\n")
    }
}
