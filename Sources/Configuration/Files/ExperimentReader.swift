import Diagnostics
import Foundation

/// Reads experiment files, and says well why one cannot be read.
enum ExperimentReader {
    /// `asker`: where a file names this one, or nil for what the command line names.
    static func read(_ path: String, askedAt asker: Location?) throws(Diagnostic) -> SourceText {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            let relative = asker.map { "paths are relative to the file that names them, '\($0.source.path)'" }
            throw Diagnostic("there is no file '\(path)'", at: asker, help: nearName(path) ?? relative)
        }
        if isFolder.boolValue {
            let files = experiments(in: path).prefix(8)
            throw Diagnostic(
                "'\(path)' is a folder", at: asker,
                help: files.isEmpty ? "name a file" : "files in it: \(files.joined(separator: ", "))")
        }
        // One byte more than is allowed tells a file that is too large, without reading all of it.
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw Diagnostic("the file '\(path)' cannot be read", at: asker, help: "see who may read it: ls -l")
        }
        let data: Data
        do { data = try file.read(upToCount: SourceText.maximumBytes + 1) ?? Data() } catch {
            throw Diagnostic(
                "the file '\(path)' cannot be read: \(error.localizedDescription)", at: asker,
                help: "give a file that is whole and may be read")
        }
        return try SourceText(path: path, bytes: Array(data))
    }

    /// A path as a file in the folder of `base` means it.
    static func path(_ path: String, relativeTo base: String) -> String {
        path.hasPrefix("/") ? path : FilePath.folder(base) + path
    }

    /// The same for every way of naming one file.
    static func identity(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }

    private static func nearName(_ path: String) -> String? {
        let (folder, name) = (FilePath.folder(path), FilePath.name(path))
        let files = experiments(in: folder.isEmpty ? "." : folder)
        if files.contains(name + ".yaml") { return "a file with a similar name exists: '\(path).yaml'" }
        return Similarity.nearest(to: name, in: files).map { "a file with a similar name exists: '\(folder)\($0)'" }
    }

    private static func experiments(in folder: String) -> [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return all.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted()
    }
}
