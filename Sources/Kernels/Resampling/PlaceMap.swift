/// Values of a sample at other places: y[n, i] = x[n, source of i]. A value may be taken several times or not at all.
public struct PlaceMap: Sendable {
    public let inputs: Int
    public let outputs: Int
    private let sources: [Int32]
    /// By input: where its readers begin in `readers`; one more at the end.
    private let starts: [Int32]
    private let readers: [Int32]

    /// - Parameter sources: by output.
    public init(inputs: Int, sources: [Int]) {
        self.inputs = inputs
        outputs = sources.count
        self.sources = sources.map(Int32.init)
        var starts = [Int32](repeating: 0, count: inputs + 1)
        for source in sources { starts[source + 1] += 1 }
        for input in 0..<inputs { starts[input + 1] += starts[input] }
        var (next, readers) = (starts, [Int32](repeating: 0, count: sources.count))
        for (output, source) in sources.enumerated() {
            readers[Int(next[source])] = Int32(output)
            next[source] += 1
        }
        (self.starts, self.readers) = (starts, readers)
    }

    /// y [rows, outputs] from x [rows, inputs].
    public func apply(
        _ x: UnsafePointer<Float>, rows: Int, into y: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        eachRow(rows, workers) { row in
            let (source, target) = (x + row * inputs, y + row * outputs)
            for i in 0..<outputs { target[i] = source[Int(sources[i])] }
        }
    }

    /// dx [rows, inputs] from dy [rows, outputs]: what the readers of each value say, added up.
    public func applyTransposed(
        _ dy: UnsafePointer<Float>, rows: Int, into dx: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        eachRow(rows, workers) { row in
            let (source, target) = (dy + row * outputs, dx + row * inputs)
            for i in 0..<inputs {
                var sum: Float = 0
                for reader in starts[i]..<starts[i + 1] { sum += source[Int(readers[Int(reader)])] }
                target[i] = sum
            }
        }
    }

    @inline(__always) private func eachRow(_ rows: Int, _ workers: Workers, _ body: (Int) -> Void) {
        let block = max(1, 16384 / max(1, max(inputs, outputs)))
        workers.run(tasks: (rows + block - 1) / block) { task in
            for row in task * block..<min(rows, (task + 1) * block) { body(row) }
        }
    }
}
