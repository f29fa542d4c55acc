/// A path as text, cut at its last slash. `a/b.csv`: the name is `b.csv`, the folder `a/`, the parent `a`.
public enum FilePath {
    public static func name(_ path: String) -> String {
        path.utf8.lastIndex(of: slash).map { String(path[path.utf8.index(after: $0)...]) } ?? path
    }

    /// What stands before the name; empty where nothing does.
    public static func folder(_ path: String) -> String {
        path.utf8.lastIndex(of: slash).map { String(path[...$0]) } ?? ""
    }

    private static let slash = UInt8(ascii: "/")

    /// The folder that it lies in, as a path that can be used: `.` for a bare name.
    public static func parent(_ path: String) -> String {
        let folder = folder(path)
        return folder.isEmpty ? "." : folder == "/" ? folder : String(folder.dropLast())
    }
}
