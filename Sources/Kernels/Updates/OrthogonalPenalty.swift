/// The gradient 2 (M Mᵀ ∘ (1 - I)) M of weights whose rows M[o, :] belong to output channels: what pushes different
/// channels' weights apart. Brock et al. 2019, eq. 3.
///
/// The weights [rows, columns] lie in panels; output channel o owns the columns t * channels + o, t < taps: as in
/// `SpectralNormPlan`.
public final class OrthogonalPenaltyPlan {
    private let panels: Panels
    private let channels: Int
    /// Values of a channel: rows * taps.
    private let width: Int
    private let taps: Int
    private let matrix: FloatBuffer
    private let gram: FloatBuffer
    private let product: FloatBuffer

    public init(rows: Int, columns: Int, channels: Int) {
        panels = Panels(rows: rows, columns: columns)
        self.channels = channels
        taps = columns / channels
        width = rows * taps
        matrix = FloatBuffer(count: channels * width)
        gram = FloatBuffer(count: channels * channels)
        product = FloatBuffer(count: channels * width)
    }

    public static func byteCount(rows: Int, columns: Int, channels: Int) -> Int {
        4 * (2 * rows * columns + channels * channels)
    }

    /// gradient += 2 * strength * (M Mᵀ ∘ (1 - I)) M
    public func addGradient(
        _ weights: UnsafePointer<Float>, strength: Float, to gradient: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        let (matrix, gram, product) = (matrix.pointer, gram.pointer, product.pointer)
        eachElement(workers) { place, index in matrix[index] = weights[place] }
        let (channels, width) = (channels, width)
        workers.run(tasks: channels) { o in
            for p in 0..<channels {
                gram[o * channels + p] = o == p ? 0 : DotProduct.of(matrix + o * width, matrix + p * width, width)
            }
            let row = product + o * width
            row.update(repeating: 0, count: width)
            for p in 0..<channels {
                let (share, other) = (gram[o * channels + p], matrix + p * width)
                for i in 0..<width { row[i] += share * other[i] }
            }
        }
        let factor = 2 * strength
        eachElement(workers) { place, index in gradient[place] += factor * product[index] }
    }

    /// Calls `body` with where an element lies in the panels and in M.
    @inline(__always) private func eachElement(_ workers: Workers, _ body: (Int, Int) -> Void) {
        let block = max(1, 16384 / max(1, panels.columns))
        workers.run(tasks: (panels.rows + block - 1) / block) { task in
            for row in task * block..<min(panels.rows, (task + 1) * block) {
                for column in 0..<panels.columns {
                    body(
                        panels.offset(row: row, column: column),
                        column % channels * width + row * taps + column / channels)
                }
            }
        }
    }
}
