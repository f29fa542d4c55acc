import CZlib
import Foundation

/// A file, decompressed on the way where it is compressed with gzip. Which it is shows in its first bytes, not in its
/// name.
struct FileReader: ByteReader, ~Copyable {
    let name: String
    private let path: String
    private let file: gzFile

    /// Throws where `path` is not a file that can be read. Devices and pipes are refused: they have no end.
    init(_ path: String) throws(DatasetError) {
        // Nothing is set before all is known: of a part of a value Swift 6.2 does not know what an error leaves behind.
        let name = "'\(path)'"
        var status = stat()
        guard stat(path, &status) == 0 else { throw FileReader.failure(path, errno) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR:
            let files = FolderListing.names(path).filter { !$0.hasPrefix(".") }.prefix(8)
            throw DatasetError(
                "\(name) is a folder; a file is needed",
                help: files.isEmpty ? nil : "name one of those in it: \(files.joined(separator: ", "))")
        default: throw DatasetError("\(name) is not a regular file")
        }
        guard let file = gzopen(path, "rb") else { throw FileReader.failure(path, errno) }
        gzbuffer(file, 1 << 17)
        self.name = name
        self.path = path
        self.file = file
    }

    deinit { gzclose(file) }

    mutating func read(_ count: Int) throws(DatasetError) -> [UInt8] {
        var bytes: [UInt8] = []
        // Grows with what is there, not with what a header promises.
        while bytes.count < count {
            let piece = min(count - bytes.count, 1 << 20)
            var got: Int32 = 0
            let more = [UInt8](unsafeUninitializedCapacity: piece) { buffer, filled in
                got = gzread(file, buffer.baseAddress, UInt32(piece))
                filled = max(Int(got), 0)
            }
            bytes += more
            if more.count < piece {
                try checkEnd()
                break
            }
        }
        return bytes
    }

    /// Throws unless the last read stopped at the sound end of the file.
    private func checkEnd() throws(DatasetError) {
        var code: Int32 = 0
        let text = gzerror(file, &code)
        switch code {
        case Z_OK, Z_STREAM_END: return
        case Z_ERRNO: throw FileReader.failure(path, errno)
        case Z_BUF_ERROR:
            throw DatasetError(
                "\(name) ends in the middle of its compressed data", help: "fetch or copy the file again")
        default:
            // zlib prefixes its text with the path.
            let reason = text.map { String(cString: $0) }?.split(separator: ": ").last.map(String.init)
            throw DatasetError(
                "\(name) has damaged compressed data (\(reason ?? "code \(code)"))",
                help: "fetch or copy the file again")
        }
    }

    private static func failure(_ path: String, _ code: Int32) -> DatasetError {
        switch code {
        case ENOENT, ENOTDIR:
            DatasetError(
                "'\(path)' does not exist",
                help: FolderListing.near(path).map { "a file with a similar name exists: '\($0)'" })
        default: DatasetError("'\(path)' cannot be read: \(String(cString: strerror(code)))")
        }
    }
}
