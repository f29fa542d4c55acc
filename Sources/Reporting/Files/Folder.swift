import Diagnostics
import Foundation

/// Folders, with errors that name the path and the system's reason.
public enum Folder {
    /// Makes a folder, and those above it, unless it is there.
    public static func make(_ path: String) throws(FileError) {
        if mkdir(path, 0o777) == 0 { return }
        var code = errno
        let parent = FilePath.parent(path)
        if code == ENOENT || code == ENOTDIR, parent != path {
            try make(parent)
            if mkdir(path, 0o777) == 0 { return }
            code = errno
        }
        guard code == EEXIST else { throw FileError(path: path, code: code) }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            throw FileError(path: path, code: ENOTDIR)
        }
    }

    /// Removes a folder and all that is in it, or a file; nothing happens where there is none.
    public static func remove(_ path: String) throws(FileError) {
        guard FileManager.default.fileExists(atPath: path) else { return }
        do { try FileManager.default.removeItem(atPath: path) } catch {
            throw FileError(path: path, reason: "what is there cannot be removed")
        }
    }
}
