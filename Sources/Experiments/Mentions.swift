import Configuration
import Diagnostics
import Reporting

/// Where a name that is none here is spoken of: a paper, an architecture, what another program calls an entry.
public struct Mentions {
    /// Entries and sections with what they are.
    public let entries: [(title: String, summary: String)]
    /// Experiment files with their descriptions.
    public let files: [(path: String, description: String)]
    /// What to write for it, by what it is elsewhere: "loss", "key".
    public let cures: [(noun: String, help: String)]

    public var isEmpty: Bool { entries.isEmpty && files.isEmpty && cures.isEmpty }

    /// - Parameter folder: of experiment files, in which those are looked for that speak of it; it need not be there.
    public init(of name: String, in folder: String) throws(FileError) {
        let entries = Vocabulary.saddle.commonNames.filter { $0.isCalled(name) }.map { ($0.kind.noun, $0.help()) }
        cures = entries + (CommonKeys.help(for: name).map { [("key", $0)] } ?? [])
        let wanted = Self.words(name).joined()
        func speaks(_ text: String) -> Bool { Self.speaks(text, of: wanted) }
        let declared =
            RegistryKind.allCases.flatMap { kind in
                Vocabulary.saddle.declarations(of: kind).map { (noun: kind.noun, declaration: $0) }
            } + Vocabulary.saddle.sections.map { (noun: "section", declaration: $0) }
        self.entries = declared.filter { _, declaration in
            let elsewhere = declaration.elsewhere.flatMap { [$0.program.rawValue, $0.name, $0.differs ?? ""] }
            return ([declaration.name, declaration.summary, declaration.details] + elsewhere).contains(where: speaks)
        }.map { ("\($0.declaration.name) (\($0.noun))", $0.declaration.summary) }
        var files: [(String, String)] = []
        for path in try Self.experiments(in: folder, depth: 1) {
            let text = String(decoding: try AtomicFile.read(path), as: UTF8.self)
            guard speaks(FilePath.name(path)) || speaks(text) else { continue }
            let line = text.split(separator: "\n").first { $0.hasPrefix("description:") }
            files.append((path, line.map { String($0.dropFirst(12)).trimmed } ?? ""))
        }
        self.files = files
    }

    /// Experiment files in a folder, and in those inside it down to a depth, in order.
    private static func experiments(in folder: String, depth: Int) throws(FileError) -> [String] {
        var found: [String] = []
        for name in try Folder.names(in: folder) {
            let path = "\(folder)/\(name)"
            let kind = try Folder.kind(path)
            if kind == .file, name.hasSuffix(".yaml") { found.append(path) }
            if kind == .folder, depth > 0 { found += try experiments(in: path, depth: depth - 1) }
        }
        return found
    }

    /// Whether a text has the name in it, however it is cut into words: "WGAN-GP" speaks of "wgangp". A version behind
    /// it does not matter: "StyleGAN2" speaks of "stylegan".
    static func speaks(_ text: String, of wanted: String) -> Bool {
        guard wanted.count >= 3 else { return false }
        let words = words(text)
        return words.indices.contains { start in
            var joined = ""
            for word in words[start...] {
                joined += word
                if joined.count < wanted.count { continue }
                return joined.hasPrefix(wanted) && joined.dropFirst(wanted.count).allSatisfy(\.isNumber)
            }
            return false
        }
    }

    /// In small letters, without what is between them.
    private static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }
}

extension String {
    fileprivate var trimmed: String { String(drop { $0 == " " }) }
}
