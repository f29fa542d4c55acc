import Foundation

/// A file read in pieces, so that of a large one only a piece is in memory.
final class FilePieces {
    static let size = 1 << 18

    private let path: String
    private let file: Int32
    /// Why the last piece could not be read; nil where none failed.
    private(set) var failure: FileError?

    init(_ path: String) throws(FileError) {
        self.path = path
        file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw FileError(path: path, code: errno) }
    }

    deinit { close(file) }

    /// The next piece of at most `size` bytes; empty at the end.
    func next() throws(FileError) -> [UInt8] {
        var count = 0
        let piece = [UInt8](unsafeUninitializedCapacity: Self.size) { buffer, filled in
            repeat { count = read(file, buffer.baseAddress, Self.size) } while count < 0 && errno == EINTR
            filled = max(count, 0)
        }
        guard count >= 0 else {
            let error = FileError(path: path, code: errno)
            failure = error
            throw error
        }
        return piece
    }
}
