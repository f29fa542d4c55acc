import Formats

/// Real images beside generated ones: a block of each, titled, the real one on the left.
public struct ImageGrid: Sendable {
    /// Of one image.
    public let height: Int
    public let width: Int
    /// 1: gray, 3: RGB.
    public let channels: Int
    /// Images one after another, each [height, width, channels] with values from -1 (black) to 1 (white).
    public let real: [Float]
    public let generated: [Float]
    /// Such as "iteration 5,000"; empty for none.
    public let title: String

    /// Traps unless both arrays hold whole images.
    public init(
        height: Int, width: Int, channels: Int, real: [Float], generated: [Float], title: String = ""
    ) {
        precondition(height > 0 && width > 0 && (channels == 1 || channels == 3))
        precondition(real.count % (height * width * channels) == 0)
        precondition(generated.count % (height * width * channels) == 0)
        self.height = height
        self.width = width
        self.channels = channels
        self.real = real
        self.generated = generated
        self.title = title
    }

    /// How many times an image is enlarged, so that digits of 8x8 can be seen.
    public var enlargement: Int { max(1, Int((48 / Double(max(height, width))).rounded())) }

    /// Draws at most `columns * rows` images of each kind. What is not there stays blank.
    public func image(columns: Int = 8, rows: Int = 8) -> PixelImage {
        let count = max(real.count, generated.count) / (height * width * channels)
        let rows = min(rows, max(1, (count + columns - 1) / columns))
        let gap = 2
        let gutter = 20
        let margin = 14
        let tileWidth = width * enlargement
        let tileHeight = height * enlargement
        let blockWidth = columns * (tileWidth + gap) - gap
        let blockHeight = rows * (tileHeight + gap) - gap
        let top = margin + 26

        var canvas = Canvas(
            width: Double(2 * margin + 2 * blockWidth + gutter), height: Double(top + blockHeight + margin), scale: 1)
        let lefts = [margin, margin + blockWidth + gutter]
        for (left, heading) in zip(lefts, ["real", "generated"]) {
            canvas.text(heading, at: Point(Double(left), Double(margin + 14)), size: 18, Self.ink)
        }
        let right = Double(lefts[1] + blockWidth)
        let room = Double(blockWidth) - StrokeFont.width("generated", size: 18) - 16
        if StrokeFont.width(title, size: 16) <= room {
            canvas.text(title, at: Point(right, Double(margin + 14)), size: 16, Self.muted, anchor: .end)
        }
        for (left, values) in zip(lefts, [real, generated]) {
            for index in 0..<min(values.count / (height * width * channels), columns * rows) {
                let x = left + index % columns * (tileWidth + gap)
                let y = top + index / columns * (tileHeight + gap)
                canvas.place(tile(values, index), at: Point(Double(x), Double(y)))
            }
        }
        return canvas.image.grayIfPossible
    }

    // True grays: a grid of gray images is then a gray file.
    private static let ink = Color(0.13, 0.13, 0.13)
    private static let muted = Color(0.42, 0.42, 0.42)

    private func tile(_ values: [Float], _ index: Int) -> PixelImage {
        let factor = enlargement
        let start = index * height * width * channels
        var samples: [UInt8] = []
        samples.reserveCapacity(height * width * channels * factor * factor)
        for y in 0..<height {
            var line: [UInt8] = []
            for x in 0..<width {
                let pixel = start + (y * width + x) * channels
                let bytes = values[pixel..<pixel + channels].map(Self.byte)
                for _ in 0..<factor { line += bytes }
            }
            for _ in 0..<factor { samples += line }
        }
        return PixelImage(width: width * factor, height: height * factor, channels: channels, samples: samples)
    }

    /// -1 is 0, 1 is 255, values beyond are cut off; not a number is 0.
    public static func byte(_ x: Float) -> UInt8 {
        x.isNaN ? 0 : UInt8((min(max(x, -1), 1) + 1) * 127.5 + 0.5)
    }
}
