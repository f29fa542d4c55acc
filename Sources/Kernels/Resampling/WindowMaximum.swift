/// The largest value of each channel within windows that slide over an image, [height, width, channels]. What lies
/// outside the image takes no part. Of equal values the first, line by line, has the gradient; NaN gives NaN.
public struct WindowMaximum: Sendable {
    private let height: Int, width: Int, channels: Int
    private let kernel: (height: Int, width: Int), stride: (height: Int, width: Int)
    private let padding: (height: Int, width: Int), positions: (height: Int, width: Int)

    public init(
        height: Int, width: Int, channels: Int, kernel: (height: Int, width: Int), stride: (height: Int, width: Int),
        padding: (height: Int, width: Int), positions: (height: Int, width: Int)
    ) {
        (self.height, self.width, self.channels) = (height, width, channels)
        (self.kernel, self.stride, self.padding, self.positions) = (kernel, stride, padding, positions)
    }

    private var inputs: Int { height * width * channels }
    private var outputs: Int { positions.height * positions.width * channels }

    public func forward(
        _ x: UnsafePointer<Float>, rows: Int, into y: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        workers.run(tasks: rows) { row in
            let (x, y) = (x + row * inputs, y + row * outputs)
            for place in 0..<positions.height * positions.width {
                for c in 0..<channels {
                    y[place * channels + c] = x[winner(x, place, c)]
                }
            }
        }
    }

    /// dx: each dy goes to the value that won its window.
    public func gradient(
        _ dy: UnsafePointer<Float>, x: UnsafePointer<Float>, rows: Int, into dx: UnsafeMutablePointer<Float>,
        workers: Workers
    ) {
        workers.run(tasks: rows) { row in
            let (x, dx, dy) = (x + row * inputs, dx + row * inputs, dy + row * outputs)
            for i in 0..<inputs { dx[i] = 0 }
            for place in 0..<positions.height * positions.width {
                for c in 0..<channels { dx[winner(x, place, c)] += dy[place * channels + c] }
            }
        }
    }

    /// What `values`, of x's shape, hold where x won: the derivative of y along a direction.
    public func select(
        _ values: UnsafePointer<Float>, x: UnsafePointer<Float>, rows: Int, into selected: UnsafeMutablePointer<Float>,
        workers: Workers
    ) {
        workers.run(tasks: rows) { row in
            let (x, values, selected) = (x + row * inputs, values + row * inputs, selected + row * outputs)
            for place in 0..<positions.height * positions.width {
                for c in 0..<channels { selected[place * channels + c] = values[winner(x, place, c)] }
            }
        }
    }

    /// The index, in the image `x`, of the largest value of a window.
    @inline(__always) private func winner(_ x: UnsafePointer<Float>, _ place: Int, _ channel: Int) -> Int {
        let top = place / positions.width * stride.height - padding.height
        let left = place % positions.width * stride.width - padding.width
        var best = -1
        for i in max(0, top)..<min(height, top + kernel.height) {
            for j in max(0, left)..<min(width, left + kernel.width) {
                let index = (i * width + j) * channels + channel
                if best < 0 || x[index] > x[best] || (x[index] != x[index] && x[best] == x[best]) { best = index }
            }
        }
        return best
    }
}
