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

    /// The largest first, or those that take the most memory for the longest time, whichever needs less.
    /// - Returns: the offset of every buffer and the floats of the whole, all multiples of 16.
    func placed() -> (offsets: [Int], count: Int) {
        func order(by weight: (Buffer) -> Double) -> [Int] {
            let weights = buffers.map(weight)
            return buffers.indices.sorted { (-weights[$0], $0) < (-weights[$1], $1) }
        }
        let bySize = placed(in: order { Double($0.count) })
        let byTime = placed(in: order { Double($0.count) * (Double($0.last) - Double($0.first) + 1) })
        return byTime.count < bySize.count ? byTime : bySize
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
