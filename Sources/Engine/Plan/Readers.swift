import Networks

/// Who reads each slot, and where each reader leaves the slot's gradient.
struct Readers {
    /// By step and input: the slot that it reads.
    let slots: [[Int]]
    /// By slot: the last step that reads it; -1 for none.
    private(set) var last: [Int]
    /// By step and input.
    private(set) var places: [[Int]]
    private(set) var sums: [[GradientSum]]

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
                sums[index].append(GradientSum(place: places[index][input], slot: slot, count: count))
            }
        }
    }
}

/// Gradients of one value, from two of its readers, meet: that in `place` is added to that of the slot.
struct GradientSum: Hashable, Sendable {
    let place: Int
    let slot: Int
    /// Of one sample.
    let count: Int
}
