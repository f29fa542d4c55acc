/// Changes of an image's brightness, saturation and contrast, in that order, and their gradient.
///
///     x1 = x + brightness
///     x2 = saturation * (x1 - m) + m      m: the mean of a pixel's channels
///     y  = contrast * (x2 - M) + M        M: the mean of the whole image
public enum ColorChanges {
    /// - Parameters:
    ///   - x: the images; `y` may be `x`.
    ///   - changes: [count, 3]: brightness, saturation and contrast of every image.
    public static func apply(
        _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, _ images: ImageBatch,
        changes: UnsafePointer<Float>, workers: Workers
    ) {
        let size = images.size
        images.eachImage(workers) { image in
            let (x, y, change) = (x + image * size, y + image * size, changes + 3 * image)
            mixChannels(x, into: y, images, share: change[1], added: change[0])
            mixAll(y, size, share: change[2])
        }
    }

    /// dx from dy; `dx` may be `dy`.
    public static func pullBack(
        _ dy: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>, _ images: ImageBatch,
        changes: UnsafePointer<Float>, workers: Workers
    ) {
        let size = images.size
        images.eachImage(workers) { image in
            let (dy, dx, change) = (dy + image * size, dx + image * size, changes + 3 * image)
            if dy != UnsafePointer(dx) { dx.update(from: dy, count: size) }
            // Mixing with a mean is its own adjoint.
            mixAll(dx, size, share: change[2])
            mixChannels(dx, into: dx, images, share: change[1], added: 0)
        }
    }

    /// y = share * (x + added) + (1 - share) * the mean of the pixel's channels of x + added.
    @inline(__always) private static func mixChannels(
        _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, _ images: ImageBatch, share: Float,
        added: Float
    ) {
        let channels = images.channels
        if channels == 1 {
            for i in 0..<images.size { y[i] = x[i] + added }
            return
        }
        var i = 0
        while i < images.size {
            var sum: Float = 0
            for c in 0..<channels { sum += x[i + c] }
            let rest = (1 - share) * (sum / Float(channels)) + added
            for c in 0..<channels { y[i + c] = share * x[i + c] + rest }
            i += channels
        }
    }

    /// y = share * y + (1 - share) * its mean.
    @inline(__always) private static func mixAll(_ y: UnsafeMutablePointer<Float>, _ size: Int, share: Float) {
        // Sixteen sums side by side, in an order of their own.
        var sums = SIMD16<Float>()
        var i = 0
        while i + 16 <= size {
            sums += UnsafeRawPointer(y + i).loadUnaligned(as: SIMD16<Float>.self)
            i += 16
        }
        var sum = sums.sum()
        while i < size {
            sum += y[i]
            i += 1
        }
        let rest = (1 - share) * (sum / Float(size))
        for i in 0..<size { y[i] = share * y[i] + rest }
    }
}
