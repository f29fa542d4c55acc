import Diagnostics
import Foundation

/// How the paths of data are meant. In a file each is relative to that file's folder, of `extends` as well; after
/// `--set` to the folder that the program is started in. A run has them relative to the folder of the file that was
/// named on the command line: its id and its `config.yaml` are the same wherever somebody stands.
///
/// What lies beside a run's `config.yaml` as `paths.txt` names that folder, as seen from the run's: who reads the run
/// later finds the data. A run without it was trained by an earlier build, which took paths from where it was started.
public final class DataPaths: Sendable {
    /// Beside a run's configuration.
    public static let name = "paths.txt"
    /// What the source of texts behind `--set` is called.
    static let commandLine = "--set"

    /// The file that was named.
    private let file: String
    /// What a run's paths begin with where they are opened: empty, or a folder with a slash behind it.
    private let folder: String
    /// Whether the file is a run's configuration.
    private let isRun: Bool

    /// - Parameter file: of an experiment, or the configuration of a run.
    /// - Throws: where the run's `paths.txt` is there and cannot be read.
    init(file: String) throws(DiagnosticError) {
        self.file = file
        let own = FilePath.folder(file)
        isRun =
            FilePath.name(file) == "config.yaml"
            && ["status.json", "metrics.csv", Self.name].contains {
                FileManager.default.fileExists(atPath: own + $0)
            }
        folder = try isRun ? Self.noted(in: own) : own
    }

    /// For the text of a run in a plan.
    /// - Parameters:
    ///   - source: what the text is named.
    ///   - folder: that its paths are relative to, as `note` gave it for the plan's folder.
    init(source: String, plan: String, folder: String) {
        file = source
        isRun = true
        self.folder = Self.placed(folder, in: FilePath.folder(plan))
    }

    private static func noted(in folder: String) throws(DiagnosticError) -> String {
        guard FileManager.default.fileExists(atPath: folder + name) else { return "" }
        guard let data = FileManager.default.contents(atPath: folder + name) else {
            throw DiagnosticError(
                Diagnostic("'\(folder)\(name)' cannot be read", help: "it says where the data of the run lies"))
        }
        let text = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).first.map(String.init)
        return placed(text?.trimmingCharacters(in: .whitespaces) ?? ".", in: folder)
    }

    private static func placed(_ text: String, in folder: String) -> String {
        let whole = text.hasPrefix("/") ? text : folder + text
        return whole.hasSuffix("/") ? whole : whole + "/"
    }

    /// A path as the run has it.
    /// - Parameter source: of the file that holds the text, or `--set`.
    func path(_ text: String, writtenIn source: String) -> String {
        guard !text.hasPrefix("/"), source != file else { return text }
        let other = source == Self.commandLine ? "" : FilePath.folder(source)
        guard other != folder else { return text }
        let place = Self.real(FilePath.folder(other + text))
        return Self.relative(place == "/" ? [] : Self.parts(place), Self.parts(Self.real(folder)))
            .appending(FilePath.name(text))
    }

    /// A path as it is written in a file, so that it leads to what it leads to from here.
    public static func path(_ text: String, for file: String) throws(DiagnosticError) -> String {
        try DataPaths(file: file).path(text, writtenIn: Self.commandLine)
    }

    /// A relative path as it is opened.
    func located(_ text: String) -> String { folder + text }

    /// The folder that a run's paths are relative to, as seen from a folder of results: from the root where the two
    /// have nothing in common, since one may then be moved without the other.
    public func note(in results: String) -> String {
        let (own, other) = (Self.parts(Self.real(folder)), Self.parts(Self.real(results)))
        guard own.first == other.first else { return "/" + own.joined(separator: "/") }
        let path = Self.relative(own, other)
        return path.isEmpty ? "." : String(path.dropLast())
    }

    /// What to do where nothing lies at a path.
    /// - Parameters:
    ///   - text: the path as the run has it.
    ///   - help: what else is known.
    func help(_ text: String, _ help: String?) -> String? {
        let manager = FileManager.default
        // Of an archive a path may name an array in it.
        let archive = text.lastIndex(of: ":").map { String(text[..<$0]) } ?? text
        guard ![text, archive].contains(where: { manager.fileExists(atPath: folder + $0) }) else { return help }
        if !folder.isEmpty, manager.fileExists(atPath: text) || manager.fileExists(atPath: archive) {
            return
                "it is there as seen from the folder that saddle is started in, and a path is relative to the file that "
                + "names it: write \(path(text, writtenIn: Self.commandLine))"
        }
        if let help, help.contains("similar name") { return help }
        let rule =
            isRun
            ? "the run's paths begin at '\(folder.isEmpty ? "./" : folder)': where the data has moved, write its folder's new "
                + "place into \(Self.name) beside config.yaml"
            : "a path is relative to the file that names it; after --set, to the folder that saddle is started in"
        return help.map { "\($0)\n\(rule)" } ?? rule
    }

    // MARK: Paths

    /// Without links and dots.
    private static func real(_ path: String) -> String {
        URL(fileURLWithPath: path.isEmpty ? "." : path).standardizedFileURL.resolvingSymlinksInPath().path
    }

    private static func parts(_ path: String) -> [Substring] { path.split(separator: "/") }

    /// A folder as seen from another one: empty, or with a slash behind it.
    private static func relative(_ path: [Substring], _ other: [Substring]) -> String {
        let common = zip(path, other).prefix { $0 == $1 }.count
        let up = Array(repeating: "..", count: other.count - common)
        return (up + path.dropFirst(common).map(String.init)).map { $0 + "/" }.joined()
    }
}

extension DataPaths: Hashable {
    public static func == (a: DataPaths, b: DataPaths) -> Bool { a.folder == b.folder }
    public func hash(into hasher: inout Hasher) { hasher.combine(folder) }
}
