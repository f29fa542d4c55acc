import CZlib

/// The files of a ZIP archive (PKWARE's APPNOTE.TXT 6.3.10), in which NumPy puts several arrays. Stored and deflated
/// files are read; archives that are encrypted, in several parts or beyond 4 GiB are refused.
public struct ZIPArchive: Sendable {
    /// A file as the directory at the archive's end has it.
    public struct Entry: Hashable, Sendable {
        public let name: String
        /// Bytes of its content.
        public let size: Int
        fileprivate let method: Int, flags: Int
        fileprivate let checksum: UInt32
        fileprivate let compressedSize: Int
        /// Where its own header begins.
        fileprivate let start: Int
    }

    /// In the order of the directory.
    public let entries: [Entry]
    private let bytes: [UInt8]

    /// What an archive with at least one file begins with.
    public static let magic = Array("PK\u{3}\u{4}".utf8)

    public init(_ bytes: [UInt8]) throws(FormatError) {
        self.bytes = bytes
        let reader = LittleEndianBytes(bytes)
        // The record at the end has 22 bytes and a comment of up to 65535.
        let least = max(0, bytes.count - 22 - 65535)
        guard
            let end = stride(from: bytes.count - 22, through: least, by: -1).first(where: {
                reader.integer(at: $0, bytes: 4) == 0x0605_4b50
            })
        else {
            throw FormatError(
                "is cut short: a ZIP archive ends with a directory", at: bytes.count,
                help: "fetch or copy the file again")
        }
        let count = reader.integer(at: end + 10, bytes: 2)
        var place = reader.integer(at: end + 16, bytes: 4)
        guard count < 0xffff, place < 0xffff_ffff, reader.integer(at: end + 4, bytes: 2) == 0 else {
            throw FormatError("is a ZIP archive of more than 4 GiB or of several parts", at: end)
        }
        var entries: [Entry] = []
        for _ in 0..<count {
            guard place + 46 <= bytes.count, reader.integer(at: place, bytes: 4) == 0x0201_4b50 else {
                throw FormatError("has a damaged directory", at: place, help: "fetch or copy the file again")
            }
            let lengths = [28, 30, 32].map { reader.integer(at: place + $0, bytes: 2) }
            guard place + 46 + lengths[0] <= bytes.count else {
                throw FormatError("has a damaged directory", at: place, help: "fetch or copy the file again")
            }
            entries.append(
                Entry(
                    name: String(decoding: bytes[place + 46..<place + 46 + lengths[0]], as: UTF8.self),
                    size: reader.integer(at: place + 24, bytes: 4),
                    method: reader.integer(at: place + 10, bytes: 2), flags: reader.integer(at: place + 8, bytes: 2),
                    checksum: UInt32(reader.integer(at: place + 16, bytes: 4)),
                    compressedSize: reader.integer(at: place + 20, bytes: 4),
                    start: reader.integer(at: place + 42, bytes: 4)))
            place += 46 + lengths.reduce(0, +)
        }
        self.entries = entries
    }

    /// The bytes of a file, whose checksum is right.
    /// - Parameter most: bytes that are read at most. Of a file that promises more nothing is read.
    public func content(_ entry: Entry, most: Int) throws(FormatError) -> [UInt8] {
        let reader = LittleEndianBytes(bytes)
        func refuse(_ reason: String, _ help: String? = "fetch or copy the file again") -> FormatError {
            FormatError("has a file '\(entry.name)' that \(reason)", at: entry.start, help: help)
        }
        guard max(entry.size, entry.compressedSize) < 0xffff_ffff else { throw refuse("has 4 GiB or more", nil) }
        guard entry.size <= most else {
            throw refuse("has \(entry.size) bytes; \(most) are the most that is read", nil)
        }
        guard entry.flags & 1 == 0 else { throw refuse("is encrypted", "write the archive without a password") }
        guard entry.start + 30 <= bytes.count, reader.integer(at: entry.start, bytes: 4) == 0x0403_4b50 else {
            throw refuse("is not where the directory says")
        }
        // The file's own header may have another extra field than the directory.
        let start =
            entry.start + 30 + reader.integer(at: entry.start + 26, bytes: 2)
            + reader.integer(at: entry.start + 28, bytes: 2)
        guard start + entry.compressedSize <= bytes.count else { throw refuse("ends beyond the archive") }
        let packed = bytes[start..<start + entry.compressedSize]
        let content: [UInt8]
        switch entry.method {
        case 0: content = Array(packed)
        case 8:
            // Deflate makes a byte of at most 1032.
            guard entry.size <= 1032 * packed.count + 64, let inflated = Self.inflate(packed, count: entry.size) else {
                throw refuse("is damaged")
            }
            content = inflated
        default: throw refuse("is compressed by method \(entry.method); stored and deflated files are read", nil)
        }
        let checksum = content.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) }
        guard content.count == entry.size, checksum == UInt(entry.checksum) else { throw refuse("is damaged") }
        return content
    }

    /// nil where the data is damaged or has another size.
    private static func inflate(_ packed: ArraySlice<UInt8>, count: Int) -> [UInt8]? {
        var stream = z_stream()
        // Negative: no header of zlib's around the data.
        guard inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        var isWhole = false
        // One byte more than is expected shows what has too many.
        let result = [UInt8](unsafeUninitializedCapacity: count + 1) { target, filled in
            packed.withUnsafeBufferPointer { source in
                stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(count + 1)
                isWhole = zlib_inflate(&stream) == Z_STREAM_END
                filled = count + 1 - Int(stream.avail_out)
            }
        }
        return isWhole && result.count == count ? result : nil
    }

    private static func zlib_inflate(_ stream: inout z_stream) -> Int32 { CZlib.inflate(&stream, Z_FINISH) }
}
