/// Normalizes groups of each sample's values: y = (x - mean) r with r = 1 / sqrt(variance + epsilon), or, where the
/// mean stays, y = x r with r = 1 / sqrt(mean square + epsilon). Sums are in double precision, in order.
///
/// A sample is [positions, channels]. A group is a run of channels at all positions; of one position, where `rows`
/// counts positions. Wu & He 2018, eq. 1 and 7.
public struct GroupNormPlan: Sendable {
    private let positions: Int, channels: Int, groups: Int
    private let isCentred: Bool

    /// - Parameter groups: divides `channels`.
    public init(positions: Int, channels: Int, groups: Int, isCentred: Bool) {
        precondition(channels % groups == 0)
        (self.positions, self.channels, self.groups, self.isCentred) = (positions, channels, groups, isCentred)
    }

    private var width: Int { channels / groups }
    private var count: Int { positions * width }

    /// `mean` and `inverse` (r), [rows, groups] each, are kept for the other passes.
    public func forward(
        _ x: UnsafePointer<Float>, rows: Int, epsilon: Double, mean: UnsafeMutablePointer<Float>,
        inverse: UnsafeMutablePointer<Float>, into y: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        eachGroup(rows, workers) { group, start in
            let x = x + start
            var sum = 0.0
            if isCentred { each { sum += Double(x[$0]) } }
            let average = sum / Double(count)
            var squares = 0.0
            each { squares += (Double(x[$0]) - average) * (Double(x[$0]) - average) }
            let r = 1 / (squares / Double(count) + epsilon).squareRoot()
            (mean[group], inverse[group]) = (Float(average), Float(r))
            let target = y + start
            each { target[$0] = Float((Double(x[$0]) - average) * r) }
        }
    }

    /// J u with the symmetric J = dy/dx: the gradient by x of one by y, or the derivative of y along u.
    public func derivative(
        _ u: UnsafePointer<Float>, x: UnsafePointer<Float>, rows: Int, mean: UnsafePointer<Float>,
        inverse: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        eachGroup(rows, workers) { group, start in
            let (u, x, result) = (u + start, x + start, result + start)
            let (m, r) = (Double(mean[group]), Double(inverse[group]))
            var (sum, projection) = (0.0, 0.0)
            each {
                sum += Double(u[$0])
                projection += Double(u[$0]) * (Double(x[$0]) - m) * r
            }
            let (average, share) = (isCentred ? sum / Double(count) : 0, projection / Double(count))
            each { result[$0] = Float(r * (Double(u[$0]) - average - (Double(x[$0]) - m) * r * share)) }
        }
    }

    /// With S = sum of slope · dy along dx, and `adjoint` the derivative of what is wanted by y, its derivative by x:
    /// J (adjoint + r c) - r² Q y / n, where M = mean(y dx), B = sum(slope y), c = -(slope M + B dx / n), Q = S / r.
    public func secondDerivative(
        adjoint: UnsafePointer<Float>, slope: UnsafePointer<Float>, _ dx: UnsafePointer<Float>,
        x: UnsafePointer<Float>, rows: Int, mean: UnsafePointer<Float>, inverse: UnsafePointer<Float>,
        into result: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        let n = Double(count)
        eachGroup(rows, workers) { group, start in
            let (a, b, d) = (adjoint + start, slope + start, dx + start)
            let (x, result) = (x + start, result + start)
            let (average, r) = (Double(mean[group]), Double(inverse[group]))
            func y(_ i: Int) -> Double { (Double(x[i]) - average) * r }
            var (sumOfD, m, sumOfB, projection, product) = (0.0, 0.0, 0.0, 0.0, 0.0)
            each {
                sumOfD += Double(d[$0])
                m += y($0) * Double(d[$0])
                sumOfB += Double(b[$0])
                projection += Double(b[$0]) * y($0)
                product += Double(b[$0]) * Double(d[$0])
            }
            m /= n
            let centred = isCentred ? sumOfB * sumOfD / n : 0
            let q = product - centred - projection * m
            func u(_ i: Int) -> Double { Double(a[i]) - r * (Double(b[i]) * m + projection * Double(d[i]) / n) }
            var (sumOfU, share) = (0.0, 0.0)
            each {
                sumOfU += u($0)
                share += u($0) * y($0)
            }
            let centre = isCentred ? sumOfU / n : 0
            each {
                let straight: Double = u($0) - centre - y($0) * share / n
                let bent: Double = r * r * q * y($0) / n
                result[$0] = Float(r * straight - bent)
            }
        }
    }

    /// The places of a group's values, from its first.
    @inline(__always) private func each(_ body: (Int) -> Void) {
        for position in 0..<positions { for channel in 0..<width { body(position * channels + channel) } }
    }

    @inline(__always) private func eachGroup(_ rows: Int, _ workers: Workers, _ body: (Int, Int) -> Void) {
        let block = max(1, 8192 / max(1, count))
        workers.run(tasks: (rows * groups + block - 1) / block) { task in
            for group in task * block..<min(rows * groups, (task + 1) * block) {
                body(group, group / groups * positions * channels + group % groups * width)
            }
        }
    }
}
