import Foundation

/// A folder that goes when the value does.
public final class TemporaryFolder {
    /// Without links, as a program that is started in it sees it.
    public let path: String

    public init(_ files: [String: String] = [:]) throws {
        let url = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
            .appendingPathComponent("saddle-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
        for (name, text) in files { try write(name, text) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    public func path(_ name: String) -> String { path + "/" + name }

    /// Writes a file, making the folders on its way, and returns its path.
    @discardableResult public func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
        let url = URL(fileURLWithPath: path(name))
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
        return url.path
    }

    @discardableResult public func write(_ name: String, _ text: String) throws -> String {
        try write(name, text.utf8)
    }

    /// `text` without the folder in paths.
    public func short(_ text: String) -> String { text.replacingOccurrences(of: path + "/", with: "") }
}
