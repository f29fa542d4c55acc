import Kernels
import Networks

/// Where everything lies that a plan's passes need, and for how long. Offsets in floats; those from `own` on are of the
/// shared memory, where buffers whose lifetimes do not overlap lie over each other.
struct PlanMemory {
    /// By slot. An input's place is the caller's: nil.
    let values: [Int?]
    /// By slot: where the backward pass makes a value again that was not kept; nil for all others.
    let remade: [Int?]
    /// By step: where the signs of its output are kept in place of the output, for the gradient of its activation.
    let signs: [Int?]
    /// By gradient place, those of the slots first.
    let gradients: [Int]
    /// By step: what it remembers from forward to backward. Never shared.
    let saved: [Int]
    /// By step: memory that it works in, forward and backward; in the latter also what is made again before it.
    let work: [(forward: Range<Int>, backward: Range<Int>)]
    /// Memory that late steps work in when all others are done.
    let lateWork: Int
    /// Floats of the execution's own memory, and of that which it shares.
    let own: Int, shared: Int
    /// What belongs to no buffer, behind each of them; empty unless gaps were asked for.
    let gaps: [Range<Int>]

    /// - Parameters:
    ///   - outside: what has no place here.
    ///   - work: floats that each step works in.
    ///   - gap: floats behind each buffer that nobody may touch. With any, all buffers lie apart for good.
    init(
        _ graph: Graph, _ steps: [PlannedStep], _ slots: [Int?], _ readers: Readers, _ lifetimes: Lifetimes,
        batch: Int, _ holding: Holding, outside: OutsideMemory.Places, work: [Int], gap: Int = 0
    ) {
        let (n, inputs) = (steps.count, graph.inputs.count)
        let moments = Moments(steps: n)
        func count(_ step: Int) -> Int { batch * graph.ports[steps[step].output].shape.count }

        var memory = SplitArena(gap: gap)
        var values = [SplitArena.Buffer?](repeating: nil, count: inputs)
        var remade = values
        var signs: [SplitArena.Buffer?] = []
        for index in 0..<n {
            let slot = inputs + index
            let isOutput = slots[graph.ports.count - 1] == slot
            let isRemade = lifetimes.isRemade[slot]
            let read = isRemade ? nil : lifetimes.readBack[slot]
            values.append(
                memory.add(
                    isOutput && outside.contains(.output) ? 0 : count(index), from: index,
                    to: max(index, readers.last[slot], read?.upperBound ?? 0),
                    isOwn: isOutput || holding.isOwn && read != nil))
            remade.append(
                isRemade
                    ? lifetimes.readBack[slot].map {
                        memory.add(count(index), from: $0.lowerBound, to: $0.upperBound)
                    } : nil)
            signs.append(
                lifetimes.keepsSigns[index]
                    ? memory.add(
                        Signs.floats(count(index)), from: index, to: moments.parameters(index), isOwn: holding.isOwn)
                    : nil)
        }
        let gradients = Self.gradients(
            graph, steps, readers, moments, batch: batch, holding, outside, in: &memory)
        let saved = steps.map {
            memory.add($0.savedCount(graph, batch: batch), from: 0, to: .max, isOwn: true)
        }
        let workCounts = steps.indices.map { index in
            let backward = lifetimes.remakes[index].reduce(work[index]) { max($0, work[$1.step]) }
            return (forward: work[index], backward: holding.hasBackward ? backward : 0)
        }
        let works = workCounts.enumerated().map { index, counts in
            (
                forward: memory.add(counts.forward, from: moments.forward(index), to: moments.forward(index)),
                backward: memory.add(counts.backward, from: moments.parameters(index), to: moments.inputs(index))
            )
        }
        let late = steps.indices.filter { steps[$0].isLate(graph, batch: batch) }.map { work[$0] }
        let lateWork = memory.add(holding.hasBackward ? late.max() ?? 0 : 0, from: moments.end, to: moments.end)
        let placed = memory.placed()
        self.values = values.map { $0.map(placed.offset) }
        self.remade = remade.map { $0.map(placed.offset) }
        self.signs = signs.map { $0.map(placed.offset) }
        self.gradients = gradients.map(placed.offset)
        self.saved = saved.map(placed.offset)
        func range(_ buffer: SplitArena.Buffer, _ count: Int) -> Range<Int> {
            let offset = placed.offset(buffer)
            return offset..<offset + count
        }
        self.work = zip(works, workCounts).map { (range($0.forward, $1.forward), range($0.backward, $1.backward)) }
        self.lateWork = placed.offset(lateWork)
        (own, shared) = (placed.own, placed.shared)
        gaps = memory.gaps(placed.offset)
    }

    /// A buffer for each gradient place. The gradient of a step's input lies over that of its output where the step can
    /// write it there.
    private static func gradients(
        _ graph: Graph, _ steps: [PlannedStep], _ readers: Readers, _ moments: Moments, batch: Int, _ holding: Holding,
        _ outside: OutsideMemory.Places, in memory: inout SplitArena
    ) -> [SplitArena.Buffer] {
        let (n, inputs) = (steps.count, graph.inputs.count)
        // Without a backward pass gradients have places, and no memory.
        let rows = holding.hasBackward ? batch : 0
        func start(_ reader: Int) -> Int {
            steps[reader].readsInputForWeights ? moments.inputs(reader) : moments.parameters(reader)
        }
        var gradients = (0..<inputs).map { input in
            let isOutside = input == 0 && outside.contains(.inputGradient)
            return memory.add(
                isOutside ? 0 : rows * graph.ports[input].shape.count, from: 0, to: moments.end, isOwn: true)
        }
        // By step: the first of those whose output's gradients lie in one place, and how long they do.
        var first = Array(0..<n)
        var lives = steps.indices.map { index in
            let last = readers.last[inputs + index]
            // Of a late step, the gradient of its output is read once more in the end.
            let isLate = steps[index].isLate(graph, batch: batch)
            return (from: last < 0 ? n : start(last), to: isLate ? moments.end : moments.inputs(index))
        }
        for index in steps.indices.reversed() where steps[index].operation.overwritesGradient {
            let slot = readers.slots[index][0]
            guard readers.places[index] == [slot], slot >= inputs,
                graph.ports[steps[slot - inputs].output].shape.count == graph.ports[steps[index].output].shape.count
            else { continue }
            first[slot - inputs] = first[index]
            lives[first[index]].to = max(lives[first[index]].to, lives[slot - inputs].to)
        }
        var buffers = [SplitArena.Buffer?](repeating: nil, count: n)
        for index in steps.indices.reversed() {
            buffers[index] =
                first[index] == index
                ? memory.add(
                    rows * graph.ports[steps[index].output].shape.count, from: lives[index].from, to: lives[index].to)
                : buffers[first[index]]
        }
        gradients += buffers.compactMap { $0 }
        for (index, sums) in readers.sums.enumerated() {
            for sum in sums {
                gradients.append(memory.add(rows * sum.count, from: start(index), to: moments.inputs(index)))
            }
        }
        return gradients
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
    private let gap: Int
    /// Kept where there are gaps: each buffer, and its floats.
    private var buffers: [(Buffer, count: Int)] = []

    init(gap: Int) { self.gap = gap }

    mutating func add(_ count: Int, from first: Int, to last: Int, isOwn: Bool = false) -> Buffer {
        guard gap == 0 else { return addApart(count, isOwn: isOwn) }
        return Buffer(
            isOwn: isOwn, index: isOwn ? own.add(count, from: 0, to: .max) : shared.add(count, from: first, to: last))
    }

    /// Over no other, with a gap behind it.
    private mutating func addApart(_ count: Int, isOwn: Bool) -> Buffer {
        let whole = aligned(count) + gap
        let buffer = Buffer(
            isOwn: isOwn, index: isOwn ? own.add(whole, from: 0, to: .max) : shared.add(whole, from: 0, to: .max))
        buffers.append((buffer, count))
        return buffer
    }

    /// What lies behind each buffer, from its last float on.
    func gaps(_ offset: (Buffer) -> Int) -> [Range<Int>] {
        buffers.map { buffer, count in offset(buffer) + count..<offset(buffer) + aligned(aligned(count) + gap) }
    }

    /// - Returns: the offset of every buffer, the shared ones behind the others, and the floats of both kinds.
    func placed() -> (offset: (Buffer) -> Int, own: Int, shared: Int) {
        let (own, shared) = (own.placed(), shared.placed())
        return ({ $0.isOwn ? own.offsets[$0.index] : own.count + shared.offsets[$0.index] }, own.count, shared.count)
    }
}
