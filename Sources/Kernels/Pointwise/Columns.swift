/// Columns of matrices whose rows lie apart.
public enum Columns {
    /// y[row, :] = x[row, :] for `columns` columns, rows `stride` floats apart on either side.
    public static func copy(
        _ x: UnsafePointer<Float>, stride xStride: Int, into y: UnsafeMutablePointer<Float>, stride yStride: Int,
        rows: Int, columns: Int, workers: Workers
    ) {
        let block = max(1, 32768 / max(1, columns))
        workers.run(tasks: (rows + block - 1) / block) { task in
            for row in task * block..<min(rows, (task + 1) * block) {
                let (source, target) = (x + row * xStride, y + row * yStride)
                for column in 0..<columns { target[column] = source[column] }
            }
        }
    }
}
