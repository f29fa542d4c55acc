/// Layer normalization differentiated twice, for penalties on a network's input gradient. Rows of n = `features`
/// values, x^ = (x - mean) r, r = 1 / sqrt(variance + epsilon), y = gamma x^ + beta. `mean` and `inverse` (r) are those
/// that the forward pass saved. Sums are in double precision, in order.
public enum LayerNormTangent {
    private static let grain = 16384

    /// dy = gamma r (dx - mean(dx) - x^ mean(x^ dx)): the derivative of y along dx.
    public static func tangent(
        _ dx: UnsafePointer<Float>, x: UnsafePointer<Float>, rows: Int, features: Int, gamma: UnsafePointer<Float>?,
        mean: UnsafePointer<Float>, inverse: UnsafePointer<Float>, into dy: UnsafeMutablePointer<Float>,
        workers: Workers
    ) {
        eachRow(rows, features, workers) { row in
            let (dx, x, dy) = (dx + row * features, x + row * features, dy + row * features)
            let (mean, r) = (mean[row], inverse[row])
            var (sum, projection) = (0.0, 0.0)
            for i in 0..<features {
                sum += Double(dx[i])
                projection += Double(dx[i]) * Double((x[i] - mean) * r)
            }
            let (average, share) = (Float(sum / Double(features)), Float(projection / Double(features)))
            for i in 0..<features {
                let value = r * (dx[i] - average - (x[i] - mean) * r * share)
                dy[i] = gamma.map { $0[i] * value } ?? value
            }
        }
    }

    /// With S = sum of slope · dy, dy as above, and `adjoint` the derivative of what is wanted by y:
    ///
    /// - its derivative by x, J^T (a + r c) - r^2 Q x^ / n, where J^T u = r (u - mean(u) - x^ mean(x^ u)),
    ///   a = gamma adjoint, b = gamma slope, M = mean(x^ dx), B = sum(b x^), c = -(b M + B dx / n), Q = S / r.
    /// - `products` = adjoint x^ + slope dx^, whose column sums are its derivative by gamma. dx^ = dy / gamma.
    public static func backward(
        adjoint: UnsafePointer<Float>, slope: UnsafePointer<Float>, _ dx: UnsafePointer<Float>,
        x: UnsafePointer<Float>, rows: Int, features: Int, gamma: UnsafePointer<Float>?,
        mean: UnsafePointer<Float>, inverse: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>?,
        products: UnsafeMutablePointer<Float>?, workers: Workers
    ) {
        let n = Double(features)
        eachRow(rows, features, workers) { row in
            let start = row * features
            let (adjoint, slope, dx, x) = (adjoint + start, slope + start, dx + start, x + start)
            let (mean, r) = (Double(mean[row]), Double(inverse[row]))
            func normalized(_ i: Int) -> Double { (Double(x[i]) - mean) * r }
            func scale(_ i: Int) -> Double { gamma.map { Double($0[i]) } ?? 1 }
            var (sumDx, m, sumB, b1, bDx) = (0.0, 0.0, 0.0, 0.0, 0.0)
            for i in 0..<features {
                let (b, direction) = (scale(i) * Double(slope[i]), Double(dx[i]))
                sumDx += direction
                m += normalized(i) * direction
                sumB += b
                b1 += b * normalized(i)
                bDx += b * direction
            }
            m /= n
            if let products {
                for i in 0..<features {
                    let tangent = r * (Double(dx[i]) - sumDx / n - normalized(i) * m)
                    products[start + i] = Float(Double(adjoint[i]) * normalized(i) + Double(slope[i]) * tangent)
                }
            }
            guard let result else { return }
            let q = bDx - sumB * sumDx / n - b1 * m
            func u(_ i: Int) -> Double {
                let b = scale(i) * Double(slope[i])
                return scale(i) * Double(adjoint[i]) - r * (b * m + b1 * Double(dx[i]) / n)
            }
            var (sumU, projection) = (0.0, 0.0)
            for i in 0..<features {
                sumU += u(i)
                projection += u(i) * normalized(i)
            }
            for i in 0..<features {
                let through = r * (u(i) - sumU / n - normalized(i) * projection / n)
                result[start + i] = Float(through - r * r * q * normalized(i) / n)
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
