import Configuration
import Diagnostics
import Foundation

/// What lies where a file was looked for, for messages.
enum FolderListing {
    /// The names in a folder, sorted; none where it cannot be read, which whoever opens its files is told.
    static func names(_ folder: String) -> [String] {
        do { return try FileManager.default.contentsOfDirectory(atPath: folder).sorted() } catch { return [] }
    }

    static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    /// A file in the same folder whose name is close to that of `path`, as a path of the same form.
    static func near(_ path: String) -> String? {
        let names = names(FilePath.parent(path))
        return Similarity.nearest(to: FilePath.name(path), in: names).map { FilePath.folder(path) + $0 }
    }
}
