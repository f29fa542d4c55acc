/// Batch normalization differentiated twice, statistics of the batch included. Columns of n = `rows` values,
/// x^ = (x - mean) r, r = 1 / sqrt(variance + epsilon), z = gamma x^ + beta for each channel. Sums are in double
/// precision, in order.
public struct BatchNormTangent {
    private let channels: Int
    private let gamma: UnsafePointer<Float>?
    private let mean: UnsafePointer<Float>, inverse: UnsafePointer<Float>

    /// - Parameters:
    ///   - gamma: [channels]; nil: 1.
    ///   - mean, inverse: [channels], as the forward pass saved them; `inverse` is r.
    public init(
        channels: Int, gamma: UnsafePointer<Float>?, mean: UnsafePointer<Float>, inverse: UnsafePointer<Float>
    ) {
        (self.channels, self.gamma, self.mean, self.inverse) = (channels, gamma, mean, inverse)
    }

    /// [channels] each: along which gamma and beta move.
    public typealias Direction = (gamma: UnsafePointer<Float>, beta: UnsafePointer<Float>)

    /// dz = gamma r (dx - mean(dx) - x^ mean(x^ dx)) + dgamma x^ + dbeta: the derivative of z along dx and the
    /// parameters' direction. All arrays are [rows, channels].
    public func tangent(
        _ dx: UnsafePointer<Float>, x: UnsafePointer<Float>, rows: Int, direction: Direction?,
        into dz: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        let n = Double(rows)
        eachChannel(workers) { c in
            let (m, r, scale) = (Double(mean[c]), Double(inverse[c]), gamma.map { Double($0[c]) } ?? 1)
            let (dGamma, dBeta) = direction.map { (Double($0.gamma[c]), Double($0.beta[c])) } ?? (0, 0)
            var (sum, projection) = (0.0, 0.0)
            each(c, rows) { i in
                sum += Double(dx[i])
                projection += Double(dx[i]) * (Double(x[i]) - m) * r
            }
            let (average, share) = (sum / n, projection / n)
            each(c, rows) { i in
                let normalized = (Double(x[i]) - m) * r
                let change = r * (Double(dx[i]) - average - normalized * share)
                dz[i] = Float(scale * change + dGamma * normalized + dBeta)
            }
        }
    }

    /// With S = sum of slope · dz, dz as above, and `adjoint` the derivative of what is wanted by z:
    ///
    /// - its derivative by x, J (a + dgamma slope + r c) - r² Q x^ / n, where J u = r (u - mean(u) - x^ mean(x^ u)),
    ///   a = gamma adjoint, b = gamma slope, M = mean(x^ dx), B = sum(b x^), c = -(b M + B dx / n), and Q =
    ///   sum(b dx) - sum(b) sum(dx) / n - B M.
    /// - `gradients`, to which its derivatives are added: by gamma the sum of adjoint x^ + slope dx^, where dx^ is dz
    ///   with gamma 1 and without the direction, and by beta that of adjoint.
    public func backward(
        adjoint: UnsafePointer<Float>, slope: UnsafePointer<Float>, _ dx: UnsafePointer<Float>,
        x: UnsafePointer<Float>, rows: Int, direction: Direction?, into result: UnsafeMutablePointer<Float>?,
        gradients: (gamma: UnsafeMutablePointer<Float>, beta: UnsafeMutablePointer<Float>)?, workers: Workers
    ) {
        let n = Double(rows)
        eachChannel(workers) { c in
            let (m, r, scale) = (Double(mean[c]), Double(inverse[c]), gamma.map { Double($0[c]) } ?? 1)
            let dGamma = direction.map { Double($0.gamma[c]) } ?? 0
            func normalized(_ i: Int) -> Double { (Double(x[i]) - m) * r }
            var (sumDx, share, sumB, projection, product) = (0.0, 0.0, 0.0, 0.0, 0.0)
            each(c, rows) { i in
                let (b, change) = (scale * Double(slope[i]), Double(dx[i]))
                sumDx += change
                share += normalized(i) * change
                sumB += b
                projection += b * normalized(i)
                product += b * change
            }
            share /= n
            if let gradients {
                var (byGamma, byBeta) = (0.0, 0.0)
                each(c, rows) { i in
                    let change = r * (Double(dx[i]) - sumDx / n - normalized(i) * share)
                    byGamma += Double(adjoint[i]) * normalized(i) + Double(slope[i]) * change
                    byBeta += Double(adjoint[i])
                }
                gradients.gamma[c] += Float(byGamma)
                gradients.beta[c] += Float(byBeta)
            }
            guard let result else { return }
            let q = product - sumB * sumDx / n - projection * share
            func u(_ i: Int) -> Double {
                let b = Double(slope[i])
                return scale * Double(adjoint[i]) + dGamma * b
                    - r * (scale * b * share + projection * Double(dx[i]) / n)
            }
            var (sumU, along) = (0.0, 0.0)
            each(c, rows) { i in
                sumU += u(i)
                along += u(i) * normalized(i)
            }
            each(c, rows) { i in
                let through = r * (u(i) - sumU / n - normalized(i) * along / n)
                result[i] = Float(through - r * r * q * normalized(i) / n)
            }
        }
    }

    /// The places of a channel's values.
    @inline(__always) private func each(_ channel: Int, _ rows: Int, _ body: (Int) -> Void) {
        for row in 0..<rows { body(row * channels + channel) }
    }

    /// A task for every eight channels: the order of a sum does not depend on threads.
    @inline(__always) private func eachChannel(_ workers: Workers, _ body: (Int) -> Void) {
        workers.run(tasks: (channels + 7) / 8) { task in
            for channel in task * 8..<min(channels, task * 8 + 8) { body(channel) }
        }
    }
}
