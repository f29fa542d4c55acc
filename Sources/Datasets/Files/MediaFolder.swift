import Diagnostics
import Dispatch
import Formats
import Foundation
import Synchronization

/// The pictures, or the sounds, of a folder and of those inside it, in the order of their paths.
struct MediaFolder {
    enum Kind {
        case pictures, sounds

        fileprivate var endings: [String] {
            self == .pictures ? ["png", "jpg", "jpeg", "jpe", "jfif"] : ["wav", "wave"]
        }
        fileprivate var one: String { self == .pictures ? "picture" : "sound" }
        fileprivate var files: String { self == .pictures ? "PNG and JPEG files" : "WAV files" }
        fileprivate var none: String { self == .pictures ? "PNG or JPEG pictures" : "WAV files" }
    }

    /// Paths from the folder, in the order of their bytes.
    let files: [String]
    /// What messages call the folder.
    let name: String
    private let path: String
    /// How many files of other endings there are, by ending.
    private let others: [String: Int]
    private let kind: Kind

    /// Classes that sub-folders can be, at most: labels are bytes.
    static let mostClasses = 256
    /// Bytes of a file that is read, at most.
    private static let mostBytes = 1 << 30
    /// Folders within folders that are looked into.
    private static let deepest = 16

    /// - Parameter path: of the folder; of sounds also that of a single file.
    /// - Throws: where there is no such folder, or no such file in it.
    init(_ path: String, _ kind: Kind) throws(DatasetError) {
        self.kind = kind
        if kind == .sounds, FolderListing.exists(path), !FolderListing.isFolder(path) {
            (self.path, name, files, others) = (FilePath.parent(path), "'\(path)'", [FilePath.name(path)], [:])
            return
        }
        let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        self.path = path
        name = "'\(path)'"
        var found: [String] = []
        var others: [String: Int] = [:]
        try Self.look(path, kind.endings, below: "", depth: 0, &found, &others)
        files = found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        self.others = others
        guard !files.isEmpty else {
            throw DatasetError(
                "'\(path)' has no \(kind.one)s in it",
                help: others.isEmpty
                    ? "\(kind.files) are read, in the folder and in those inside it"
                    : "\(kind.files) are read; it has \(Self.list(others))")
        }
    }

    /// What a folder holds more of. Nothing of either kind is taken for pictures, and is told as such.
    /// - Throws: where the folder cannot be read.
    static func kind(of path: String) throws(DatasetError) -> (kind: Kind, others: [String: Int]) {
        var found: [String] = []
        var endings: [String: Int] = [:]
        try look(path, [], below: "", depth: 0, &found, &endings)
        func count(_ kind: Kind) -> Int { kind.endings.reduce(0) { $0 + (endings[$1] ?? 0) } }
        return (count(.sounds) > count(.pictures) ? .sounds : .pictures, endings)
    }

    private static func look(
        _ folder: String, _ endings: [String], below: String, depth: Int, _ found: inout [String],
        _ others: inout [String: Int]
    ) throws(DatasetError) {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else {
                throw DatasetError(
                    "'\(folder)' does not exist",
                    help: FolderListing.near(folder).map { "a folder with a similar name exists: '\($0)'" })
            }
            throw DatasetError(
                isFolder.boolValue ? "'\(folder)' cannot be read" : "'\(folder)' is a file; a folder is needed")
        }
        for name in names where !name.hasPrefix(".") {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder) else { continue }
            if isFolder.boolValue {
                guard depth < deepest else { continue }
                try look("\(folder)/\(name)", endings, below: "\(below)\(name)/", depth: depth + 1, &found, &others)
            } else {
                let ending = name.contains(".") ? name.split(separator: ".").last.map { $0.lowercased() } ?? "" : ""
                if endings.contains(ending) { found.append(below + name) } else { others[ending, default: 0] += 1 }
            }
        }
    }

    /// The sub-folders of the first level as classes: their names in order, and each file's place among them; nil where
    /// files lie in the folder itself.
    var classes: (names: [String], labels: [Int])? {
        let folders = files.map { $0.contains("/") ? $0.split(separator: "/").first.map(String.init) : nil }
        guard !folders.contains(nil) else { return nil }
        let names = Set(folders.compactMap { $0 }).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        return (names, folders.compactMap { $0.flatMap { places[$0] } })
    }

    /// What `use` makes of every picture, in the order of `files`, decoded on all cores; nil in place of those that
    /// cannot be decoded, with the reasons.
    ///
    /// - Parameter first: files to look at; nil: all.
    func map<Result: Sendable>(
        background: [Float], first: Int? = nil, _ use: @Sendable (Picture) -> Result
    ) -> (results: [Result?], broken: [(file: String, reason: String)]) {
        decoded(first: first) { (bytes) throws(FormatError) in
            use(try PictureFile.decode(bytes, background: background))
        }
    }

    /// What `decode` makes of every file's bytes, in the order of `files`, on all cores; nil in place of those that it
    /// cannot decode, with the reasons.
    func decoded<Result: Sendable>(
        first: Int? = nil, _ decode: @Sendable ([UInt8]) throws(FormatError) -> Result
    ) -> (results: [Result?], broken: [(file: String, reason: String)]) {
        let found = Mutex<[Int: Swift.Result<Result, FormatError>]>([:])
        let count = min(files.count, first ?? files.count)
        DispatchQueue.concurrentPerform(iterations: count) { index in
            let result: Swift.Result<Result, FormatError>
            do throws(FormatError) {
                result = .success(try decode(try bytes(index)))
            } catch { result = .failure(error) }
            found.withLock { $0[index] = result }
        }
        let all = found.withLock { $0 }
        var broken: [(file: String, reason: String)] = []
        let results = (0..<count).map { index -> Result? in
            switch all[index] {
            case .success(let result): return result
            case .failure(let error): broken.append((files[index], error.message))
            case nil: break
            }
            return nil
        }
        return (results, broken)
    }

    /// What `decode` makes of the first file that it can decode; nil where there is none.
    func first<Result>(_ decode: ([UInt8]) throws(FormatError) -> Result) -> Result? {
        for index in files.indices {
            do throws(FormatError) { return try decode(try bytes(index)) } catch { continue }
        }
        return nil
    }

    private func bytes(_ index: Int) throws(FormatError) -> [UInt8] {
        let content: Data?
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: "\(path)/\(files[index])"))
            defer { file.closeFile() }
            content = try file.read(upToCount: Self.mostBytes + 1)
        } catch { throw FormatError("cannot be read") }
        let bytes = Array(content ?? Data())
        guard bytes.count <= Self.mostBytes else {
            throw FormatError("has more than \(Self.mostBytes) bytes, the most that is read")
        }
        return bytes
    }

    /// What a user should know of files that are left out.
    func remarks(broken: [(file: String, reason: String)]) -> [DataRemark] {
        var remarks: [DataRemark] = []
        if !broken.isEmpty {
            let shown = broken.prefix(5).map { "'\($0.file)' \($0.reason)" }.joined(separator: "; ")
            remarks.append(
                DataRemark(
                    "\(plural(broken.count, kind.one)) of \(name) cannot be read and \(broken.count == 1 ? "is" : "are") "
                        + "left out: \(shown)\(broken.count > 5 ? "; ..." : "")",
                    help: "mend or remove them", key: "path"))
        }
        if !others.isEmpty {
            remarks.append(
                DataRemark(
                    "\(name) also has files that are no \(kind.none): \(Self.list(others))",
                    help: "convert them if they are \(kind.one)s, or move them away", key: "path"))
        }
        return remarks
    }

    private static func list(_ others: [String: Int]) -> String {
        let sorted = others.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return sorted.prefix(6).map { "\($0.value) \($0.key.isEmpty ? "without an ending" : ".\($0.key)")" }
            .joined(separator: ", ") + (sorted.count > 6 ? ", ..." : "")
    }
}
