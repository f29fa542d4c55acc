/// Owns values in plain memory: unlike an array's, reading them from many threads counts no references.
final class PlainMemory {
    private var blocks: [UnsafeMutableRawPointer] = []

    func keep<T: BitwiseCopyable>(_ values: [T]) -> UnsafeBufferPointer<T> {
        let memory = UnsafeMutableBufferPointer<T>.allocate(capacity: max(1, values.count))
        _ = memory.initialize(from: values)
        if let start = memory.baseAddress { blocks.append(start) }
        return UnsafeBufferPointer(start: memory.baseAddress, count: values.count)
    }

    deinit { for block in blocks { block.deallocate() } }
}
