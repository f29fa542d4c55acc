import Diagnostics
import Foundation

/// A file of any length that is written piece by piece and appears whole or not at all: beside its place, and renamed
/// into it at the end.
public struct StreamedFile: ~Copyable {
    private let path: String
    private let file: Int32
    private var isOpen = true

    /// - Throws: where nothing can be written there.
    public init(_ path: String) throws(FileError) {
        self.path = path
        file = open(path + AtomicFile.unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else {
            isOpen = false
            throw FileError(path: path, code: errno)
        }
    }

    deinit {
        guard isOpen else { return }
        close(file)
        unlink(path + AtomicFile.unfinished)
    }

    public mutating func append(_ bytes: [UInt8]) throws(FileError) {
        if let code = AtomicFile.writeAll(bytes, to: file) { throw FileError(path: path, code: code) }
    }

    /// Flushes what was written to the disk and puts the file in its place.
    public consuming func commit() throws(FileError) {
        guard fsync(file) == 0, rename(path + AtomicFile.unfinished, path) == 0 else {
            throw FileError(path: path, code: errno)
        }
        isOpen = false
        close(file)
        try Folder.flush(FilePath.parent(path))
    }
}
