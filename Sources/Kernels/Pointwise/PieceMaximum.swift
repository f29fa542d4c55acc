/// The largest of several pieces, the core of maxout units (Goodfellow et al. 2013): x [rows, pieces, units],
/// y[row, u] = max over p of x[row, p, u].
///
/// Of equal pieces the first wins: it alone has the gradient. NaN in any piece gives NaN.
public enum PieceMaximum {
    private typealias Vector = SIMD16<Float>
    private static let grain = 32768

    /// y [rows, units] from x.
    public static func forward(
        _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, rows: Int, pieces: Int, units: Int,
        workers: Workers
    ) {
        eachRow(rows, pieces * units, workers) { row in
            let (x, y) = (x + row * pieces * units, y + row * units)
            y.update(from: x, count: units)
            for piece in 1..<max(1, pieces) {
                let values = x + piece * units
                for unit in 0..<units {
                    let value = values[unit]
                    if value > y[unit] || value != value { y[unit] = value }
                }
            }
        }
    }

    /// dx [rows, pieces, units] from dy [rows, units]: each dy goes to the piece that won, 0 to the others. `y` is what
    /// `forward` made of `x`.
    public static func gradient(
        _ dy: UnsafePointer<Float>, x: UnsafePointer<Float>, y: UnsafePointer<Float>,
        into dx: UnsafeMutablePointer<Float>, rows: Int, pieces: Int, units: Int, workers: Workers
    ) {
        eachRow(rows, pieces * units, workers) { row in
            let (x, dx) = (x + row * pieces * units, dx + row * pieces * units)
            let (y, dy) = (y + row * units, dy + row * units)
            var unit = 0
            while unit + 16 <= units {
                let largest = UnsafeRawPointer(y + unit).loadUnaligned(as: Vector.self)
                var rest = UnsafeRawPointer(dy + unit).loadUnaligned(as: Vector.self)
                for piece in 0..<pieces {
                    let offset = piece * units + unit
                    let wins = UnsafeRawPointer(x + offset).loadUnaligned(as: Vector.self) .== largest
                    UnsafeMutableRawPointer(dx + offset).storeBytes(
                        of: Vector.zero.replacing(with: rest, where: wins), as: Vector.self)
                    rest.replace(with: Vector.zero, where: wins)
                }
                unit += 16
            }
            while unit < units {
                var rest = dy[unit]
                for piece in 0..<pieces {
                    let wins = x[piece * units + unit] == y[unit]
                    dx[piece * units + unit] = wins ? rest : 0
                    if wins { rest = 0 }
                }
                unit += 1
            }
        }
    }

    /// What `values` [rows, pieces, units] hold where x won: the derivative of y along a direction.
    public static func select(
        _ values: UnsafePointer<Float>, x: UnsafePointer<Float>, y: UnsafePointer<Float>,
        into selected: UnsafeMutablePointer<Float>, rows: Int, pieces: Int, units: Int, workers: Workers
    ) {
        eachRow(rows, pieces * units, workers) { row in
            let (x, values) = (x + row * pieces * units, values + row * pieces * units)
            let (y, selected) = (y + row * units, selected + row * units)
            // From the last piece to the first, so that the first that is equal stays.
            for piece in stride(from: pieces - 1, through: 0, by: -1) {
                for unit in 0..<units where x[piece * units + unit] == y[unit] {
                    selected[unit] = values[piece * units + unit]
                }
            }
        }
    }

    @inline(__always) private static func eachRow(
        _ rows: Int, _ columns: Int, _ workers: Workers, _ body: (Int) -> Void
    ) {
        let block = max(1, grain / max(1, columns))
        workers.run(tasks: (rows + block - 1) / block) { task in
            for row in task * block..<min(rows, (task + 1) * block) { body(row) }
        }
    }
}
