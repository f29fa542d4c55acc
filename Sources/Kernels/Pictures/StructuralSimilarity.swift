import Foundation

/// Multi-scale structural similarity of pairs of pictures (Wang, Simoncelli & Bovik 2003, eq. 7).
///
/// At each scale the two are compared within a Gaussian window at every place where it fits: contrast and structure
/// cs = (2 σxy + C2) / (σx² + σy² + C2), and at the last scale luminance too, (2 μx μy + C1) / (μx² + μy² + C1). The
/// result is the product over scales of their means over places and channels, each raised to the scale's weight; a
/// mean below 0 counts as 0. Between scales, means of 2x2 pixels; a last line or column without a partner is left out.
public struct StructuralSimilarity: Sendable {
    private typealias Vector = SIMD16<Float>

    private static let weights = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333]
    private static let window = 11
    private static let deviation = 1.5
    /// (0.01 L)^2 and (0.03 L)^2, L = 1 the range of values.
    private static let c1: Float = 0.01 * 0.01
    private static let c2: Float = 0.03 * 0.03
    /// Floats after the end of a line that a vector may read.
    private static let margin = 16

    private struct Scale {
        let height: Int, width: Int
        /// A Gaussian, in one direction, of sum 1.
        let window: [Float]
        let weight: Double
    }

    private let scales: [Scale]
    private let channels: Int

    /// Five scales, or as many as leave a pixel; the weights of fewer are divided by their sum. The window is 11x11
    /// with a standard deviation of 1.5 pixels, both smaller in proportion where a picture is less than 11 pixels high
    /// or wide.
    public init(height: Int, width: Int, channels: Int) {
        self.channels = channels
        let sizes = Self.weights.indices.map { (height >> $0, width >> $0) }.prefix { $0 > 0 && $1 > 0 }
        let sum = sizes.count == Self.weights.count ? 1 : Self.weights.prefix(sizes.count).reduce(0, +)
        scales = zip(sizes, Self.weights).map { size, weight in
            Scale(
                height: size.0, width: size.1, window: Self.gaussian(min(Self.window, size.0, size.1)),
                weight: weight / sum)
        }
    }

    public var scaleCount: Int { scales.count }

    private static func gaussian(_ size: Int) -> [Float] {
        let deviation = Self.deviation * Double(size) / Double(window)
        let values = (0..<size).map { place in
            let distance = Double(place) - Double(size - 1) / 2
            return exp(-distance * distance / (2 * deviation * deviation))
        }
        let sum = values.reduce(0, +)
        return values.map { Float($0 / sum) }
    }

    /// results[i] = similarity of the pictures `pairs[2 i]` and `pairs[2 i + 1]`.
    ///
    /// - Parameters:
    ///   - pictures: [any number, height, width, channels], values in [-1, 1]; others count as the nearer end.
    ///   - pairs: [count, 2]
    public func measure(
        _ pictures: UnsafePointer<Float>, pairs: UnsafePointer<Int32>, count: Int,
        into results: UnsafeMutablePointer<Double>, workers: Workers
    ) {
        guard let first = scales.first else { return }
        let size = first.height * first.width * channels
        let scratch = (0..<workers.threads).map { _ in Scratch(size: size, line: first.width * channels) }
        workers.runIndexed(tasks: count) { pair, worker in
            let scratch = scratch[worker]
            Self.center(pictures + Int(pairs[2 * pair]) * size, count: size, into: scratch.planes[0])
            Self.center(pictures + Int(pairs[2 * pair + 1]) * size, count: size, into: scratch.planes[1])
            results[pair] = similarity(scratch)
        }
    }

    /// Five planes of a pair and a line of each: x, y, x², y², xy.
    private final class Scratch {
        let planes: [UnsafeMutablePointer<Float>]
        let lines: [UnsafeMutablePointer<Float>]
        private let buffers: [FloatBuffer]

        init(size: Int, line: Int) {
            buffers = (0..<10).map { FloatBuffer(count: ($0 < 5 ? size : line) + 2 * margin) }
            planes = buffers.prefix(5).map(\.pointer)
            lines = buffers.suffix(5).map(\.pointer)
        }
    }

    /// x / 2, which lies in [-1/2, 1/2]: the variances of such numbers lose fewer digits than those of x / 2 + 1/2.
    private static func center(
        _ x: UnsafePointer<Float>, count: Int, into y: UnsafeMutablePointer<Float>
    ) {
        for i in 0..<count { y[i] = 0.5 * min(max(x[i], -1), 1) }
    }

    private func similarity(_ scratch: Scratch) -> Double {
        var product = 1.0
        for (index, scale) in scales.enumerated() {
            let isLast = index == scales.count - 1
            let mean = mean(scale, scratch, withLuminance: isLast)
            product *= pow(max(0, mean), scale.weight)
            guard !isLast else { break }
            for plane in scratch.planes.prefix(2) { halve(plane, height: scale.height, width: scale.width) }
        }
        return product
    }

    /// The mean of cs, or of its product with luminance, over places and channels.
    private func mean(_ scale: Scale, _ scratch: Scratch, withLuminance: Bool) -> Double {
        let (planes, lines) = (scratch.planes, scratch.lines)
        let (x, y, xx, yy, xy) = (planes[0], planes[1], planes[2], planes[3], planes[4])
        for i in 0..<scale.height * scale.width * channels {
            xx[i] = x[i] * x[i]
            yy[i] = y[i] * y[i]
            xy[i] = x[i] * y[i]
        }
        let size = scale.window.count
        let (rows, columns) = (scale.height - size + 1, (scale.width - size + 1) * channels)
        let line = scale.width * channels
        var total = 0.0
        scale.window.withUnsafeBufferPointer { window in
            guard let window = window.baseAddress else { return }
            for row in 0..<rows {
                for index in 0..<5 {
                    Self.weigh(planes[index] + row * line, step: line, window, size, count: line, into: lines[index])
                }
                total += lineSum(lines, window, size, columns, withLuminance)
            }
        }
        return total / Double(rows * columns)
    }

    /// y[i] = sum over k of window[k] x[i + k step], whole vectors of it.
    @inline(__always) private static func weigh(
        _ x: UnsafePointer<Float>, step: Int, _ window: UnsafePointer<Float>, _ size: Int, count: Int,
        into y: UnsafeMutablePointer<Float>
    ) {
        var i = 0
        while i < count {
            UnsafeMutableRawPointer(y + i).storeBytes(of: weighed(x + i, step: step, window, size), as: Vector.self)
            i += 16
        }
    }

    @inline(__always) private static func weighed(
        _ x: UnsafePointer<Float>, step: Int, _ window: UnsafePointer<Float>, _ size: Int
    ) -> Vector {
        var sum = Vector.zero
        for k in 0..<size {
            let values = UnsafeRawPointer(x + k * step).loadUnaligned(as: Vector.self)
            sum = sum.addingProduct(values, Vector(repeating: window[k]))
        }
        return sum
    }

    /// The sum of similarities along a line of places, of which there are `count`, channels included.
    private func lineSum(
        _ lines: [UnsafeMutablePointer<Float>], _ window: UnsafePointer<Float>, _ size: Int, _ count: Int,
        _ withLuminance: Bool
    ) -> Double {
        let (x, y, xx, yy, xy) = (lines[0], lines[1], lines[2], lines[3], lines[4])
        let lanes = SIMD16<Int32>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
        var sums = Vector.zero
        var i = 0
        while i < count {
            let meanX = Self.weighed(x + i, step: channels, window, size)
            let meanY = Self.weighed(y + i, step: channels, window, size)
            let varianceX = Self.weighed(xx + i, step: channels, window, size) - meanX * meanX
            let varianceY = Self.weighed(yy + i, step: channels, window, size) - meanY * meanY
            let covariance = Self.weighed(xy + i, step: channels, window, size) - meanX * meanY
            var similarity = (2 * covariance + Self.c2) / (varianceX + varianceY + Self.c2)
            if withLuminance {
                let (a, b) = (meanX + 0.5, meanY + 0.5)
                // In parts, which a compiler of version 6.2 is quick to see through.
                let above: Vector = 2 * (a * b) + Self.c1
                let below: Vector = a * a + b * b + Self.c1
                similarity *= above / below
            }
            let rest = SIMD16<Int32>(repeating: Int32(truncatingIfNeeded: count - i))
            sums += similarity.replacing(with: 0, where: lanes .>= rest)
            i += 16
        }
        return Double(sums.sum())
    }

    /// Means of 2x2 pixels, in place: a result lies before all that is still to be read.
    private func halve(_ plane: UnsafeMutablePointer<Float>, height: Int, width: Int) {
        let line = width * channels
        var target = plane
        for row in 0..<height / 2 {
            let source = plane + 2 * row * line
            for column in 0..<width / 2 {
                for channel in 0..<channels {
                    let pixel = source + 2 * column * channels + channel
                    target[0] = (pixel[0] + pixel[channels] + pixel[line] + pixel[line + channels]) * 0.25
                    target += 1
                }
            }
        }
    }
}
