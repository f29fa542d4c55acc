/// Mixtures of rows, and of whole arrays.
public enum RowBlends {
    /// z[row, :] = share[row] * x[row, :] + (1 - share[row]) * y[row, :]
    public static func blend(
        _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, shares: UnsafePointer<Float>,
        into z: UnsafeMutablePointer<Float>, rows: Int, columns: Int, workers: Workers
    ) {
        let block = max(1, 32768 / max(1, columns))
        workers.run(tasks: (rows + block - 1) / block) { task in
            for row in task * block..<min(rows, (task + 1) * block) {
                let (start, share) = (row * columns, shares[row])
                for i in start..<start + columns { z[i] = share * x[i] + (1 - share) * y[i] }
            }
        }
    }

    /// y = y + share * (x - y): a running average follows x.
    public static func follow(
        _ x: UnsafePointer<Float>, share: Float, into y: UnsafeMutablePointer<Float>, count: Int, workers: Workers
    ) {
        let block = 32768
        workers.run(tasks: (count + block - 1) / block) { task in
            for i in task * block..<min(count, (task + 1) * block) { y[i] += share * (x[i] - y[i]) }
        }
    }
}
