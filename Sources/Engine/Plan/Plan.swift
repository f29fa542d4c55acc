import Kernels
import Networks

/// How a graph is computed for batches of up to `batch` samples: operations fused into steps, and a place for every
/// value, gradient and piece of working memory. What must outlast the passes of other executions (see `Holding`) has
/// memory of its own; the rest is in memory that executions share, where buffers whose lifetimes do not overlap lie
/// over each other: see `PlanMemory`.
public struct Plan: Sendable {
    let graph: Graph
    public let batch: Int
    public let holding: Holding
    let steps: [PlannedStep]
    /// By value: the slot that holds it; nil for values that only exist inside a step. The first slots are the inputs,
    /// which are the caller's; then comes the output of every step.
    let slots: [Int?]
    /// By step and input: the gradient place that the step writes. Where a value has several readers, the first of them
    /// to run backward writes the place of the value's slot, and every other one a place of its own.
    let gradientPlaces: [[Int]]
    /// By step: what is to be added up after it has run backward.
    let sums: [[GradientSum]]
    /// By step: what is made again right before it runs backward.
    let remakes: [[Lifetimes.Remake]]
    private(set) var memory: PlanMemory

    /// Floats of a value from which on its memory is worth the time that it takes to make it again: 1 MB.
    public static let worthRemaking = 1 << 18

    /// - Parameters:
    ///   - remaking: floats of a value from which on it may be made again where it is read.
    ///   - outside: what has no place in the plan's memory, but in the caller's.
    ///   - gap: floats that no pass may touch, behind each buffer of a plan that is put to the test.
    ///   - workers: whose threads each have scratch memory; nil: the memory that steps work in is left out.
    public init(
        _ graph: Graph, batch: Int, holding: Holding = .everything, remaking: Int = Plan.worthRemaking,
        outside: OutsideMemory.Places = [], gap: Int = 0, workers: Workers? = nil
    ) {
        precondition(batch > 0, "a batch has at least one sample")
        self.graph = graph
        self.batch = batch
        self.holding = holding
        let steps = PlannedStep.fuse(graph)
        let slots = Self.slots(graph, steps)
        let readers = Readers(graph, steps, slots)
        let lifetimes = Lifetimes(graph, steps, slots, readers, batch: batch, holding, remaking: remaking)
        func place(_ work: [Int]) -> PlanMemory {
            PlanMemory(
                graph, steps, slots, readers, lifetimes, batch: batch, holding, outside: outside, work: work,
                gap: gap)
        }
        memory = place([Int](repeating: 0, count: steps.count))
        self.steps = steps
        self.slots = slots
        gradientPlaces = readers.places
        sums = readers.sums
        remakes = lifetimes.remakes
        if let workers { memory = place(work(workers)) }
    }

    /// By step: floats of memory that it works in.
    private func work(_ workers: Workers) -> [Int] {
        steps.indices.map { index in
            let workspace = Workspace(isMeasured: true)
            _ = steps[index].operation.place(Site(measuring: self, index, workspace, workers))
            return workspace.count
        }
    }

    /// Floats of the execution's own memory, and of that which it shares.
    var ownCount: Int { memory.own }
    var sharedCount: Int { memory.shared }

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
}

extension Plan: CustomStringConvertible {
    /// One line for every step, with the slots that it writes and reads: `2: [128] = matmul + bias + leaky_relu(1)`.
    public var description: String {
        let inputs = graph.inputs.count
        let lines = steps.enumerated().map { index, step in
            let read = step.inputs.map { input in
                let slot = slots[input] ?? 0
                return slot >= inputs ? "\(slot)" : inputs == 1 ? "the input" : graph.inputs[slot].name
            }
            let meeting = sums[index].isEmpty ? "" : ", gradients add up"
            return "\(inputs + index): \(graph.ports[step.output].shape) = \(step.text(graph))"
                + "(\(read.joined(separator: ", ")))\(meeting)"
        }
        return (lines + ["batch \(batch), \(ownCount) floats and \(sharedCount) shared"]).joined(separator: "\n")
    }
}
