/// How much the samples of a batch differ: for each group of them the standard deviation of every value over the group,
/// averaged over the values. Karras et al. 2018, section 3.
///
/// Of `rows` samples, sample n is in group n mod m, m = rows / size rounded up: the division of StyleGAN2, where the
/// batch is a multiple of the size. Sums are in double precision, in order.
public struct BatchDeviation: Sendable {
    private let features: Int
    private let size: Int
    private let epsilon: Double

    public init(features: Int, size: Int, epsilon: Double) {
        (self.features, self.size, self.epsilon) = (features, size, epsilon)
    }

    private func groups(_ rows: Int) -> Int { (rows + size - 1) / size }

    /// y [rows, places]: the group's deviation, at every place.
    public func forward(
        _ x: UnsafePointer<Float>, rows: Int, places: Int, into y: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        let groups = groups(rows)
        workers.run(tasks: groups) { group in
            var total = 0.0
            for i in 0..<features { total += moments(x, i, group, groups, rows).deviation }
            let value = Float(total / Double(features))
            for row in stride(from: group, to: rows, by: groups) {
                for place in 0..<places { y[row * places + place] = value }
            }
        }
    }

    public func gradient(
        _ dy: UnsafePointer<Float>, x: UnsafePointer<Float>, rows: Int, places: Int,
        into dx: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        let groups = groups(rows)
        workers.run(tasks: groups) { group in
            var slope = 0.0
            for row in stride(from: group, to: rows, by: groups) {
                for place in 0..<places { slope += Double(dy[row * places + place]) }
            }
            for i in 0..<features {
                let (mean, deviation, count) = moments(x, i, group, groups, rows)
                let factor = slope / (Double(features * count) * deviation)
                for row in stride(from: group, to: rows, by: groups) {
                    dx[row * features + i] = Float(factor * (Double(x[row * features + i]) - mean))
                }
            }
        }
    }

    @inline(__always) private func moments(
        _ x: UnsafePointer<Float>, _ i: Int, _ group: Int, _ groups: Int, _ rows: Int
    ) -> (mean: Double, deviation: Double, count: Int) {
        var (sum, count) = (0.0, 0)
        for row in stride(from: group, to: rows, by: groups) {
            sum += Double(x[row * features + i])
            count += 1
        }
        let mean = sum / Double(count)
        var squares = 0.0
        for row in stride(from: group, to: rows, by: groups) {
            let difference = Double(x[row * features + i]) - mean
            squares += difference * difference
        }
        return (mean, (squares / Double(count) + epsilon).squareRoot(), count)
    }
}
