/// Layer normalization over the features of each sample, x [rows, features]. Ba et al. 2016, eq. 4.
///
/// y = gamma * (x - mean) / sqrt(variance + epsilon) + beta, mean and variance over the features; gamma and beta
/// [features] may be nil: 1 and 0.
public final class LayerNormPlan {
    private let features: Int
    private let workers: Workers
    private let workspace: Workspace

    public init(features: Int, workers: Workers, workspace: Workspace) {
        (self.features, self.workers, self.workspace) = (features, workers, workspace)
        workspace.reserve(2 * Reductions.chunkLimit * features)
    }

    /// Saves mean and 1 / sqrt(variance + epsilon) [rows] for `backward`.
    public func forward(
        _ x: UnsafePointer<Float>, rows: Int, gamma: UnsafePointer<Float>?, beta: UnsafePointer<Float>?,
        epsilon: Double, savedMean: UnsafeMutablePointer<Float>, savedInverse: UnsafeMutablePointer<Float>,
        into y: UnsafeMutablePointer<Float>
    ) {
        forEachChunk(rows) { _, range in
            for first in stride(from: range.lowerBound, to: range.upperBound, by: Self.together) {
                let rows = first..<min(first + Self.together, range.upperBound)
                let (means, variances) = moments(x + first * features, rows: rows.count)
                for row in rows {
                    let (source, target) = (x + row * features, y + row * features)
                    let mean = Float(means[row - first])
                    let inverse = Float(1 / (variances[row - first] + epsilon).squareRoot())
                    (savedMean[row], savedInverse[row]) = (mean, inverse)
                    for i in 0..<features {
                        target[i] = (source[i] - mean) * inverse * (gamma?[i] ?? 1) + (beta?[i] ?? 0)
                    }
                }
            }
        }
    }

    /// `dx` may be `dy`. Gradients of gamma and beta that are nil are not computed, and added to when `accumulate`.
    public func backward(
        _ dy: UnsafePointer<Float>, x: UnsafePointer<Float>, rows: Int, gamma: UnsafePointer<Float>?,
        savedMean: UnsafePointer<Float>, savedInverse: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>,
        gammaGradient: UnsafeMutablePointer<Float>?, betaGradient: UnsafeMutablePointer<Float>?, accumulate: Bool
    ) {
        let partials = workspace.pointer
        forEachChunk(rows) { chunk, range in
            let gammas = partials + 2 * chunk * features
            let betas = gammas + features
            for i in 0..<2 * features { gammas[i] = 0 }
            for row in range {
                let (slopes, source, target) = (dy + row * features, x + row * features, dx + row * features)
                let (mean, inverse) = (savedMean[row], savedInverse[row])
                var (sum, product) = (0.0, 0.0)
                for i in 0..<features {
                    let normal = (source[i] - mean) * inverse
                    gammas[i] += slopes[i] * normal
                    betas[i] += slopes[i]
                    let g = slopes[i] * (gamma?[i] ?? 1)
                    sum += Double(g)
                    product += Double(g * normal)
                }
                let (a, b) = (Float(sum / Double(features)), Float(product / Double(features)))
                for i in 0..<features {
                    let normal = (source[i] - mean) * inverse
                    target[i] = inverse * (slopes[i] * (gamma?[i] ?? 1) - a - normal * b)
                }
            }
        }
        let chunks = chunkCount(rows)
        for (part, gradient) in [(0, gammaGradient), (1, betaGradient)] {
            guard let gradient else { continue }
            for i in 0..<features {
                var total: Float = 0
                for chunk in 0..<chunks { total += partials[(2 * chunk + part) * features + i] }
                gradient[i] = (accumulate ? gradient[i] : 0) + total
            }
        }
    }

    private func chunkCount(_ rows: Int) -> Int {
        let size = Reductions.rowsPerChunk(rows, features)
        return (rows + size - 1) / size
    }

    private func forEachChunk(_ rows: Int, _ body: (_ chunk: Int, _ rows: Range<Int>) -> Void) {
        let size = Reductions.rowsPerChunk(rows, features)
        workers.run(tasks: chunkCount(rows)) { chunk in body(chunk, chunk * size..<min(rows, (chunk + 1) * size)) }
    }

    private typealias Lanes = SIMD8<Double>
    /// Rows whose moments are taken at a time: each row's sums go in order, and wait for additions to no other's.
    private static let together = 8
    /// Features that are brought side by side at a time: they fit on the stack.
    private static let strip = 16

    /// Of `rows` rows, at most eight; what is in other lanes says nothing.
    private func moments(_ x: UnsafePointer<Float>, rows: Int) -> (means: Lanes, variances: Lanes) {
        var (sums, squares) = (Lanes.zero, Lanes.zero)
        forEachFeature(x, rows: rows) { sums += $0 }
        let means = sums / Double(features)
        forEachFeature(x, rows: rows) { squares += ($0 - means) * ($0 - means) }
        return (means, squares / Double(features))
    }

    /// Calls `body` with every feature in order, as the rows have it.
    @inline(__always) private func forEachFeature(_ x: UnsafePointer<Float>, rows: Int, _ body: (Lanes) -> Void) {
        let lanes = Self.together
        withUnsafeTemporaryAllocation(of: Float.self, capacity: lanes * Self.strip) { buffer in
            buffer.initialize(repeating: 0)
            guard let strip = buffer.baseAddress else { return }
            for first in stride(from: 0, to: features, by: Self.strip) {
                let width = min(Self.strip, features - first)
                Transposition.block(
                    x + first, stride: features, rows: rows, columns: width, into: strip, stride: lanes)
                for i in 0..<width {
                    body(Lanes(UnsafeRawPointer(strip + lanes * i).loadUnaligned(as: SIMD8<Float>.self)))
                }
            }
        }
    }
}
