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

    /// The largest first, each at the lowest offset where no buffer alive at the same time lies.
    /// - Returns: the offset of every buffer and the floats of the whole, all multiples of 16.
    func placed() -> (offsets: [Int], count: Int) {
        var offsets = [Int](repeating: 0, count: buffers.count)
        var placed: [Int] = []  // by offset
        var total = 0
        for index in buffers.indices.sorted(by: { (-buffers[$0].count, $0) < (-buffers[$1].count, $1) }) {
            let buffer = buffers[index]
            if buffer.count == 0 { continue }
            var offset = 0
            for other in placed where buffers[other].first <= buffer.last && buffer.first <= buffers[other].last {
                if offsets[other] >= offset + buffer.count { break }
                offset = max(offset, offsets[other] + buffers[other].count)
            }
            offsets[index] = offset
            total = max(total, offset + buffer.count)
            placed.insert(index, at: placed.firstIndex { offsets[$0] > offset } ?? placed.count)
        }
        return (offsets, total)
    }
}
