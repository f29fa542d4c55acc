import Diagnostics
import Foundation

/// Folders, with errors that name the path and the system's reason.
public enum Folder {
    /// Makes a folder, and those above it, unless it is there. What is written into it outlives a power loss only where
    /// its own name does.
    public static func make(_ path: String) throws(FileError) {
        if mkdir(path, 0o777) == 0 { return try flush(FilePath.parent(path)) }
        var code = errno
        let parent = FilePath.parent(path)
        if code == ENOENT || code == ENOTDIR, parent != path {
            try make(parent)
            if mkdir(path, 0o777) == 0 { return try flush(parent) }
            code = errno
        }
        guard code == EEXIST else { throw FileError(path: path, code: code) }
        guard try kind(path) == .folder else { throw FileError(path: path, code: ENOTDIR) }
    }

    /// Removes a folder and all that is in it, or a file; nothing happens where there is none. A link that leads
    /// nowhere is left: what it leads to may be back later.
    public static func remove(_ path: String) throws(FileError) {
        guard try kind(path) != nil, unlink(path) != 0 else { return }
        let code = errno
        guard try kind(path, followingLinks: false) == .folder else { throw FileError(path: path, code: code) }
        for name in try names(in: path) { try remove("\(path)/\(name)") }
        guard rmdir(path) == 0 else { throw FileError(path: path, code: errno) }
    }

    /// What lies in a folder, in the order of the names; nothing where there is no such folder.
    public static func names(in path: String) throws(FileError) -> [String] {
        guard let folder = opendir(path) else {
            let code = errno
            if code == ENOENT { return [] }
            throw FileError(path: path, code: code)
        }
        defer { closedir(folder) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(folder) else { break }
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        guard errno == 0 else { throw FileError(path: path, code: errno) }
        return names.sorted()
    }

    public enum Kind: Sendable {
        case file, folder
    }

    /// What is at a path; nil where nothing is.
    public static func kind(_ path: String, followingLinks: Bool = true) throws(FileError) -> Kind? {
        var status = stat()
        guard (followingLinks ? stat(path, &status) : lstat(path, &status)) == 0 else {
            let error = FileError(path: path, code: errno)
            if error.isMissing { return nil }
            throw error
        }
        return status.st_mode & S_IFMT == S_IFDIR ? .folder : .file
    }

    /// What tells a file from another one at the same path; nil where nothing is there.
    public static func stamp(_ path: String) throws(FileError) -> FileStamp? {
        let (stamp, code) = FileStamp.at(path)
        if stamp == nil, !FileError.isOfMissing(code) { throw FileError(path: path, code: code) }
        return stamp
    }

    /// Has the names in a folder outlive a power loss.
    static func flush(_ path: String) throws(FileError) {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw FileError(path: path, code: errno) }
        defer { close(folder) }
        // Some file systems cannot flush folders, and need not.
        if fsync(folder) != 0, errno != EINVAL { throw FileError(path: path, code: errno) }
    }
}

/// A file's number in its file system, its length and the time of its last change: files that are replaced whole differ
/// in them.
public struct FileStamp: Hashable, Codable, Sendable {
    let number: UInt
    /// Its length.
    public let bytes: Int
    let seconds: Int, nanoseconds: Int

    /// - Returns: nil where there is none, with the code of what the system says.
    static func at(_ path: UnsafePointer<CChar>) -> (stamp: FileStamp?, code: Int32) {
        var status = stat()
        guard stat(path, &status) == 0 else { return (nil, errno) }
        return (
            FileStamp(
                number: status.st_ino, bytes: status.st_size, seconds: status.st_mtim.tv_sec,
                nanoseconds: status.st_mtim.tv_nsec), 0
        )
    }

    /// Of the last change, in seconds since 1970 by the clock of the file's machine.
    public var time: Double { Double(seconds) + 1e-9 * Double(nanoseconds) }
}
