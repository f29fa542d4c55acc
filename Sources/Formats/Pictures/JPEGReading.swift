import CJPEG
import Foundation

/// JPEG files by libjpeg, whose decoder is the reference: accurate DCT, smooth upsampling of colours. Other decoders
/// give pixels that differ by several steps, so all pictures of a data set should take one.
enum JPEG {
    static let magic: [UInt8] = [0xff, 0xd8, 0xff]

    /// - Parameter most: pixels that are read.
    static func decode(_ bytes: [UInt8], most: Int) throws(FormatError) -> Picture {
        let picture = jpeg_decode(bytes, bytes.count, most)
        guard let samples = picture.samples else {
            let message = withUnsafeBytes(of: picture.message) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            throw FormatError("cannot be decoded (\(message))", help: "write or copy the file again")
        }
        defer { free(samples) }
        let (width, height, channels) = (Int(picture.width), Int(picture.height), Int(picture.channels))
        let values = UnsafeBufferPointer(start: samples, count: width * height * channels).map { Float($0) }
        return Picture(width: width, height: height, channels: channels, values: values)
    }

    /// The bytes of the first Exif segment, from its TIFF header on; nil where there is none.
    static func exif(_ bytes: [UInt8]) -> ArraySlice<UInt8>? {
        var place = 2
        while place + 4 <= bytes.count, bytes[place] == 0xff {
            let marker = bytes[place + 1]
            // The picture itself begins: what follows is no segment.
            if marker == 0xda || marker == 0xd9 { return nil }
            let length = Int(bytes[place + 2]) << 8 | Int(bytes[place + 3])
            let end = place + 2 + length
            guard length >= 2, end <= bytes.count else { return nil }
            let content = bytes[place + 4..<end]
            if marker == 0xe1, content.starts(with: Array("Exif\0\0".utf8)) { return content.dropFirst(6) }
            place = end
        }
        return nil
    }
}
