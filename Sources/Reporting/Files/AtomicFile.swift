import Diagnostics
import Foundation

/// Files that appear whole or not at all, whatever interrupts the program: written beside their place, flushed to
/// the disk, and then renamed into it.
public enum AtomicFile {
    /// The ending of a file that is being written. There is one such file for each name, so that what a killed program
    /// left is overwritten; folders that two programs could write into are locked.
    static let unfinished = ".tmp"

    public static func write(_ text: String, to path: String) throws(FileError) {
        try write(Array(text.utf8), to: path)
    }

    public static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
        try place(path) { file in writeAll(bytes, to: file) }
    }

    /// Writes a file a piece at a time, of which not all is in memory at once.
    /// - Parameter produce: calls what it is given with the next piece.
    public static func write(
        to path: String, _ produce: ((String) throws(FileError) -> Void) throws(FileError) -> Void
    ) throws(FileError) {
        try place(path) { file throws(FileError) in
            var waiting: [UInt8] = []
            func flush() throws(FileError) {
                if let code = writeAll(waiting, to: file) { throw FileError(path: path, code: code) }
                waiting.removeAll(keepingCapacity: true)
            }
            try produce { piece throws(FileError) in
                waiting += piece.utf8
                if waiting.count >= 1 << 16 { try flush() }
            }
            return writeAll(waiting, to: file)
        }
    }

    /// Writes a file of bytes a piece at a time.
    /// - Parameter produce: calls what it is given with the next piece.
    public static func writePieces(
        to path: String,
        _ produce: ((UnsafeRawBufferPointer) throws(FileError) -> Void) throws(FileError) -> Void
    ) throws(FileError) {
        try place(path) { file throws(FileError) in
            try produce { piece throws(FileError) in
                if let code = writeAll(piece, to: file) { throw FileError(path: path, code: code) }
            }
            return nil
        }
    }

    /// - Parameter fill: writes to the open file; gives the code of the error where it could not.
    private static func place(
        _ path: String, _ fill: (Int32) throws(FileError) -> Int32?
    ) throws(FileError) {
        let temporary = path + unfinished
        let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw FileError(path: path, code: errno) }
        var failure: FileError?
        func note(_ code: Int32) { if failure == nil { failure = FileError(path: path, code: code) } }
        do throws(FileError) {
            if let code = try fill(file) { note(code) } else if fsync(file) != 0 { note(errno) }
        } catch { failure = error }
        if close(file) != 0 { note(errno) }
        if failure == nil, rename(temporary, path) != 0 { note(errno) }
        if let failure {
            // Where this fails too, the next write of the file or the next session takes it away.
            unlink(temporary)
            throw failure
        }
        // A new name outlives a power loss once its folder is on the disk, too.
        try Folder.flush(FilePath.parent(path))
    }

    /// Adds to the end of a file that is there. What cannot be written whole is taken back.
    /// - Parameter flushed: to the disk, so that nothing that is written later outlives it.
    public static func append(_ text: String, to path: String, flushed: Bool = true) throws(FileError) {
        let file = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
        guard file >= 0 else { throw FileError(path: path, code: errno) }
        let end = lseek(file, 0, SEEK_END)
        var failure = end < 0 ? errno : writeAll(Array(text.utf8), to: file)
        if failure == nil, flushed, fsync(file) != 0 { failure = errno }
        // Where this fails too, whoever continues finds half a row, and does not read it.
        if failure != nil, end >= 0 { ftruncate(file, end) }
        if close(file) != 0, failure == nil { failure = errno }
        if let failure { throw FileError(path: path, code: failure) }
    }

    /// Removes what killed programs were writing into a folder when they died. Nobody else may be writing there.
    public static func removeUnfinished(in folder: String) throws(FileError) {
        for name in try Folder.names(in: folder) where name.hasSuffix(unfinished) { try remove("\(folder)/\(name)") }
    }

    /// Whether there are such files in a folder.
    public static func hasUnfinished(in folder: String) throws(FileError) -> Bool {
        try Folder.names(in: folder).contains { $0.hasSuffix(unfinished) }
    }

    /// Removes a file; nothing happens where there is none.
    public static func remove(_ path: String) throws(FileError) {
        guard unlink(path) != 0 else { return try Folder.flush(FilePath.parent(path)) }
        let code = errno
        if code != ENOENT { throw FileError(path: path, code: code) }
    }

    /// The whole content of a file, or nil where there is none.
    public static func readIfThere(_ path: String) throws(FileError) -> [UInt8]? {
        do { return try read(path) } catch {
            guard error.isMissing else { throw error }
            return nil
        }
    }

    /// The whole content of a file.
    public static func read(_ path: String) throws(FileError) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw FileError(path: path, code: errno) }
        defer { close(file) }
        var bytes: [UInt8] = []
        // As long as the file, where it says: most are short, and there may be a million.
        var status = stat()
        let length = fstat(file, &status) == 0 ? status.st_size : 0
        var buffer = [UInt8](repeating: 0, count: min(max(length + 1, 1 << 9), 1 << 16))
        while true {
            let count = readChunk(file, &buffer)
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw FileError(path: path, code: errno)
            }
            bytes += buffer[..<count]
        }
    }

    private static func readChunk(_ file: Int32, _ buffer: inout [UInt8]) -> Int {
        buffer.withUnsafeMutableBytes { Foundation.read(file, $0.baseAddress, $0.count) }
    }

    /// nil once every byte is written; else the code of the system's reason.
    static func writeAll(_ bytes: [UInt8], to file: Int32) -> Int32? {
        bytes.withUnsafeBytes { writeAll($0, to: file) }
    }

    private static func writeAll(_ buffer: UnsafeRawBufferPointer, to file: Int32) -> Int32? {
        var done = 0
        while done < buffer.count {
            let count = Foundation.write(file, buffer.baseAddress?.advanced(by: done), buffer.count - done)
            if count > 0 {
                done += count
            } else if errno != EINTR {
                return errno
            }
        }
        return nil
    }
}
