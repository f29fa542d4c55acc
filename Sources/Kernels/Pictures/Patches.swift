/// Patches of one level of many pictures' Laplacian pyramids, as rows of a matrix.
public struct Patches: Sendable {
    public let pyramid: LaplacianPyramid
    public let level: Int
    /// Lines and columns of a patch.
    public let height: Int, width: Int
    /// Of each picture.
    public let count: Int

    /// - Parameter side: of a patch, or that of the level's picture where it is smaller.
    public init(_ pyramid: LaplacianPyramid, level: Int, side: Int, count: Int) {
        self.pyramid = pyramid
        self.level = level
        self.count = count
        height = min(side, pyramid.sizes[level].height)
        width = min(side, pyramid.sizes[level].width)
    }

    /// Numbers in a patch.
    public var dimensions: Int { height * width * pyramid.channels }
    /// A patch's first line, and its first column, is below these.
    public var lastLine: Int { pyramid.sizes[level].height - height + 1 }
    public var lastColumn: Int { pyramid.sizes[level].width - width + 1 }

    /// rows [pictures · count, height, width, channels], of which each channel has mean 0 and standard deviation 1 over
    /// all rows; a deviation of at most `least` is none, and all that is divided by it is 0.
    ///
    /// - Parameters:
    ///   - pictures: [pictureCount, height, width, channels of the pyramid]
    ///   - places: [pictureCount, count, 2]: first lines and columns.
    public func take(
        _ pictures: UnsafePointer<Float>, pictureCount: Int, places: UnsafePointer<Int32>, least: Double,
        into rows: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        let (channels, dimensions) = (pyramid.channels, dimensions)
        let size = pyramid.sizes[0].height * pyramid.sizes[0].width * channels
        let scratch = (0..<workers.threads).map { _ in FloatBuffer(count: pyramid.scratchCount) }
        // For each picture and channel the sum, and that of the squares.
        var sums = [Double](repeating: 0, count: 2 * channels * pictureCount)
        sums.withUnsafeMutableBufferPointer { sums in
            guard let sums = sums.baseAddress else { return }
            workers.runIndexed(tasks: pictureCount) { picture, worker in
                let image = scratch[worker].pointer
                pyramid.level(level, of: pictures + picture * size, scratch: image)
                let first = picture * count
                for patch in first..<first + count {
                    copy(
                        image, line: Int(places[2 * patch]), column: Int(places[2 * patch + 1]),
                        into: rows + patch * dimensions)
                }
                add(rows + first * dimensions, to: sums + 2 * channels * picture)
            }
        }
        normalize(rows, pictureCount: pictureCount, scales(sums, pictureCount, least), workers)
    }

    private func copy(
        _ image: UnsafePointer<Float>, line: Int, column: Int, into row: UnsafeMutablePointer<Float>
    ) {
        let (channels, stride) = (pyramid.channels, pyramid.sizes[level].width * pyramid.channels)
        let source = image + line * stride + column * channels
        for line in 0..<height {
            (row + line * width * channels).update(from: source + line * stride, count: width * channels)
        }
    }

    /// Of a picture's rows.
    private func add(_ rows: UnsafePointer<Float>, to sums: UnsafeMutablePointer<Double>) {
        let channels = pyramid.channels
        for channel in 0..<channels {
            var (sum, squares) = (0.0, 0.0)
            for place in stride(from: channel, to: count * dimensions, by: channels) {
                let value = Double(rows[place])
                sum += value
                squares += value * value
            }
            (sums[2 * channel], sums[2 * channel + 1]) = (sum, squares)
        }
    }

    /// Of each channel the mean, and what to multiply with after it was subtracted.
    private func scales(_ sums: [Double], _ pictureCount: Int, _ least: Double) -> [(mean: Float, factor: Float)] {
        let channels = pyramid.channels
        let numbers = Double(pictureCount * count * height * width)
        return (0..<channels).map { channel in
            var (sum, squares) = (0.0, 0.0)
            for picture in 0..<pictureCount {
                sum += sums[2 * (picture * channels + channel)]
                squares += sums[2 * (picture * channels + channel) + 1]
            }
            let mean = sum / numbers
            let deviation = max(0, squares / numbers - mean * mean).squareRoot()
            return (Float(mean), deviation > least ? Float(1 / deviation) : 0)
        }
    }

    private func normalize(
        _ rows: UnsafeMutablePointer<Float>, pictureCount: Int, _ scales: [(mean: Float, factor: Float)],
        _ workers: Workers
    ) {
        let dimensions = dimensions
        // By place in a row, so that a row is one pass.
        let means = (0..<dimensions).map { scales[$0 % scales.count].mean }
        let factors = (0..<dimensions).map { scales[$0 % scales.count].factor }
        means.withUnsafeBufferPointer { means in
            factors.withUnsafeBufferPointer { factors in
                guard let means = means.baseAddress, let factors = factors.baseAddress else { return }
                workers.run(tasks: pictureCount) { picture in
                    for patch in picture * count..<(picture + 1) * count {
                        let row = rows + patch * dimensions
                        for i in 0..<dimensions { row[i] = (row[i] - means[i]) * factors[i] }
                    }
                }
            }
        }
    }
}
