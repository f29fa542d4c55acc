/// Images moved by whole pixels, mirrored, or with a part blanked out. What comes from outside an image is 0.
public enum ImageShifts {
    /// y[i, j] = x[i + rows, j + columns].
    /// - Parameters:
    ///   - offsets: [count, 2]: rows and columns of every image, whole numbers.
    ///   - sign: -1 for the way back: y[i, j] = x[i - rows, j - columns].
    public static func translate(
        _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, _ images: ImageBatch,
        offsets: UnsafePointer<Float>, sign: Int = 1, workers: Workers
    ) {
        let (height, width, channels) = (images.height, images.width, images.channels)
        let line = width * channels
        images.eachImage(workers) { image in
            let (x, y) = (x + image * images.size, y + image * images.size)
            let (down, right) = (sign * Int(offsets[2 * image]), sign * Int(offsets[2 * image + 1]))
            // Columns of the result that come from inside.
            let first = min(max(0, -right), width)
            let end = max(min(width, width - right), first)
            for row in 0..<height {
                let target = y + row * line
                let source = row + down
                guard source >= 0, source < height, end > first else {
                    target.update(repeating: 0, count: line)
                    continue
                }
                target.update(repeating: 0, count: first * channels)
                (target + first * channels).update(
                    from: x + source * line + (first + right) * channels, count: (end - first) * channels)
                (target + end * channels).update(repeating: 0, count: (width - end) * channels)
            }
        }
    }

    /// y = x, or x mirrored left for right where `flags` [count] is not 0. Its own inverse and adjoint.
    public static func mirror(
        _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, _ images: ImageBatch,
        flags: UnsafePointer<Float>, workers: Workers
    ) {
        let (width, channels) = (images.width, images.channels)
        images.eachImage(workers) { image in
            let (x, y) = (x + image * images.size, y + image * images.size)
            guard flags[image] != 0 else { return y.update(from: x, count: images.size) }
            for row in 0..<images.height {
                for column in 0..<width {
                    let source = (row * width + width - 1 - column) * channels
                    let target = (row * width + column) * channels
                    for channel in 0..<channels { y[target + channel] = x[source + channel] }
                }
            }
        }
    }

    /// y = x, and 0 in a window whose middle is at `places` [count, 2], row and column, as far as it lies inside. Its
    /// own adjoint.
    /// - Parameter size: height and width of the window; pixel (row - height / 2, column - width / 2) is its first.
    public static func cutOut(
        _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, _ images: ImageBatch,
        places: UnsafePointer<Float>, size: (height: Int, width: Int), workers: Workers
    ) {
        let (height, width, channels) = (images.height, images.width, images.channels)
        images.eachImage(workers) { image in
            let (x, y) = (x + image * images.size, y + image * images.size)
            y.update(from: x, count: images.size)
            let (row, column) = (Int(places[2 * image]), Int(places[2 * image + 1]))
            let top = row - size.height / 2
            let left = column - size.width / 2
            let (firstColumn, endColumn) = (max(0, left), min(width, left + size.width))
            guard endColumn > firstColumn else { return }
            for row in max(0, top)..<max(max(0, top), min(height, top + size.height)) {
                (y + (row * width + firstColumn) * channels).update(
                    repeating: 0, count: (endColumn - firstColumn) * channels)
            }
        }
    }
}
