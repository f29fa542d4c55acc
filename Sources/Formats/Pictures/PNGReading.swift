import CPNG

/// PNG files are read by libpng's simplified interface: unlike the classic one it reports errors by return value and
/// needs no `setjmp`, which Swift cannot call.
extension PNG {
    /// Reads a picture of any depth and colour type; of an animation the first frame.
    ///
    /// Values are taken as the file has them: 16 bits are scaled to 0...255 and keep their steps, and gamma and colour
    /// profiles are not applied.
    /// - Parameters:
    ///   - background: red, green and blue, 0 to 255, of what shows through where the picture is transparent.
    ///   - most: pixels that are read.
    static func decode(_ bytes: [UInt8], background: [Float], most: Int) throws(FormatError) -> Picture {
        // libpng keeps the address of the bytes from the header's reading to the pixels'.
        let stored = try essential(bytes).withUnsafeBufferPointer { bytes throws(FormatError) in
            try read(bytes, most: most)
        }
        let (width, height, raw) = (stored.width, stored.height, stored.values)
        let (hasAlpha, isWide, channels) = (stored.hasAlpha, stored.isWide, stored.channels)
        let colours = channels - (hasAlpha ? 1 : 0)
        guard hasAlpha else { return Picture(width: width, height: height, channels: colours, values: raw) }
        // Over a background that has colour, a grey picture has colour, too.
        let result = colours == 3 || Set(background).count > 1 ? 3 : 1
        var values = [Float](repeating: 0, count: width * height * result)
        for pixel in 0..<width * height {
            let share = raw[pixel * channels + colours] / 255
            for channel in 0..<result {
                let value = raw[pixel * channels + min(channel, colours - 1)]
                values[pixel * result + channel] = (isWide ? value : value * share) + background[channel] * (1 - share)
            }
        }
        return Picture(width: width, height: height, channels: result, values: values)
    }

    /// A picture as its file has it, alpha and all.
    private struct Stored {
        let width: Int, height: Int, channels: Int
        let hasAlpha: Bool
        /// Whether the file has 16 bits a value; colours are then multiplied by their alpha.
        let isWide: Bool
        /// 0 to 255; [height, width, channels].
        let values: [Float]
    }

    private static func read(_ bytes: UnsafeBufferPointer<UInt8>, most: Int) throws(FormatError) -> Stored {
        var header = png_image()
        header.version = png_uint_32(PNG_IMAGE_VERSION)
        defer { png_image_free(&header) }
        guard png_image_begin_read_from_memory(&header, bytes.baseAddress, bytes.count) != 0 else {
            throw damaged(header)
        }
        let (width, height) = (Int(header.width), Int(header.height))
        guard width * height <= most else {
            throw FormatError("has \(width) x \(height) pixels; \(most) are the most that is read")
        }
        // Deflate makes of a byte at most 1,032, and a byte is 8 pixels at most: no memory for what cannot be there.
        guard width * height <= 8 * 1032 * bytes.count else {
            throw FormatError("has \(width) x \(height) pixels by its header, more than \(bytes.count) bytes can hold")
        }
        let isWide = header.format & linear != 0
        let hasAlpha = header.format & alpha != 0
        let colours = header.format & colour != 0 ? 3 : 1
        let channels = colours + (hasAlpha ? 1 : 0)
        let count = width * height * channels
        // Without gamma, samples of 16 bits are taken to be linear: read as linear they come as they are, multiplied
        // by their alpha.
        header.format = (colours == 3 ? colour : 0) | (hasAlpha ? alpha : 0) | (isWide ? linear : 0)
        let values: [Float]
        if isWide {
            var samples = [UInt16](repeating: 0, count: count)
            guard png_image_finish_read(&header, nil, &samples, 0, nil) != 0 else { throw damaged(header) }
            values = samples.map { Float($0) / 257 }
        } else {
            var samples = [UInt8](repeating: 0, count: count)
            guard png_image_finish_read(&header, nil, &samples, 0, nil) != 0 else { throw damaged(header) }
            values = samples.map { Float($0) }
        }
        return Stored(
            width: width, height: height, channels: channels, hasAlpha: hasAlpha, isWide: isWide, values: values)
    }

    /// The chunks that pixels are made of: no gamma, profile, text or further frames.
    private static func essential(_ bytes: [UInt8]) throws(FormatError) -> [UInt8] {
        let kept = ["IHDR", "PLTE", "tRNS", "IDAT", "IEND"].map { Array($0.utf8) }
        var result = magic
        for chunk in try chunks(bytes) where kept.contains(Array(bytes[chunk.type])) {
            result += bytes[chunk.type.lowerBound - 4..<chunk.content.upperBound + 4]
        }
        return result
    }

    /// Where the types and the contents of a file's chunks stand.
    static func chunks(_ bytes: [UInt8]) throws(FormatError) -> [(type: Range<Int>, content: Range<Int>)] {
        guard bytes.starts(with: magic) else { throw FormatError("is not a PNG file", at: 0) }
        var chunks: [(type: Range<Int>, content: Range<Int>)] = []
        var place = magic.count
        while place < bytes.count {
            guard place + 8 <= bytes.count else { throw cut }
            let length = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
            let content = place + 8..<place + 8 + length
            guard content.upperBound + 4 <= bytes.count else { throw cut }
            chunks.append((place + 4..<place + 8, content))
            place = content.upperBound + 4
            if bytes[place - 8..<place - 4].elementsEqual("IEND".utf8), length == 0 { break }
        }
        return chunks
    }

    private static let cut = FormatError("is cut short", help: "write or copy the file again")

    private static let colour = png_uint_32(PNG_FORMAT_FLAG_COLOR)
    private static let alpha = png_uint_32(PNG_FORMAT_FLAG_ALPHA)
    private static let linear = png_uint_32(PNG_FORMAT_FLAG_LINEAR)

    private static func damaged(_ header: png_image) -> FormatError {
        let message = withUnsafeBytes(of: header.message) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        return FormatError("is damaged (PNG: \(message))", help: "write or copy the file again")
    }
}
