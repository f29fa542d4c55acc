import Diagnostics

/// `--set key.path=value` from the command line, shown in messages as lines of a file named `--set`.
struct Overrides {
    private let texts: [String]
    private let source: Source

    init(_ texts: [String]) {
        self.texts = texts.map { text in String(text.map { $0.isNewline ? " " : $0 }) }
        source = Source(path: DataPaths.commandLine, text: self.texts.joined(separator: "\n"))
    }

    /// The file's tree with every override applied, in order. The paths are for finding overrides without effect.
    func apply(to root: Node, _ vocabulary: Vocabulary, _ findings: inout Findings) -> (Node, [SettingPath]) {
        var root = root
        var paths: [SettingPath] = []
        for index in texts.indices {
            do {
                let (path, value) = try override(index, &findings)
                root = try NodeEditor(vocabulary: vocabulary).set(path, to: value, in: root, vocabulary.file)
                paths.append(path)
            } catch {
                findings.report(error)
            }
        }
        return (root, paths)
    }

    private func override(_ index: Int, _ findings: inout Findings) throws(Diagnostic) -> (SettingPath, Node) {
        let text = texts[index]
        let key = text.prefix { $0 != "=" }
        let length = key.unicodeScalars.count
        let location = Location(source: source, line: index + 1, column: 1, length: max(length, 1))
        guard key.endIndex < text.endIndex else {
            throw Diagnostic(
                "expected key.path=value, found '\(text)'", at: location,
                help: "for example --set training.iterations=1000")
        }
        let path = try SettingPath(String(key), at: location)
        guard path.components[0] != "extends" else {
            throw Diagnostic(
                "'extends' cannot be set from the command line", at: location,
                help: "write it into the file, or name the file that is to be extended")
        }
        let value = text[text.index(after: key.endIndex)...]
        let written = value.unicodeScalars.drop { $0 == " " }
        if written.isEmpty { return (path, .plain("", at: location)) }
        guard written.first != "#" else {
            let column = text.unicodeScalars.count - written.count + 1
            throw Diagnostic(
                "'\(String(written))' is a comment and no value",
                at: Location(source: source, line: index + 1, column: column, length: written.count),
                help: "quote it: --set '\(key)=\"# ...\"'")
        }
        // Blank lines and spaces in front put the value where it stands in the line that messages show.
        let padding = String(repeating: "\n", count: index) + String(repeating: " ", count: length + 1)
        let padded = SourceText(source: source, text: padding + value)
        return (path, try NodeReader.read(padded, &findings))
    }
}
