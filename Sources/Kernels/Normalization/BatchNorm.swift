/// Batch normalization over the rows of x [rows, channels] (rows = batch * height * width), with an activation fused.
/// Ioffe & Szegedy 2015, algorithm 1.
///
/// y = f(gamma * (x - mean) / sqrt(variance + epsilon) + beta). gamma and beta may be nil: 1 and 0. Sums run over fixed
/// chunks of rows, in order.
public final class BatchNormPlan {
    private typealias Vector = SIMD16<Float>

    private let channels: Int
    private let workers: Workers
    private let workspace: Workspace

    public init(channels: Int, workers: Workers, workspace: Workspace) {
        (self.channels, self.workers, self.workspace) = (channels, workers, workspace)
        workspace.reserve((2 * Reductions.chunkLimit + 6) * channels)
    }

    /// Normalizes with the statistics of the batch, and saves its mean and 1 / sqrt(variance + epsilon) [channels] for
    /// `backward`. Running statistics move by `momentum` towards the batch's, as in PyTorch: the variance among them is
    /// the unbiased one (the biased one for a single row).
    public func forwardTraining(
        _ x: UnsafePointer<Float>, rows: Int, gamma: UnsafePointer<Float>?, beta: UnsafePointer<Float>?,
        epsilon: Double, momentum: Double, runningMean: UnsafeMutablePointer<Float>?,
        runningVariance: UnsafeMutablePointer<Float>?, savedMean: UnsafeMutablePointer<Float>,
        savedInverse: UnsafeMutablePointer<Float>, activation: Activation, into y: UnsafeMutablePointer<Float>
    ) {
        let chunk = Reductions.rowsPerChunk(rows, channels)
        let chunks = (rows + chunk - 1) / chunk
        let partials = workspace.pointer
        workers.run(tasks: chunks) { task in
            sumDistances(
                x, task * chunk..<min(rows, (task + 1) * chunk), into: partials + 2 * task * channels)
        }
        for c in 0..<channels {
            var (sum, squares) = (0.0, 0.0)
            for task in 0..<chunks {
                sum += Double(partials[2 * task * channels + c])
                squares += Double(partials[(2 * task + 1) * channels + c])
            }
            let n = Double(rows)
            let variance = max(0, squares / n - (sum / n) * (sum / n))
            let mean = Double(x[c]) + sum / n
            savedMean[c] = Float(mean)
            savedInverse[c] = Float(1 / (variance + epsilon).squareRoot())
            if let runningMean { runningMean[c] = Float((1 - momentum) * Double(runningMean[c]) + momentum * mean) }
            if let runningVariance {
                let unbiased = rows > 1 ? variance * n / (n - 1) : variance
                runningVariance[c] = Float((1 - momentum) * Double(runningVariance[c]) + momentum * unbiased)
            }
        }
        apply(
            x, rows: rows, gamma: gamma, beta: beta, mean: savedMean, inverse: savedInverse, activation: activation,
            into: y)
    }

    /// Normalizes with the running statistics.
    public func forwardInference(
        _ x: UnsafePointer<Float>, rows: Int, gamma: UnsafePointer<Float>?, beta: UnsafePointer<Float>?,
        epsilon: Double, runningMean: UnsafePointer<Float>, runningVariance: UnsafePointer<Float>,
        activation: Activation, into y: UnsafeMutablePointer<Float>
    ) {
        let inverse = workspace.pointer + 2 * Reductions.chunkLimit * channels
        for c in 0..<channels { inverse[c] = Float(1 / (Double(runningVariance[c]) + epsilon).squareRoot()) }
        apply(
            x, rows: rows, gamma: gamma, beta: beta, mean: runningMean, inverse: inverse, activation: activation,
            into: y)
    }

    /// Gradients of `forwardTraining`. `y` is its output (its sign suffices for relu and leaky relu, then it may be
    /// nil). `dx` may be `dy`. Gradients that are nil are not computed; those of gamma and beta are added to when
    /// `accumulate`.
    public func backward(
        _ dy: UnsafePointer<Float>, x: UnsafePointer<Float>, y: UnsafePointer<Float>?, rows: Int,
        gamma: UnsafePointer<Float>?, beta: UnsafePointer<Float>?, savedMean: UnsafePointer<Float>,
        savedInverse: UnsafePointer<Float>, activation: Activation, into dx: UnsafeMutablePointer<Float>,
        gammaGradient: UnsafeMutablePointer<Float>?, betaGradient: UnsafeMutablePointer<Float>?, accumulate: Bool
    ) {
        var dy = dy
        var slope = activation.negativeSlope
        if slope == nil, let y {
            activation.gradient(dy, saved: y, into: dx, count: rows * channels, workers: workers)
            (dy, slope) = (UnsafePointer(dx), 1)
        }
        let negative = slope ?? 1
        let (scale, shift) = affine(gamma, beta, savedMean, savedInverse)
        let chunk = Reductions.rowsPerChunk(rows, channels)
        let chunks = (rows + chunk - 1) / chunk
        let partials = workspace.pointer
        // Sums of dy (behind the activation) and of dy * (x - mean) / deviation. The sign of y is recomputed exactly as
        // the forward pass computed it, which is cheaper than reading it.
        workers.run(tasks: chunks) { task in
            let range = task * chunk..<min(rows, (task + 1) * chunk)
            sumPairs(range, into: partials + 2 * task * channels) { row, c in
                let value = load(x, row * channels + c)
                let z = load(shift, c).addingProduct(value, load(scale, c))
                let slope = load(dy, row * channels + c)
                let g = slope.replacing(with: slope * negative, where: z .<= 0)
                return (g, g * ((value - load(savedMean, c)) * load(savedInverse, c)))
            } single: { row, c in
                let value = x[row * channels + c]
                let z = shift[c].addingProduct(value, scale[c])
                let g = z <= 0 ? dy[row * channels + c] * negative : dy[row * channels + c]
                return (g, g * ((value - savedMean[c]) * savedInverse[c]))
            }
        }
        // dx = scale * (dy - sum(dy) / n - xhat * sum(dy * xhat) / n) = scale * dy + slopeX * x + constant
        let slopeX = shift + channels
        let constant = slopeX + channels
        for c in 0..<channels {
            var (sum, product) = (0.0, 0.0)
            for task in 0..<chunks {
                sum += Double(partials[2 * task * channels + c])
                product += Double(partials[(2 * task + 1) * channels + c])
            }
            if let gammaGradient { gammaGradient[c] = (accumulate ? gammaGradient[c] : 0) + Float(product) }
            if let betaGradient { betaGradient[c] = (accumulate ? betaGradient[c] : 0) + Float(sum) }
            let perX = -Double(scale[c]) * product / Double(rows) * Double(savedInverse[c])
            slopeX[c] = Float(perX)
            constant[c] = Float(-Double(scale[c]) * sum / Double(rows))
        }
        workers.run(tasks: chunks) { task in
            for row in task * chunk..<min(rows, (task + 1) * chunk) {
                let (source, slopes, target) = (x + row * channels, dy + row * channels, dx + row * channels)
                var c = 0
                while c + 16 <= channels {
                    let value = load(source, c)
                    let z = load(shift, c).addingProduct(value, load(scale, c))
                    let slope = load(slopes, c)
                    let g = slope.replacing(with: slope * negative, where: z .<= 0)
                    let centred = value - load(savedMean, c)
                    let rest = load(constant, c).addingProduct(centred, load(slopeX, c))
                    store(target, c, rest.addingProduct(g, load(scale, c)))
                    c += 16
                }
                while c < channels {
                    let z = shift[c].addingProduct(source[c], scale[c])
                    let g = z <= 0 ? slopes[c] * negative : slopes[c]
                    let rest = constant[c].addingProduct(source[c] - savedMean[c], slopeX[c])
                    target[c] = rest.addingProduct(g, scale[c])
                    c += 1
                }
            }
        }
    }

    /// The normalization as y = scale * x + shift.
    private func affine(
        _ gamma: UnsafePointer<Float>?, _ beta: UnsafePointer<Float>?, _ mean: UnsafePointer<Float>,
        _ inverse: UnsafePointer<Float>
    ) -> (scale: UnsafeMutablePointer<Float>, shift: UnsafeMutablePointer<Float>) {
        let scale = workspace.pointer + (2 * Reductions.chunkLimit + 1) * channels
        let shift = scale + channels
        for c in 0..<channels {
            scale[c] = (gamma?[c] ?? 1) * inverse[c]
            shift[c] = (beta?[c] ?? 0) - mean[c] * scale[c]
        }
        return (scale, shift)
    }

    /// Normalizes with a mean and 1 / sqrt(variance + epsilon) of every channel: with those that `forwardTraining` has
    /// saved, what it gave.
    public func apply(
        _ x: UnsafePointer<Float>, rows: Int, gamma: UnsafePointer<Float>?, beta: UnsafePointer<Float>?,
        mean: UnsafePointer<Float>, inverse: UnsafePointer<Float>, activation: Activation,
        into y: UnsafeMutablePointer<Float>
    ) {
        let (scale, shift) = affine(gamma, beta, mean, inverse)
        let slope = activation.negativeSlope
        let negative = slope ?? 1
        let chunk = max(1, 16384 / channels)
        workers.run(tasks: (rows + chunk - 1) / chunk) { task in
            let range = task * chunk..<min(rows, (task + 1) * chunk)
            for row in range {
                let (source, target) = (x + row * channels, y + row * channels)
                var c = 0
                while c + 16 <= channels {
                    let z = load(shift, c).addingProduct(load(source, c), load(scale, c))
                    store(target, c, z.replacing(with: z * negative, where: z .<= 0))
                    c += 16
                }
                while c < channels {
                    let z = shift[c].addingProduct(source[c], scale[c])
                    target[c] = z <= 0 ? z * negative : z
                    c += 1
                }
            }
            if slope == nil {
                let start = range.lowerBound * channels
                activation.apply(y + start, into: y + start, count: range.count * channels)
            }
        }
    }

    /// sums[0, c] and sums[1, c] = the sums over rows of x - x[0] and of its square: close to the mean, so that squares
    /// do not cancel. Four registers of channels pass together: what lies side by side is read at once.
    private func sumDistances(_ x: UnsafePointer<Float>, _ rows: Range<Int>, into sums: UnsafeMutablePointer<Float>) {
        let (width, channels) = (Vector.scalarCount, channels)
        var c = 0
        while c + 4 * width <= channels {
            let first = (load(x, c), load(x, c + width), load(x, c + 2 * width), load(x, c + 3 * width))
            var a = (Vector.zero, Vector.zero, Vector.zero, Vector.zero)
            var b = a
            var source = x + rows.lowerBound * channels + c
            for _ in rows {
                let d = (
                    load(source, 0) - first.0, load(source, width) - first.1, load(source, 2 * width) - first.2,
                    load(source, 3 * width) - first.3
                )
                a = (a.0 + d.0, a.1 + d.1, a.2 + d.2, a.3 + d.3)
                b = (b.0 + d.0 * d.0, b.1 + d.1 * d.1, b.2 + d.2 * d.2, b.3 + d.3 * d.3)
                source += channels
            }
            store(sums, c, a.0)
            store(sums, c + width, a.1)
            store(sums, c + 2 * width, a.2)
            store(sums, c + 3 * width, a.3)
            let squares = sums + channels
            store(squares, c, b.0)
            store(squares, c + width, b.1)
            store(squares, c + 2 * width, b.2)
            store(squares, c + 3 * width, b.3)
            c += 4 * width
        }
        while c + width <= channels {
            let first = load(x, c)
            var (a, b) = (Vector.zero, Vector.zero)
            for row in rows {
                let d = load(x, row * channels + c) - first
                a += d
                b += d * d
            }
            store(sums, c, a)
            store(sums, channels + c, b)
            c += width
        }
        while c < channels {
            var (a, b): (Float, Float) = (0, 0)
            for row in rows {
                let d = x[row * channels + c] - x[c]
                a += d
                b += d * d
            }
            (sums[c], sums[channels + c]) = (a, b)
            c += 1
        }
    }

    /// sums[0, c] and sums[1, c] = the sums over rows of the two values.
    @inline(__always) private func sumPairs(
        _ rows: Range<Int>, into sums: UnsafeMutablePointer<Float>, _ sixteen: (Int, Int) -> (Vector, Vector),
        single: (Int, Int) -> (Float, Float)
    ) {
        var c = 0
        while c + 16 <= channels {
            var (a, b) = (Vector.zero, Vector.zero)
            for row in rows {
                let pair = sixteen(row, c)
                a += pair.0
                b += pair.1
            }
            store(sums, c, a)
            store(sums, channels + c, b)
            c += 16
        }
        while c < channels {
            var (a, b): (Float, Float) = (0, 0)
            for row in rows {
                let pair = single(row, c)
                a += pair.0
                b += pair.1
            }
            (sums[c], sums[channels + c]) = (a, b)
            c += 1
        }
    }

    @inline(__always) private func load(_ x: UnsafePointer<Float>, _ i: Int) -> Vector {
        UnsafeRawPointer(x + i).loadUnaligned(as: Vector.self)
    }

    @inline(__always) private func store(_ x: UnsafeMutablePointer<Float>, _ i: Int, _ v: Vector) {
        UnsafeMutableRawPointer(x + i).storeBytes(of: v, as: Vector.self)
    }
}
