/// Places buffers in one block of memory: buffers that are never alive at the same time may lie over each other.
struct Arena {
    private struct Buffer {
        let count: Int, first: Int, last: Int
    }

    private var buffers: [Buffer] = []

    /// Asks for `count` floats that hold from time `first` to time `last`, both included.
    /// - Returns: the buffer's index in what `placed` returns.
    mutating func add(_ count: Int, from first: Int, to last: Int) -> Int {
        buffers.append(Buffer(count: aligned(count), first: first, last: last))
        return buffers.count - 1
    }

    /// Tries of each order before it is given up.
    private static let tries = 12

    /// The largest first, those that are there for the longest time, or those that take the most memory for the longest
    /// time, whichever needs least; and what then reaches highest before them all, again and again.
    /// - Returns: the offset of every buffer and the floats of the whole, all multiples of 16.
    func placed() -> (offsets: [Int], count: Int) {
        func order(by weight: (Buffer) -> Double) -> [Int] {
            let weights = buffers.map(weight)
            return buffers.indices.sorted { (-weights[$0], $0) < (-weights[$1], $1) }
        }
        func time(_ buffer: Buffer) -> Double { Double(buffer.last) - Double(buffer.first) + 1 }
        let fewest = most
        var best = (offsets: [Int](repeating: 0, count: buffers.count), count: Int.max)
        for weight in [{ Double($0.count) }, { Double($0.count) * time($0) }, time] {
            var order = order(by: weight)
            for _ in 0..<Self.tries {
                let found = placed(in: order)
                if found.count < best.count { best = found }
                if best.count == fewest { return best }
                func end(_ index: Int) -> Int { found.offsets[index] + buffers[index].count }
                guard let highest = order.indices.max(by: { end(order[$0]) < end(order[$1]) }), highest > 0
                else { break }
                order.insert(order.remove(at: highest), at: 0)
            }
        }
        return best
    }

    /// The most floats that are alive at a time: no placing needs less.
    private var most: Int {
        buffers.map { one in
            buffers.reduce(0) { $0 + ($1.first <= one.first && one.first <= $1.last ? $1.count : 0) }
        }.max() ?? 0
    }

    /// Each at the lowest offset where no buffer alive at the same time lies.
    private func placed(in order: [Int]) -> (offsets: [Int], count: Int) {
        var offsets = [Int](repeating: 0, count: buffers.count)
        var placed: [Place] = []
        var total = 0
        for index in order {
            let buffer = buffers[index]
            if buffer.count == 0 { continue }
            var offset = 0
            for other in placed where other.buffer.first <= buffer.last && buffer.first <= other.buffer.last {
                if other.offset >= offset + buffer.count { break }
                offset = max(offset, other.offset + other.buffer.count)
            }
            offsets[index] = offset
            total = max(total, offset + buffer.count)
            placed.insert(Place(offset: offset, buffer: buffer), at: Self.end(of: offset, in: placed))
        }
        return (offsets, total)
    }

    /// A buffer that has its place: side by side in memory, since a large network's are gone through again and again.
    private struct Place {
        let offset: Int
        let buffer: Buffer
    }

    /// How many of the places, which stand by their offsets, begin at `offset` or before.
    private static func end(of offset: Int, in places: [Place]) -> Int {
        var (low, high) = (0, places.count)
        while low < high {
            let middle = (low + high) / 2
            if places[middle].offset > offset { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
