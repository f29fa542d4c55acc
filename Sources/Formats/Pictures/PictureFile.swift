/// Pictures in files: PNG and JPEG, told by their first bytes. Turned as their orientation says.
public enum PictureFile {
    /// Pixels of one picture that are read.
    public static let mostPixels = 1 << 26

    /// - Parameter background: red, green and blue, 0 to 255, of what shows through where a picture is transparent.
    public static func decode(
        _ bytes: [UInt8], background: [Float] = [255, 255, 255]
    ) throws(FormatError) -> Picture {
        if bytes.starts(with: PNG.magic) {
            let picture = try PNG.decode(bytes, background: background, most: mostPixels)
            let exif = try PNG.chunks(bytes).first { bytes[$0.type].elementsEqual("eXIf".utf8) }
            return picture.oriented(Orientation.read(exif.map { bytes[$0.content] }))
        }
        if bytes.starts(with: JPEG.magic) {
            return try JPEG.decode(bytes, most: mostPixels).oriented(Orientation.read(JPEG.exif(bytes)))
        }
        let other = others.first { bytes.starts(with: $0.magic) }?.name
        throw FormatError(
            bytes.isEmpty ? "is empty" : "is \(other.map { "a \($0) file" } ?? "no picture"); PNG and JPEG are read",
            at: 0, help: "convert it: magick mogrify -format png FILE")
    }

    private static let others: [(magic: [UInt8], name: String)] = [
        (Array("GIF8".utf8), "GIF"), (Array("BM".utf8), "BMP"), (Array("RIFF".utf8), "WebP"),
        ([0x49, 0x49, 0x2a, 0], "TIFF"), ([0x4d, 0x4d, 0, 0x2a], "TIFF"),
    ]
}
