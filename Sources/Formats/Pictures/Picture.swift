/// A picture in numbers: rows from the top, pixels from the left, channels interleaved.
public struct Picture: Sendable {
    public let width: Int, height: Int
    /// 1: grey, 3: RGB.
    public let channels: Int
    /// From 0 to 255; files of 16 bits have values between the whole numbers.
    public let values: [Float]

    /// Traps unless there are as many values as the sizes say.
    public init(width: Int, height: Int, channels: Int, values: [Float]) {
        precondition(values.count == width * height * channels, "as many values as pixels and channels")
        (self.width, self.height, self.channels, self.values) = (width, height, channels, values)
    }

    /// How much of a grey value is red, green and blue: ITU-R BT.601's luma, on the values as the file has them, as
    /// Pillow's `convert("L")` takes them (by other weights a red pixel is 54 or 85 rather than 76).
    public static let greyWeights: [Float] = [0.299, 0.587, 0.114]

    /// In one channel.
    public var grey: Picture {
        guard channels == 3 else { return self }
        let weights = Self.greyWeights
        var result: [Float] = []
        result.reserveCapacity(width * height)
        for start in stride(from: 0, to: values.count, by: 3) {
            let red = weights[0] * values[start]
            let green = weights[1] * values[start + 1]
            result.append(red + green + weights[2] * values[start + 2])
        }
        return Picture(width: width, height: height, channels: 1, values: result)
    }

    /// In three equal channels, where it has one.
    public var colour: Picture {
        guard channels == 1 else { return self }
        return Picture(width: width, height: height, channels: 3, values: values.flatMap { [$0, $0, $0] })
    }

    /// Whether all pixels are grey.
    public var isGrey: Bool {
        if channels == 1 { return true }
        for pixel in stride(from: 0, to: values.count, by: 3) {
            let red = values[pixel]
            if values[pixel + 1] != red || values[pixel + 2] != red { return false }
        }
        return true
    }

    /// Turned and mirrored as Exif's orientation says (JEITA CP-3451, tag 274): 1 is as it is, 6 is a quarter turn
    /// clockwise. Other numbers than 1 to 8 change nothing.
    public func oriented(_ orientation: Int) -> Picture {
        guard (2...8).contains(orientation) else { return self }
        let turned = orientation >= 5
        let (columns, rows) = turned ? (height, width) : (width, height)
        var result: [Float] = []
        result.reserveCapacity(values.count)
        for row in 0..<rows {
            for column in 0..<columns {
                // Where this pixel stands in the file.
                let (x, y): (Int, Int) =
                    switch orientation {
                    case 2: (width - 1 - column, row)
                    case 3: (width - 1 - column, height - 1 - row)
                    case 4: (column, height - 1 - row)
                    case 5: (row, column)
                    case 6: (row, height - 1 - column)
                    case 7: (width - 1 - row, height - 1 - column)
                    default: (width - 1 - row, column)
                    }
                let start = (y * width + x) * channels
                result += values[start..<start + channels]
            }
        }
        return Picture(width: columns, height: rows, channels: channels, values: result)
    }
}
