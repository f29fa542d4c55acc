import Kernels
import Networks

/// How long a backward pass needs each value, and which values it makes again rather than have them kept: those that
/// little more than one pass over memory makes, of inputs that are kept anyway. They come out the same to the bit.
struct Lifetimes {
    /// By slot: from when to when the backward pass reads the value; nil: it does not.
    private(set) var readBack: [ClosedRange<Int>?]
    /// By slot.
    private(set) var isRemade: [Bool]
    /// By step: whether signs of its output are kept, which are all that its own gradient reads of it.
    private(set) var keepsSigns: [Bool]
    /// By step: what is made again right before it runs backward.
    private(set) var remakes: [[Remake]]

    /// A value that is made again by the step that made it.
    struct Remake: Hashable, Sendable {
        let step: Int
        /// Whether it is read for gradients of parameters alone.
        let isForWeights: Bool
    }

    init(
        _ graph: Graph, _ steps: [PlannedStep], _ slots: [Int?], _ readers: Readers, batch: Int, _ holding: Holding,
        remaking fewest: Int
    ) {
        let (n, inputs) = (steps.count, graph.inputs.count)
        let moments = Moments(steps: n)
        readBack = [ClosedRange<Int>?](repeating: nil, count: inputs + n)
        isRemade = [Bool](repeating: false, count: inputs + n)
        keepsSigns = [Bool](repeating: false, count: n)
        remakes = [[Remake]](repeating: [], count: n)
        guard holding.hasBackward else { return }

        // Of other steps than the one that made it.
        var isForWeights = [Bool](repeating: true, count: inputs + n)
        for (index, step) in steps.enumerated() where step.gradientReads.contains(.input) {
            let last =
                step.isLate(graph, batch: batch)
                ? moments.end : step.readsInputForWeights ? moments.parameters(index) : moments.inputs(index)
            for slot in readers.slots[index] {
                note(slot, moments.parameters(index)...last)
                if !step.readsInputForWeights { isForWeights[slot] = false }
            }
        }
        let output = slots[graph.ports.count - 1]
        func isReduced(_ step: Int) -> Bool {
            let slot = inputs + step
            return holding.isReduced && slot != output
                && batch * graph.ports[steps[step].output].shape.count >= fewest
        }
        for (index, step) in steps.enumerated() {
            let slot = inputs + index
            if step.keepsSigns, isReduced(index), isForWeights[slot] {
                keepsSigns[index] = true
            } else if step.readsOutput(holding) {
                note(slot, moments.parameters(index)...moments.inputs(index))
                isForWeights[slot] = false
            }
            guard isReduced(index), let read = readBack[slot], step.canRemake(graph),
                readers.slots[index].allSatisfy({ input in
                    input < inputs || !isRemade[input] && (readBack[input]?.upperBound ?? 0) >= read.lowerBound
                })
            else { continue }
            isRemade[slot] = true
            let reader = n - 1 - (read.lowerBound - n) / 2
            remakes[reader].append(Remake(step: index, isForWeights: isForWeights[slot]))
        }
    }

    private mutating func note(_ slot: Int, _ times: ClosedRange<Int>) {
        let known = readBack[slot] ?? times
        readBack[slot] = min(known.lowerBound, times.lowerBound)...max(known.upperBound, times.upperBound)
    }
}
