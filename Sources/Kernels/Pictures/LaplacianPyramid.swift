/// Laplacian pyramids (Burt & Adelson 1983): what a picture has at each size that it lacks at half of it.
///
/// Down: every other pixel after the filter (1 4 6 4 1) / 16 in both directions, the picture mirrored at its edges
/// without repeating them. Up: zeros between the pixels, then four times that filter. Level l is the picture halved l
/// times less what comes up from level l + 1; the last level is what is left.
public struct LaplacianPyramid: Sendable {
    /// Of each level.
    public let sizes: [(height: Int, width: Int)]
    public let channels: Int

    /// - Parameters:
    ///   - levels: at most.
    ///   - least: no level after the first one is lower or narrower.
    public init(height: Int, width: Int, channels: Int, levels: Int, least: Int) {
        var sizes = [(height: height, width: width)]
        while sizes.count < levels, let last = sizes.last, (min(last.height, last.width) + 1) / 2 >= max(2, least) {
            sizes.append(((last.height + 1) / 2, (last.width + 1) / 2))
        }
        self.sizes = sizes
        self.channels = channels
    }

    /// Floats of scratch memory that `level` needs: two pictures and a line.
    public var scratchCount: Int { (2 * sizes[0].height + 1) * sizes[0].width * channels }

    /// Level `index` of a picture [height, width, channels], into the first of `scratch`.
    public func level(_ index: Int, of picture: UnsafePointer<Float>, scratch: UnsafeMutablePointer<Float>) {
        let size = sizes[0].height * sizes[0].width * channels
        var (current, other, line) = (scratch, scratch + size, scratch + 2 * size)
        current.update(from: picture, count: size)
        for halving in 0..<index {
            down(current, sizes[halving], into: other, line)
            (current, other) = (other, current)
        }
        if index + 1 < sizes.count {
            down(current, sizes[index], into: other, line)
            subtractUp(other, sizes[index + 1], from: current, sizes[index], line)
        }
        if current != scratch {
            scratch.update(from: current, count: sizes[index].height * sizes[index].width * channels)
        }
    }

    private func down(
        _ x: UnsafePointer<Float>, _ size: (height: Int, width: Int), into y: UnsafeMutablePointer<Float>,
        _ line: UnsafeMutablePointer<Float>
    ) {
        let length = size.width * channels
        var target = y
        for row in 0..<(size.height + 1) / 2 {
            func source(_ offset: Int) -> UnsafePointer<Float> {
                x + Self.mirrored(2 * row + offset, size.height) * length
            }
            let (a, b, c, d, e) = (source(-2), source(-1), source(0), source(1), source(2))
            for i in 0..<length { line[i] = (a[i] + e[i] + 4 * (b[i] + d[i]) + 6 * c[i]) * 0.0625 }
            for column in 0..<(size.width + 1) / 2 {
                func source(_ offset: Int) -> UnsafePointer<Float> {
                    UnsafePointer(line) + Self.mirrored(2 * column + offset, size.width) * channels
                }
                let (a, b, c, d, e) = (source(-2), source(-1), source(0), source(1), source(2))
                for channel in 0..<channels {
                    target[channel] =
                        (a[channel] + e[channel] + 4 * (b[channel] + d[channel]) + 6 * c[channel]) * 0.0625
                }
                target += channels
            }
        }
    }

    /// y -= x, twice as high and wide. The zeros between pixels leave three taps at an even place, two at an odd one.
    private func subtractUp(
        _ x: UnsafePointer<Float>, _ half: (height: Int, width: Int), from y: UnsafeMutablePointer<Float>,
        _ size: (height: Int, width: Int), _ line: UnsafeMutablePointer<Float>
    ) {
        let length = half.width * channels
        var target = y
        for row in 0..<size.height {
            let (a, b, c) = Self.neighbours(row / 2, half.height, length)
            Self.up(x + a, x + b, x + c, isEven: row % 2 == 0, count: length) { line[$0] = $1 }
            for column in 0..<size.width {
                let (a, b, c) = Self.neighbours(column / 2, half.width, channels)
                let target = target + column * channels
                Self.up(line + a, line + b, line + c, isEven: column % 2 == 0, count: channels) { target[$0] -= $1 }
            }
            target += size.width * channels
        }
    }

    @inline(__always) private static func up(
        _ before: UnsafePointer<Float>, _ at: UnsafePointer<Float>, _ after: UnsafePointer<Float>, isEven: Bool,
        count: Int, _ use: (Int, Float) -> Void
    ) {
        if isEven {
            for i in 0..<count { use(i, (before[i] + after[i] + 6 * at[i]) * 0.125) }
        } else {
            for i in 0..<count { use(i, (at[i] + after[i]) * 0.5) }
        }
    }

    /// Where the lines before, at and after `place` start. Of the picture with zeros between its pixels the last pixel
    /// but one is mirrored at the end, a zero, so that the last pixel follows itself.
    private static func neighbours(_ place: Int, _ count: Int, _ length: Int) -> (Int, Int, Int) {
        ((place == 0 ? 1 : place - 1) * length, place * length, min(place + 1, count - 1) * length)
    }

    /// The place within 0..<count, at least 3, that stands for one at most two outside of it.
    @inline(__always) private static func mirrored(_ place: Int, _ count: Int) -> Int {
        place < 0 ? -place : place < count ? place : 2 * (count - 1) - place
    }
}
