/// An image of 8-bit samples: rows from the top, pixels from the left, channels interleaved.
public struct PixelImage: Hashable, Sendable {
    public let width: Int
    public let height: Int
    /// 1: gray, 3: RGB.
    public let channels: Int
    /// `height * width * channels` samples.
    public var samples: [UInt8]

    public init(width: Int, height: Int, channels: Int, samples: [UInt8]) {
        precondition(width > 0 && height > 0 && (channels == 1 || channels == 3))
        precondition(samples.count == width * height * channels)
        self.width = width
        self.height = height
        self.channels = channels
        self.samples = samples
    }

    /// The same picture in one channel, if all its pixels are gray.
    public var grayIfPossible: PixelImage {
        guard channels == 3 else { return self }
        var gray = [UInt8]()
        gray.reserveCapacity(width * height)
        for pixel in stride(from: 0, to: samples.count, by: 3) {
            let value = samples[pixel]
            guard samples[pixel + 1] == value, samples[pixel + 2] == value else { return self }
            gray.append(value)
        }
        return PixelImage(width: width, height: height, channels: 1, samples: gray)
    }
}
