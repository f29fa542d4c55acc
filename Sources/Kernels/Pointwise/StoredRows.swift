/// Rows of numbers as they lie in memory, all of one length: floats, or bytes of which each stands for one of 256
/// floats. What reads them works on floats either way, and takes no more of them at a time than it needs.
public struct StoredRows {
    private enum Numbers {
        case floats(UnsafePointer<Float>)
        /// Bytes, and the float that each of the 256 stands for.
        case levels(UnsafePointer<UInt8>, UnsafePointer<Float>)
    }

    /// Numbers in a row.
    public let columns: Int
    private let numbers: Numbers

    /// - Parameter floats: [rows, columns]; they must stay as they are.
    public init(_ floats: UnsafePointer<Float>, columns: Int) {
        (numbers, self.columns) = (.floats(floats), columns)
    }

    /// - Parameters:
    ///   - levels: [rows, columns].
    ///   - table: 256 floats. Both must stay as they are.
    public init(_ levels: UnsafePointer<UInt8>, table: UnsafePointer<Float>, columns: Int) {
        (numbers, self.columns) = (.levels(levels, table), columns)
    }

    /// Whether a row becomes floats only when it is read.
    public var areLevels: Bool { if case .levels = numbers { true } else { false } }

    /// Copies rows that follow each other: [count, columns].
    public func copy(from row: Int, count: Int, into target: UnsafeMutablePointer<Float>) {
        let start = row * columns, count = count * columns
        switch numbers {
        case .floats(let floats): target.update(from: floats + start, count: count)
        case .levels(let levels, let table):
            for index in 0..<count { target[index] = table[Int(levels[start + index])] }
        }
    }

    /// Copies a row to places that are `stride` apart.
    public func copy(_ row: Int, into target: UnsafeMutablePointer<Float>, stride: Int) {
        let start = row * columns
        switch numbers {
        case .floats(let floats):
            for column in 0..<columns { target[column * stride] = floats[start + column] }
        case .levels(let levels, let table):
            for column in 0..<columns { target[column * stride] = table[Int(levels[start + column])] }
        }
    }

    /// y[i, :] = row indices[i]: a batch out of a data set.
    public func gather(
        _ indices: UnsafePointer<Int32>, count: Int, into y: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        let block = max(1, Self.grain / max(1, columns))
        workers.run(tasks: (count + block - 1) / block) { task in
            for row in task * block..<min(count, (task + 1) * block) {
                copy(from: Int(indices[row]), count: 1, into: y + row * columns)
            }
        }
    }

    /// Numbers of a task.
    private static let grain = 32768

    /// Rows that follow each other: where they lie if they are floats, else a copy.
    /// - Parameter scratch: room for [count, columns]; it is used for levels alone.
    public func floats(
        from row: Int, count: Int, scratch: UnsafeMutablePointer<Float>
    ) -> UnsafePointer<Float> {
        if case .floats(let floats) = numbers { return floats + row * columns }
        copy(from: row, count: count, into: scratch)
        return UnsafePointer(scratch)
    }
}
