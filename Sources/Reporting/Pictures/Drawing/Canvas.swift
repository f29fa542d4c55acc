import Formats
import Foundation

/// A position in a drawing: x to the right, y down, in points. A point is `Canvas.scale` pixels.
public struct Point: Hashable, Sendable {
    public var x: Double
    public var y: Double

    public init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }
}

public struct Rect: Hashable, Sendable {
    public var left: Double
    public var top: Double
    public var width: Double
    public var height: Double

    public init(left: Double, top: Double, width: Double, height: Double) {
        self.left = left
        self.top = top
        self.width = width
        self.height = height
    }

    public var right: Double { left + width }
    public var bottom: Double { top + height }
}

/// A drawing surface with smooth edges: a pixel at distance d from a shape's middle line is covered by the share
/// clamp(radius - d + 1/2). All measures are in points; pictures come out at `scale` pixels a point.
public struct Canvas: Sendable {
    public let scale: Double
    public let pixelWidth: Int
    public let pixelHeight: Int
    /// RGB, rows from the top.
    private var samples: [UInt8]
    /// Nothing outside is drawn; in pixels.
    private var clip: (left: Int, top: Int, right: Int, bottom: Int)

    public init(width: Double, height: Double, scale: Double = 2, background: Color = .white) {
        self.scale = scale
        pixelWidth = max(1, Int((width * scale).rounded()))
        pixelHeight = max(1, Int((height * scale).rounded()))
        let (r, g, b) = background.bytes
        samples = [UInt8](repeating: r, count: pixelWidth * pixelHeight * 3)
        if g != r || b != r {
            for index in stride(from: 0, to: samples.count, by: 3) {
                samples[index + 1] = g
                samples[index + 2] = b
            }
        }
        clip = (0, 0, pixelWidth, pixelHeight)
    }

    public var image: PixelImage {
        PixelImage(width: pixelWidth, height: pixelHeight, channels: 3, samples: samples)
    }

    /// Draws with everything outside of `rect` left untouched.
    public mutating func clipped(to rect: Rect, _ draw: (inout Canvas) -> Void) {
        let outer = clip
        clip = (
            max(clip.left, pixel(rect.left)), max(clip.top, pixel(rect.top)),
            min(clip.right, pixel(rect.right)), min(clip.bottom, pixel(rect.bottom))
        )
        draw(&self)
        clip = outer
    }

    /// A rectangle whose edges fall on whole pixels.
    public mutating func fill(_ rect: Rect, _ color: Color) {
        let rows = max(clip.top, pixel(rect.top))..<max(clip.top, pixel(rect.top), min(clip.bottom, pixel(rect.bottom)))
        let columns =
            max(clip.left, pixel(rect.left))..<max(clip.left, pixel(rect.left), min(clip.right, pixel(rect.right)))
        for y in rows {
            for x in columns { set(x, y, color.bytes) }
        }
    }

    /// Sets every pixel of `rect` to what `shade` gives for the pixel's middle.
    public mutating func shade(_ rect: Rect, _ shade: (Point) -> Color) {
        for y in max(clip.top, pixel(rect.top))..<min(clip.bottom, pixel(rect.bottom)) {
            for x in max(clip.left, pixel(rect.left))..<min(clip.right, pixel(rect.right)) {
                set(x, y, shade(Point((Double(x) + 0.5) / scale, (Double(y) + 0.5) / scale)).bytes)
            }
        }
    }

    public mutating func disc(_ center: Point, radius: Double, _ color: Color, opacity: Double = 1) {
        stroke([[center, center]], width: 2 * radius, color, opacity: opacity)
    }

    /// Lines through the points of each path, with round joints and ends. Where paths or segments meet, nothing is
    /// covered twice.
    public mutating func stroke(_ paths: [[Point]], width: Double, _ color: Color, opacity: Double = 1) {
        let radius = width / 2 * scale
        var (minX, maxX, minY, maxY) = (Double.infinity, -Double.infinity, Double.infinity, -Double.infinity)
        for path in paths {
            for point in path where point.isFinite {
                (minX, maxX) = (min(minX, point.x), max(maxX, point.x))
                (minY, maxY) = (min(minY, point.y), max(maxY, point.y))
            }
        }
        guard minX <= maxX else { return }
        let left = clamp(minX * scale - radius - 1, clip.left, clip.right)
        let right = clamp(maxX * scale + radius + 2, clip.left, clip.right)
        let top = clamp(minY * scale - radius - 1, clip.top, clip.bottom)
        let bottom = clamp(maxY * scale + radius + 2, clip.top, clip.bottom)
        guard left < right, top < bottom else { return }

        let columns = right - left
        withUnsafeTemporaryAllocation(of: Float.self, capacity: columns * (bottom - top)) { coverage in
            coverage.initialize(repeating: 0)
            for path in paths {
                for (a, b) in zip(path, path.dropFirst()) where a.isFinite && b.isFinite {
                    let segment = Segment(a, b, scale: scale)
                    let first = clamp(segment.minY - radius - 1, top, bottom)
                    for y in first..<max(first, clamp(segment.maxY + radius + 2, top, bottom)) {
                        guard let near = segment.columns(near: Double(y) + 0.5, radius + 1) else { continue }
                        let first = clamp(near.left - 1, left, right)
                        for x in first..<max(first, clamp(near.right + 1, left, right)) {
                            let share = radius + 0.5 - segment.distance(Double(x) + 0.5, Double(y) + 0.5)
                            let index = (y - top) * columns + x - left
                            if share > 0 { coverage[index] = max(coverage[index], Float(min(share, 1))) }
                        }
                    }
                }
            }
            for y in top..<bottom {
                for x in left..<right {
                    let share = coverage[(y - top) * columns + x - left]
                    if share > 0 { blend(x, y, color, Double(share) * opacity) }
                }
            }
        }
    }

    /// A dashed line of one segment.
    public mutating func dashed(
        _ a: Point, _ b: Point, width: Double, _ color: Color, dash: Double = 4, gap: Double = 3
    ) {
        let length = hypot(b.x - a.x, b.y - a.y)
        guard length > 0, length.isFinite else { return }
        func at(_ s: Double) -> Point { Point(a.x + (b.x - a.x) * s / length, a.y + (b.y - a.y) * s / length) }
        for start in Swift.stride(from: 0, to: length, by: dash + gap) {
            stroke([[at(start), at(min(start + dash, length))]], width: width, color)
        }
    }

    /// The area between two curves given at the same ascending x.
    public mutating func band(_ xs: [Double], lower: [Double], upper: [Double], _ color: Color, opacity: Double) {
        for index in xs.indices.dropLast() {
            let x0 = xs[index] * scale
            let x1 = xs[index + 1] * scale
            guard x1 > x0 else { continue }
            let first = clamp((x0 - 0.5).rounded(.up), clip.left, clip.right)
            let last = clamp((x1 - 0.5).rounded(.up), clip.left, clip.right)
            for x in first..<max(first, last) {
                let t = (Double(x) + 0.5 - x0) / (x1 - x0)
                let a = (upper[index] + (upper[index + 1] - upper[index]) * t) * scale
                let b = (lower[index] + (lower[index + 1] - lower[index]) * t) * scale
                let (top, bottom) = (min(a, b), max(a, b))
                for y in clamp(top.rounded(.down), clip.top, clip.bottom)..<clamp(bottom + 1, clip.top, clip.bottom) {
                    let share = min(Double(y) + 1, bottom) - max(Double(y), top)
                    if share > 0 { blend(x, y, color, share * opacity) }
                }
            }
        }
    }

    /// Copies an image with its top left corner at `origin`, each of its pixels to one of the canvas.
    public mutating func place(_ image: PixelImage, at origin: Point) {
        let (x0, y0) = (pixel(origin.x), pixel(origin.y))
        let columns = max(clip.left, x0)..<max(clip.left, x0, min(clip.right, x0 + image.width))
        for y in max(clip.top, y0)..<max(clip.top, y0, min(clip.bottom, y0 + image.height)) {
            let source = ((y - y0) * image.width + columns.lowerBound - x0) * image.channels
            let target = (y * pixelWidth + columns.lowerBound) * 3
            for index in 0..<columns.count * 3 {
                samples[target + index] = image.samples[source + (image.channels == 1 ? index / 3 : index)]
            }
        }
    }

    private mutating func set(_ x: Int, _ y: Int, _ color: (UInt8, UInt8, UInt8)) {
        let index = (y * pixelWidth + x) * 3
        samples[index] = color.0
        samples[index + 1] = color.1
        samples[index + 2] = color.2
    }

    private mutating func blend(_ x: Int, _ y: Int, _ color: Color, _ share: Double) {
        let index = (y * pixelWidth + x) * 3
        func mix(_ under: UInt8, _ over: Double) -> UInt8 {
            UInt8(min(max(Double(under) + (over * 255 - Double(under)) * share, 0), 255) + 0.5)
        }
        samples[index] = mix(samples[index], color.red)
        samples[index + 1] = mix(samples[index + 1], color.green)
        samples[index + 2] = mix(samples[index + 2], color.blue)
    }

    private func pixel(_ points: Double) -> Int { clamp((points * scale).rounded(), -1 << 20, 1 << 20) }
}

extension Point {
    fileprivate var isFinite: Bool { x.isFinite && y.isFinite }
}

/// `x` as an integer within the bounds; also for what no integer can hold.
private func clamp(_ x: Double, _ low: Int, _ high: Int) -> Int {
    x.isNaN ? low : Int(min(max(x, Double(low)), Double(high)))
}

/// A line segment in pixels.
private struct Segment {
    let ax: Double, ay: Double, dx: Double, dy: Double, inverseSquare: Double
    let minX: Double, maxX: Double, minY: Double, maxY: Double

    init(_ a: Point, _ b: Point, scale: Double) {
        (ax, ay) = (a.x * scale, a.y * scale)
        (dx, dy) = ((b.x - a.x) * scale, (b.y - a.y) * scale)
        let square = dx * dx + dy * dy
        inverseSquare = square > 0 ? 1 / square : 0
        (minX, maxX) = (min(ax, ax + dx), max(ax, ax + dx))
        (minY, maxY) = (min(ay, ay + dy), max(ay, ay + dy))
    }

    /// Where a point at the height `y` may lie within `reach` of the segment; nil: nowhere.
    func columns(near y: Double, _ reach: Double) -> (left: Double, right: Double)? {
        var (start, end) = (0.0, 1.0)
        if dy != 0 {
            let (a, b) = ((y - reach - ay) / dy, (y + reach - ay) / dy)
            (start, end) = (max(start, min(a, b)), min(end, max(a, b)))
        }
        guard start <= end else { return nil }
        let (a, b) = (ax + dx * start, ax + dx * end)
        return (min(a, b) - reach, max(a, b) + reach)
    }

    func distance(_ x: Double, _ y: Double) -> Double {
        let t = min(max(((x - ax) * dx + (y - ay) * dy) * inverseSquare, 0), 1)
        let ex = x - ax - dx * t
        let ey = y - ay - dy * t
        return (ex * ex + ey * ey).squareRoot()
    }
}
