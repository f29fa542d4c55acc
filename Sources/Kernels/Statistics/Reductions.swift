/// Sums in a fixed order: arrays are cut into chunks by their size alone, lanes and chunks are added in order.
public enum Reductions {
    private typealias Vector = SIMD16<Float>
    /// Elements of a chunk. A chunk's sum is in single precision in sixteen lanes, the total in double.
    private static let grain = 16384
    /// 1 kB of partial sums: what the runtime still takes from the stack.
    private static let limit = 128

    /// Sum of x.
    public static func sum(_ x: UnsafePointer<Float>, count: Int, workers: Workers) -> Double {
        reduce(x, count, workers) { $0 + $1 }
    }

    /// Sum of x * x: the squared Euclidean norm.
    public static func squaredNorm(_ x: UnsafePointer<Float>, count: Int, workers: Workers) -> Double {
        reduce(x, count, workers) { $0.addingProduct($1, $1) }
    }

    /// Whether no element is infinite or NaN.
    public static func allFinite(_ x: UnsafePointer<Float>, count: Int, workers: Workers) -> Bool {
        // x * 0 is 0 for finite numbers and NaN for all others, and NaN stays in a sum.
        reduce(x, count, workers) { $0.addingProduct($1, Vector.zero) } == 0
    }

    @inline(__always) private static func reduce(
        _ x: UnsafePointer<Float>, _ count: Int, _ workers: Workers, _ add: (Vector, Vector) -> Vector
    ) -> Double {
        // Beyond `limit` chunks a chunk grows, so that the partial sums fit on the stack.
        let chunk = max(grain, (count + limit - 1) / limit + 15 & ~15)
        let chunks = (count + chunk - 1) / chunk
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: limit) { partial in
            let partials = partial.baseAddress!
            workers.run(tasks: chunks, flops: 16 * count) { task in
                let end = min(count, (task + 1) * chunk)
                var i = task * chunk
                var total = 0.0
                // Short runs in single precision keep the relative error near that of double.
                while i + 1024 <= end {
                    var (a, b, c, d) = (Vector.zero, Vector.zero, Vector.zero, Vector.zero)
                    let stop = i + 1024
                    while i < stop {
                        a = add(a, load(x + i))
                        b = add(b, load(x + i + 16))
                        c = add(c, load(x + i + 32))
                        d = add(d, load(x + i + 48))
                        i += 64
                    }
                    total += Double(((a + b) + (c + d)).sum())
                }
                var sums = Vector.zero
                while i + 16 <= end {
                    sums = add(sums, load(x + i))
                    i += 16
                }
                var rest = Vector.zero
                for lane in 0..<end - i { rest[lane] = x[i + lane] }
                sums = add(sums, rest)
                partials[task] = total + Double(sums.sum())
            }
            var total = 0.0
            for i in 0..<chunks { total += partials[i] }
            return total
        }
    }

    @inline(__always) private static func store(_ vector: Vector, _ x: UnsafeMutablePointer<Float>) {
        UnsafeMutableRawPointer(x).storeBytes(of: vector, as: Vector.self)
    }

    @inline(__always) private static func load(_ x: UnsafePointer<Float>) -> Vector {
        UnsafeRawPointer(x).loadUnaligned(as: Vector.self)
    }

    /// sums[c] = sum over rows of x[row, c]: the gradient of a bias. Adds to `sums` when `accumulate`.
    ///
    /// `workspace` must hold `columnSumsWorkspace(rows:columns:)` floats.
    public static func columnSums(
        _ x: UnsafePointer<Float>, rows: Int, columns: Int, into sums: UnsafeMutablePointer<Float>,
        accumulate: Bool, workspace: Workspace, workers: Workers
    ) {
        let chunk = rowsPerChunk(rows, columns)
        let chunks = (rows + chunk - 1) / chunk
        let partials = workspace.pointer
        workers.run(tasks: chunks, flops: 8 * rows * columns) { task in
            let partial = partials + task * columns
            for c in 0..<columns { partial[c] = 0 }
            addRows(x, rows: task * chunk..<min(rows, (task + 1) * chunk), columns: columns, into: partial)
        }
        if !accumulate { for c in 0..<columns { sums[c] = 0 } }
        for task in 0..<chunks {
            let partial = partials + task * columns
            for c in 0..<columns { sums[c] += partial[c] }
        }
    }

    /// Floats that `columnSums` needs for at most `rows` rows.
    public static func columnSumsWorkspace(rows: Int, columns: Int) -> Int { (chunkLimit + 1) * columns }

    static let chunkLimit = 32

    /// Rows of a chunk: a function of the sizes alone.
    static func rowsPerChunk(_ rows: Int, _ columns: Int) -> Int {
        max(1, max(8192 / max(1, columns), (rows + chunkLimit - 1) / chunkLimit))
    }

    private static func addRows(
        _ x: UnsafePointer<Float>, rows: Range<Int>, columns: Int, into sums: UnsafeMutablePointer<Float>
    ) {
        if columns < 8 {
            for row in rows { for c in 0..<columns { sums[c] += x[row * columns + c] } }
            return
        }
        var c = 0
        // Four vectors at a time: each sum waits for itself alone.
        while c + 64 <= columns {
            var (t0, t1, t2, t3) = (Vector.zero, Vector.zero, Vector.zero, Vector.zero)
            for row in rows {
                let source = x + row * columns + c
                t0 += load(source)
                t1 += load(source + 16)
                t2 += load(source + 32)
                t3 += load(source + 48)
            }
            store(t0, sums + c)
            store(t1, sums + c + 16)
            store(t2, sums + c + 32)
            store(t3, sums + c + 48)
            c += 64
        }
        while c + 16 <= columns {
            var total = Vector.zero
            for row in rows { total += load(x + row * columns + c) }
            store(total, sums + c)
            c += 16
        }
        while c < columns {
            var total: Float = 0
            for row in rows { total += x[row * columns + c] }
            sums[c] = total
            c += 1
        }
    }

    /// The sum of the variances of the columns of the first rows of x, divided by rows - 1; 0 with fewer than two rows.
    public static func totalVariance(_ x: StoredRows, rows: Int) -> Double {
        let columns = x.columns
        guard rows > 1, columns > 0 else { return 0 }
        let (means, scratch) = (UnsafeMutablePointer<Double>.allocate(capacity: columns), FloatBuffer(count: columns))
        defer { means.deallocate() }
        means.initialize(repeating: 0, count: columns)
        for row in 0..<rows {
            let values = x.floats(from: row, count: 1, scratch: scratch.pointer)
            for column in 0..<columns { means[column] += Double(values[column]) }
        }
        for column in 0..<columns { means[column] /= Double(rows) }
        var sum = 0.0
        for row in 0..<rows {
            let values = x.floats(from: row, count: 1, scratch: scratch.pointer)
            for column in 0..<columns {
                let difference = Double(values[column]) - means[column]
                sum += difference * difference
            }
        }
        return sum / Double(rows - 1)
    }
}
