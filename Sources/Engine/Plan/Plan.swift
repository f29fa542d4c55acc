import Kernels
import Networks

/// How a graph is computed for batches of up to `batch` samples: operations fused into steps, and a place in one arena
/// for every value, gradient and piece of working memory. What the backward pass reads is kept until the next forward
/// pass; other buffers share memory where their lifetimes do not overlap.
public struct Plan: Sendable {
    let graph: Graph
    public let batch: Int
    let steps: [PlannedStep]
    /// By value: the slot that holds it; nil for values that only exist inside a step. The first slots are the inputs,
    /// which are the caller's; then comes the output of every step.
    let slots: [Int?]
    /// By slot: offsets into the arena, in floats. An input's own place is the caller's: nil.
    let values: [Int?]
    /// By step and input: the gradient place that the step writes. Where a value has several readers, the first of them
    /// to run backward writes the place of the value's slot, and every other one a place of its own.
    let gradientPlaces: [[Int]]
    /// By step: what is to be added up after it has run backward.
    let sums: [[GradientSum]]
    /// By gradient place, those of the slots first: offsets into the arena.
    let gradients: [Int]
    /// By step: what it remembers from forward to backward.
    let saved: [Int]
    let arenaCount: Int

    /// Gradients of one value, from two of its readers, meet: that in `place` is added to that of the slot.
    struct GradientSum: Hashable, Sendable {
        let place: Int
        let slot: Int
        /// Of one sample.
        let count: Int
    }

    public var arenaBytes: Int { arenaCount * 4 }

    public init(_ graph: Graph, batch: Int) {
        precondition(batch > 0, "a batch has at least one sample")
        self.graph = graph
        self.batch = batch
        let steps = PlannedStep.fuse(graph)
        let slots = Self.slots(graph, steps)
        let readers = Readers(graph, steps, slots)
        let memory = Self.place(graph, steps, slots, readers, batch: batch)
        self.steps = steps
        self.slots = slots
        gradientPlaces = readers.places
        sums = readers.sums
        values = memory.values
        gradients = memory.gradients
        saved = memory.saved
        arenaCount = memory.count
    }

    /// The slot that a step writes.
    func outputSlot(ofStep index: Int) -> Int { graph.inputs.count + index }

    /// By slot: values of one sample.
    var slotCounts: [Int] { graph.inputs.map(\.shape.count) + steps.map { graph.ports[$0.output].shape.count } }

    /// By gradient place: values of one sample.
    var placeCounts: [Int] { slotCounts + sums.flatMap { $0.map(\.count) } }

    /// Every step's output has a slot; a view has the slot of what it views.
    private static func slots(_ graph: Graph, _ steps: [PlannedStep]) -> [Int?] {
        let inputs = graph.inputs.count
        var slots = [Int?](repeating: nil, count: graph.ports.count)
        for input in 0..<inputs { slots[input] = input }
        for (index, step) in steps.enumerated() { slots[step.output] = inputs + index }
        for (index, node) in graph.nodes.enumerated() where node.operation.isView && slots[inputs + index] == nil {
            slots[inputs + index] = slots[node.inputs[0]]
        }
        return slots
    }

    private typealias Memory = (values: [Int?], gradients: [Int], saved: [Int], count: Int)

    /// Times: step s runs forward at s and backward at 2n - 1 - s.
    private static func place(
        _ graph: Graph, _ steps: [PlannedStep], _ slots: [Int?], _ readers: Readers, batch: Int
    ) -> Memory {
        let (n, inputs) = (steps.count, graph.inputs.count)
        let lastReader = readers.last
        var isKept = [Bool](repeating: false, count: inputs + n)
        for (index, step) in steps.enumerated() {
            if step.gradientReads.contains(.input) { for slot in readers.slots[index] { isKept[slot] = true } }
            if step.gradientReads.contains(.output) { isKept[inputs + index] = true }
        }
        if let output = slots[graph.ports.count - 1] { isKept[output] = true }

        var arena = Arena()
        var values = [Int?](repeating: nil, count: inputs)
        for (index, step) in steps.enumerated() {
            let slot = inputs + index
            let end = isKept[slot] ? Int.max : max(index, lastReader[slot])
            values.append(arena.add(batch * graph.ports[step.output].shape.count, from: index, to: end))
        }
        var gradients = (0..<inputs).map {
            arena.add(batch * graph.ports[$0].shape.count, from: 2 * n - 1 - max(0, lastReader[$0]), to: 2 * n)
        }
        for (index, step) in steps.enumerated() {
            let start = lastReader[inputs + index] < 0 ? n : 2 * n - 1 - lastReader[inputs + index]
            let count = batch * graph.ports[step.output].shape.count
            // Of a late step, the gradient of its output is read once more in the end.
            let end = step.isLate(graph, batch: batch) ? 2 * n : 2 * n - 1 - index
            gradients.append(arena.add(count, from: start, to: end))
        }
        for (index, sums) in readers.sums.enumerated() {
            let time = 2 * n - 1 - index
            for sum in sums { gradients.append(arena.add(batch * sum.count, from: time, to: time)) }
        }
        let saved = steps.map { arena.add($0.savedCount(graph, batch: batch), from: 0, to: .max) }
        let (offsets, count) = arena.placed()
        return (
            values.map { $0.map { offsets[$0] } }, gradients.map { offsets[$0] }, saved.map { offsets[$0] },
            count
        )
    }
}

/// Who reads each slot, and where each reader leaves the slot's gradient.
private struct Readers {
    /// By step and input: the slot that it reads.
    let slots: [[Int]]
    /// By slot: the last step that reads it; -1 for none.
    private(set) var last: [Int]
    /// By step and input.
    private(set) var places: [[Int]]
    private(set) var sums: [[Plan.GradientSum]]

    init(_ graph: Graph, _ steps: [PlannedStep], _ slots: [Int?]) {
        let slotCount = graph.inputs.count + steps.count
        self.slots = steps.map { step in
            step.inputs.map { input in
                guard let slot = slots[input] else { preconditionFailure("a step reads a value that has no slot") }
                return slot
            }
        }
        last = [Int](repeating: -1, count: slotCount)
        for (index, read) in self.slots.enumerated() { for slot in read { last[slot] = index } }
        places = self.slots
        sums = steps.map { _ in [] }
        var next = slotCount
        for (index, read) in self.slots.enumerated() {
            for (input, slot) in read.enumerated() where last[slot] != index || read.firstIndex(of: slot) != input {
                places[index][input] = next
                next += 1
                let count = graph.ports[steps[index].inputs[input]].shape.count
                sums[index].append(Plan.GradientSum(place: places[index][input], slot: slot, count: count))
            }
        }
    }
}

extension Plan: CustomStringConvertible {
    /// One line for every step: `96: [128] = matmul + bias + leaky_relu(the input)`.
    public var description: String {
        let inputs = graph.inputs.count
        let lines = steps.enumerated().map { index, step in
            let read = step.inputs.map { input in
                guard let slot = slots[input], slot >= inputs else {
                    return inputs == 1 ? "the input" : graph.inputs[slots[input] ?? 0].name
                }
                return values[slot].map { "\($0)" } ?? "?"
            }
            let place = values[inputs + index].map { "\($0)" } ?? "?"
            let meeting = sums[index].isEmpty ? "" : ", gradients add up"
            return
                "\(place): \(graph.ports[step.output].shape) = \(step.text(graph))(\(read.joined(separator: ", ")))\(meeting)"
        }
        return (lines + ["batch \(batch), arena \(arenaCount) floats"]).joined(separator: "\n")
    }
}
