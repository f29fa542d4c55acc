extension Picture {
    /// The middle of the picture, as large as the shape of the result allows, in `width` x `height` pixels.
    ///
    /// Each pixel of the result is a weighted mean of those around its place, in floating point and without rounding:
    /// weights fall linearly to 0 over one pixel or, where the picture is made smaller, over one pixel of the result,
    /// so that fine patterns blur rather than alias. Equal to Pillow's `ImageOps.fit(image, size, BILINEAR)` on images
    /// of mode F.
    public func fitted(width: Int, height: Int) -> Picture {
        let wanted = Double(width) / Double(height)
        let ratio = Double(self.width) / Double(self.height)
        let boxWidth = ratio > wanted ? wanted * Double(self.height) : Double(self.width)
        let boxHeight = ratio < wanted ? Double(self.width) / wanted : Double(self.height)
        guard (self.width, self.height) != (width, height) else { return self }
        let columns = Taps.along(
            self.width, from: (Double(self.width) - boxWidth) / 2, length: boxWidth, to: width)
        let rows = Taps.along(
            self.height, from: (Double(self.height) - boxHeight) / 2, length: boxHeight, to: height)
        let firstRow = rows.map(\.first).min() ?? 0
        let lastRow = rows.map { $0.first + $0.weights.count }.max() ?? 0
        // Columns first, of the rows that are needed.
        var narrow = [Float](repeating: 0, count: (lastRow - firstRow) * width * channels)
        values.withUnsafeBufferPointer { values in
            for row in firstRow..<lastRow {
                for (column, taps) in columns.enumerated() {
                    for channel in 0..<channels {
                        var sum: Float = 0
                        var place = (row * self.width + taps.first) * channels + channel
                        for weight in taps.weights {
                            sum += weight * values[place]
                            place += channels
                        }
                        narrow[((row - firstRow) * width + column) * channels + channel] = sum
                    }
                }
            }
        }
        var result = [Float](repeating: 0, count: height * width * channels)
        let line = width * channels
        for (row, taps) in rows.enumerated() {
            for (tap, weight) in taps.weights.enumerated() {
                let start = (taps.first + tap - firstRow) * line
                for index in 0..<line { result[row * line + index] += weight * narrow[start + index] }
            }
        }
        return Picture(width: width, height: height, channels: channels, values: result)
    }
}

/// What a pixel of a resampled line is made of.
private struct Taps {
    let first: Int
    /// Of the pixels from `first` on; their sum is 1.
    let weights: [Float]

    /// - Parameters:
    ///   - size: pixels of the line.
    ///   - start: where the part that is used begins, and its `length`, in pixels.
    ///   - count: pixels of the result.
    static func along(_ size: Int, from start: Double, length: Double, to count: Int) -> [Taps] {
        let scale = length / Double(count)
        let reach = max(scale, 1)
        return (0..<count).map { index in
            let center = start + (Double(index) + 0.5) * scale
            let first = max(0, Int(center - reach + 0.5))
            let end = min(size, Int(center + reach + 0.5))
            let weights = (first..<end).map { max(0, 1 - abs((Double($0) + 0.5 - center) / reach)) }
            let sum = weights.reduce(0, +)
            return Taps(first: first, weights: weights.map { Float($0 / sum) })
        }
    }
}
