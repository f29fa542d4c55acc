import Diagnostics

/// The values of a resolved configuration by the paths that a sweep or `--set` uses, as tables show them.
public struct ResolvedSettings: Sendable {
    private let root: Node

    /// Of what a run's config.yaml holds; `path` is named in errors.
    public init(_ bytes: [UInt8], path: String) throws(DiagnosticError) {
        root = try FlatSettings.root(bytes, path: path)
    }

    /// Of a run that is not written down yet.
    init(_ spec: RunSpec) {
        let text = CanonicalText.yaml(spec)
        var findings = Findings()
        do {
            root = try NodeReader.read(SourceText(source: Source(path: spec.name, text: text), text: text), &findings)
        } catch {
            preconditionFailure("a canonical text cannot be read back: \(error.message)")
        }
    }

    /// nil where the run has no such key: it belongs to an entry that the run did not choose.
    public func text(_ path: String) -> String? {
        let keys = path.split(separator: ".").map(String.init)
        return Self.find(keys[...], in: root)?.label ?? Self.defaultText(path)
    }

    /// An entry's name may be left out of the path.
    private static func find(_ keys: ArraySlice<String>, in node: Node) -> Node? {
        guard let first = keys.first else { return node }
        if let items = node.items {
            guard let index = Int(first), items.indices.contains(index) else { return nil }
            return find(keys.dropFirst(), in: items[index])
        }
        if let value = node[first] { return find(keys.dropFirst(), in: value) }
        guard let pairs = node.pairs, pairs.count == 1, pairs[0].value.pairs != nil else { return nil }
        return find(keys, in: pairs[0].value)
    }

    /// What a key of a section is where a configuration leaves it out; "none" where it then has no value. nil for a key
    /// that the schema's sections do not have: one of an entry, which is there or not.
    public static func defaultText(_ path: String) -> String? {
        var type = ValueType.section(ExperimentSchema.run)
        var isAbsent = false
        var text: String?
        for component in path.split(separator: ".") {
            guard case .section(let section) = type else { return nil }
            // Which switches there are a vocabulary knows; each is off where nothing is said.
            guard let key = section.key(String(component)) else { return section.hasSwitches ? "false" : nil }
            isAbsent = isAbsent || isSection(key) && key.defaultValue == .null
            text = isAbsent ? "none" : self.text(key)
            type = key.type
        }
        return text
    }

    private static func isSection(_ key: Key) -> Bool { if case .section = key.type { true } else { false } }

    /// A key without a value says in its help what that comes to.
    private static func text(_ key: Key) -> String? {
        switch key.defaultValue {
        case nil, .section: return nil
        case .null:
            if case .boolean = key.type { return "false" }
            guard let said = key.help.range(of: "default: ") else { return "none" }
            let words = key.help[said.upperBound...]
            return words.prefix { !",;(".contains($0) }.trimmed
        case .choice(let choice)?: return choice.name
        case .text(let text)?: return text
        case let value?: return CanonicalText.text(value)
        }
    }
}

extension Substring {
    fileprivate var trimmed: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
