import Kernels
import Networks

/// How a graph is computed for batches of up to `batch` samples: operations fused into steps, and a place for every
/// value, gradient and piece of working memory. What must outlast the passes of other executions (see `Holding`) has
/// memory of its own; the rest is in memory that executions share, where buffers whose lifetimes do not overlap lie
/// over each other.
public struct Plan: Sendable {
    let graph: Graph
    public let batch: Int
    public let holding: Holding
    let steps: [PlannedStep]
    /// By value: the slot that holds it; nil for values that only exist inside a step. The first slots are the inputs,
    /// which are the caller's; then comes the output of every step.
    let slots: [Int?]
    /// By slot: offsets in floats; those from `ownCount` on are of the shared memory. An input's place is the caller's:
    /// nil.
    let values: [Int?]
    /// By step and input: the gradient place that the step writes. Where a value has several readers, the first of them
    /// to run backward writes the place of the value's slot, and every other one a place of its own.
    let gradientPlaces: [[Int]]
    /// By step: what is to be added up after it has run backward.
    let sums: [[GradientSum]]
    /// By gradient place, those of the slots first: offsets as those of values.
    let gradients: [Int]
    /// By step: what it remembers from forward to backward. Never shared.
    let saved: [Int]
    /// Floats of the execution's own memory, and of that which it shares.
    let ownCount: Int, sharedCount: Int

    /// Gradients of one value, from two of its readers, meet: that in `place` is added to that of the slot.
    struct GradientSum: Hashable, Sendable {
        let place: Int
        let slot: Int
        /// Of one sample.
        let count: Int
    }

    public init(_ graph: Graph, batch: Int, holding: Holding = .values) {
        precondition(batch > 0, "a batch has at least one sample")
        self.graph = graph
        self.batch = batch
        self.holding = holding
        let steps = PlannedStep.fuse(graph)
        let slots = Self.slots(graph, steps)
        let readers = Readers(graph, steps, slots)
        let memory = Self.place(graph, steps, slots, readers, batch: batch, holding)
        self.steps = steps
        self.slots = slots
        gradientPlaces = readers.places
        sums = readers.sums
        values = memory.values
        gradients = memory.gradients
        saved = memory.saved
        (ownCount, sharedCount) = (memory.own, memory.shared)
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

    private typealias Memory = (values: [Int?], gradients: [Int], saved: [Int], own: Int, shared: Int)

    /// Times: step s runs forward at s and backward at 2n - 1 - s.
    private static func place(
        _ graph: Graph, _ steps: [PlannedStep], _ slots: [Int?], _ readers: Readers, batch: Int, _ holding: Holding
    ) -> Memory {
        let (n, inputs) = (steps.count, graph.inputs.count)
        let lastReader = readers.last
        // By slot: when the backward pass reads the value for the last time; nil: it does not.
        var lastReadBack = [Int?](repeating: nil, count: inputs + n)
        for (index, step) in steps.enumerated() where holding.hasBackward {
            let read =
                (step.gradientReads.contains(.input) ? readers.slots[index] : [])
                + (step.gradientReads.contains(.output) ? [inputs + index] : [])
            // A late step reads its input once more in the end.
            let time = step.isLate(graph, batch: batch) ? 2 * n : 2 * n - 1 - index
            for slot in read { lastReadBack[slot] = max(lastReadBack[slot] ?? 0, time) }
        }

        var memory = SplitArena()
        var values = [SplitArena.Buffer?](repeating: nil, count: inputs)
        for (index, step) in steps.enumerated() {
            let slot = inputs + index
            let isOwn = slots[graph.ports.count - 1] == slot || holding == .values && lastReadBack[slot] != nil
            values.append(
                memory.add(
                    batch * graph.ports[step.output].shape.count, from: index,
                    to: lastReadBack[slot] ?? max(index, lastReader[slot]), isOwn: isOwn))
        }
        // Without a backward pass gradients have places, and no memory.
        let rows = holding.hasBackward ? batch : 0
        var gradients = (0..<inputs).map {
            memory.add(rows * graph.ports[$0].shape.count, from: 0, to: 2 * n, isOwn: true)
        }
        for (index, step) in steps.enumerated() {
            let start = lastReader[inputs + index] < 0 ? n : 2 * n - 1 - lastReader[inputs + index]
            let count = rows * graph.ports[step.output].shape.count
            // Of a late step, the gradient of its output is read once more in the end.
            let end = step.isLate(graph, batch: batch) ? 2 * n : 2 * n - 1 - index
            gradients.append(memory.add(count, from: start, to: end))
        }
        for (index, sums) in readers.sums.enumerated() {
            let time = 2 * n - 1 - index
            for sum in sums { gradients.append(memory.add(rows * sum.count, from: time, to: time)) }
        }
        let saved = steps.map {
            memory.add($0.savedCount(graph, batch: batch), from: 0, to: .max, isOwn: true)
        }
        let placed = memory.placed()
        return (
            values.map { $0.map(placed.offset) }, gradients.map(placed.offset), saved.map(placed.offset), placed.own,
            placed.shared
        )
    }
}

/// Buffers of two kinds: those that are alive at all times, and those that share memory where their times allow it.
private struct SplitArena {
    /// Which of its kind.
    struct Buffer {
        let isOwn: Bool
        let index: Int
    }

    private var own = Arena(), shared = Arena()

    mutating func add(_ count: Int, from first: Int, to last: Int, isOwn: Bool = false) -> Buffer {
        Buffer(
            isOwn: isOwn, index: isOwn ? own.add(count, from: 0, to: .max) : shared.add(count, from: first, to: last))
    }

    /// - Returns: the offset of every buffer, the shared ones behind the others, and the floats of both kinds.
    func placed() -> (offset: (Buffer) -> Int, own: Int, shared: Int) {
        let (own, shared) = (own.placed(), shared.placed())
        return ({ $0.isOwn ? own.offsets[$0.index] : own.count + shared.offsets[$0.index] }, own.count, shared.count)
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
        return (lines + ["batch \(batch), \(ownCount) floats and \(sharedCount) shared"]).joined(separator: "\n")
    }
}
