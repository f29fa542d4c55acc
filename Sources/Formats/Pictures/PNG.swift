import CPNG

/// PNG files by libpng's simplified interface: unlike the classic one it reports errors by return value and needs no
/// `setjmp`, which Swift cannot call. Equal pixels give equal bytes: no time or text is stored.
public enum PNG {
    public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        public let description: String
    }

    public static func encode(_ image: PixelImage) throws(Failure) -> [UInt8] {
        var header = png_image()
        header.version = png_uint_32(PNG_IMAGE_VERSION)
        header.width = png_uint_32(image.width)
        header.height = png_uint_32(image.height)
        header.format = image.channels == 1 ? gray : rgb
        defer { png_image_free(&header) }

        // The first call only measures; the second writes.
        var size = 0
        guard png_image_write_to_memory(&header, nil, &size, 0, image.samples, 0, nil) != 0 else {
            throw failure(header)
        }
        var bytes = [UInt8](repeating: 0, count: size)
        guard png_image_write_to_memory(&header, &bytes, &size, 0, image.samples, 0, nil) != 0 else {
            throw failure(header)
        }
        return Array(bytes[..<size])
    }

    private static let gray: png_uint_32 = 0
    private static let rgb = png_uint_32(PNG_FORMAT_FLAG_COLOR)

    static func failure(_ header: png_image) -> Failure {
        let message = withUnsafeBytes(of: header.message) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        return Failure(description: "PNG: \(message)")
    }
}
