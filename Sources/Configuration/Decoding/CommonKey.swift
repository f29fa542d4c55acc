import Diagnostics

/// A key as papers and other programs write it, and what Saddle has for it.
struct CommonKey {
    /// As in `CommonName`: capitals, and what is between letters and digits, do not count.
    let names: [String]
    /// Keys of the file to write in its place, '#' standing for the value; nil: there is nothing to write.
    var keys: String?
    /// What stands for '#' where the value that was written is of another kind.
    var example = ""
    /// What else there is to know.
    var note: String?
    /// Whether it may stand among the keys of an entry, such as a layer; else among those of a section.
    var isOfEntries = false

    /// "write step_ratio: {discriminator: 5}"
    /// - Parameter value: what was written behind the name; nil: nothing.
    func help(value: String? = nil) -> String {
        guard let keys else { return note ?? "" }
        return "write \(Self.filled(keys, value, example))" + (note.map { ": \($0)" } ?? "")
    }

    /// "write step_ratio.discriminator in its place": where a dotted path stands for the key. What no path of a run
    /// stands for is shown as a file has it.
    func helpOfPath(_ vocabulary: Vocabulary) -> String {
        guard let (path, value) = place(vocabulary) else { return help() }
        let isWhole = value.scalar == nil
        return "write \(path) in its place" + (isWhole ? ", with values such as \(Self.flow(value))" : "")
            + (note.map { ": \($0)" } ?? "")
    }

    /// The dotted path that stands for the key, and a value of it; nil where none does.
    func place(_ vocabulary: Vocabulary) -> (path: String, value: Node)? {
        guard let keys, let node = Self.read(Self.filled(keys, nil, example)) else { return nil }
        return Self.path(to: node, vocabulary.run, vocabulary).map { ($0.path.joined(separator: "."), $0.value) }
    }

    private static func read(_ keys: String) -> Node? {
        var findings = Findings()
        guard let text = try? SourceText(path: "", bytes: Array(keys.utf8)) else { return nil }
        return try? NodeReader.read(text, &findings)
    }

    /// The path to the one value that is written below a section, and that value. The name of an entry is left out:
    /// the file may have another one there that has the key as well.
    private static func path(to node: Node, _ declaration: Declaration, _ vocabulary: Vocabulary) -> (
        path: [String], value: Node
    )? {
        guard let pair = node.pairs?.first, node.pairs?.count == 1, let key = declaration.key(pair.key) else {
            return nil
        }
        func below(_ node: Node, _ declaration: Declaration) -> (path: [String], value: Node)? {
            path(to: node, declaration, vocabulary).map { ([key.name] + $0.path, $0.value) }
        }
        switch key.type {
        case .section(let section): return below(pair.value, section)
        case .choice(let kind):
            if let entry = pair.value.pairs?.first,
                let declared = vocabulary.declarations(of: kind).first(where: { $0.name == entry.key }),
                let inner = below(entry.value, declared)
            {
                return inner
            }
        default: break
        }
        return ([key.name], pair.value)
    }

    /// A value on one line, as a file has it.
    static func flow(_ node: Node) -> String {
        if let items = node.items {
            return "[" + items.map { $0.pairs == nil ? flow($0) : pairs($0) }.joined(separator: ", ") + "]"
        }
        return node.pairs == nil ? node.scalar?.text ?? "" : "{\(pairs(node))}"
    }

    private static func pairs(_ node: Node) -> String {
        (node.pairs ?? []).map { "\($0.key): \(flow($0.value))" }.joined(separator: ", ")
    }

    /// Whether what is to be written is a part of the sweep itself.
    var isOfSweep: Bool { keys?.hasPrefix("sweep:") ?? false }

    func isCalled(_ name: String) -> Bool { names.contains { $0.letters == name.letters } }

    /// A number takes a number's place, a word a word's.
    private static func filled(_ keys: String, _ value: String?, _ example: String) -> String {
        let isNumber = Scalars.real(example) != nil
        func fits(_ value: String) -> Bool {
            isNumber == (Scalars.real(value) != nil) && value.wholeMatch(of: #/[\w.+-]+/#) != nil
        }
        return keys.replacing("#", with: value.flatMap { fits($0) ? $0 : nil } ?? example)
    }
}

extension String {
    /// Letters and digits, small.
    var letters: String { lowercased().filter { $0.isLetter || $0.isNumber } }
}
