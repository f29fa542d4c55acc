import Foundation
import Reference

extension Reference {
    /// All indices of an image.
    static func places(_ shape: [Int]) -> [(Int, Int, Int)] {
        (0..<shape[0] * shape[1] * shape[2]).map { ($0 / shape[2] / shape[1], $0 / shape[2] % shape[1], $0 % shape[2]) }
    }

    static func upsampled(_ x: Rows, factor: [Int], isLinear: Bool) -> Rows {
        let shape = [x.shape[0] * factor[0], x.shape[1] * factor[1], x.shape[2]]
        var y = Rows(shape, [Double](repeating: 0, count: x.count * shape.reduce(1, *)))
        /// The two pixels along one axis and the share of the second.
        func mix(_ place: Int, _ axis: Int) -> (Int, Int, Double) {
            guard isLinear else { return (place / factor[axis], place / factor[axis], 0) }
            let centre = min(max((Double(place) + 0.5) / Double(factor[axis]) - 0.5, 0), Double(x.shape[axis] - 1))
            return (Int(centre), min(Int(centre) + 1, x.shape[axis] - 1), centre - centre.rounded(.down))
        }
        for n in 0..<x.count {
            for (i, j, c) in places(shape) {
                let ((top, bottom, down), (left, right, along)) = (mix(i, 0), mix(j, 1))
                y[n, i, j, c] =
                    (1 - down) * ((1 - along) * x[n, top, left, c] + along * x[n, top, right, c])
                    + down * ((1 - along) * x[n, bottom, left, c] + along * x[n, bottom, right, c])
            }
        }
        return y
    }

    static func blurred(_ x: Rows, kernel: [Double], stride: [Int], mirrors: Bool) -> Rows {
        let shape = [(x.shape[0] - 1) / stride[0] + 1, (x.shape[1] - 1) / stride[1] + 1, x.shape[2]]
        var y = Rows(shape, [Double](repeating: 0, count: x.count * shape.reduce(1, *)))
        let (sum, reach) = (kernel.reduce(0, +), kernel.count / 2)
        func source(_ place: Int, _ axis: Int) -> Int? {
            let last = x.shape[axis] - 1
            if place >= 0, place <= last { return place }
            return mirrors ? (place < 0 ? -place : 2 * last - place) : nil
        }
        for n in 0..<x.count {
            for (i, j, c) in places(shape) {
                for (u, a) in kernel.enumerated() {
                    for (v, b) in kernel.enumerated() {
                        guard let k = source(i * stride[0] + u - reach, 0), let l = source(j * stride[1] + v - reach, 1)
                        else { continue }
                        y[n, i, j, c] += a * b / sum / sum * x[n, k, l, c]
                    }
                }
            }
        }
        return y
    }
}
