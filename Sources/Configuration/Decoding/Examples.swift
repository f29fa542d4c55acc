import Diagnostics

extension Fields {
    /// A line that shows what a key takes, and that would be read without an error; nil where there is none to show.
    /// - Parameter owner: the declaration that the key is of, whose example may show it.
    func example(of key: Key, in owner: Declaration?) -> String? {
        var candidates: [String] = []
        if let value = key.defaultValue, value != .null {
            if case .section = value {} else { candidates.append(CanonicalText.flow(value)) }
        }
        if let text = owner?.example, let node = Fields.read(text), let shown = shown(key, of: owner, in: node) {
            candidates.append(shown.flow)
        }
        candidates += key.type.samples(vocabulary)
        return candidates.first { takes($0, key.type) }.map { "for example \(key.name): \($0)" }
    }

    /// Whether a text is read as a value of a type without an error.
    func takes(_ text: String, _ type: ValueType) -> Bool {
        guard let node = Fields.read(text) else { return false }
        var attempt = Fields(vocabulary)
        attempt.givesExamples = false
        return attempt.value(node, type) != nil && !attempt.findings.hasErrors
    }

    /// The value of a key in an example of the declaration that it is of, however that is written; nil where the
    /// example does not give it.
    private func shown(_ key: Key, of owner: Declaration?, in node: Node) -> Node? {
        guard let owner else { return nil }
        for pair in node.pairs ?? [] where pair.key == owner.name {
            if pair.value.pairs == nil, owner.shorthand == key.name, !pair.value.isNull { return pair.value }
            if let found = pair.value[key.name], !found.isNull { return found }
        }
        let inner = node.items ?? node.pairs?.map(\.value) ?? []
        return inner.lazy.compactMap { shown(key, of: owner, in: $0) }.first
    }

    static func read(_ yaml: String) -> Node? {
        var findings = Findings()
        guard let text = try? SourceText(path: "", bytes: Array(yaml.utf8)),
            let node = try? NodeReader.read(text, &findings), !findings.hasErrors
        else { return nil }
        return node
    }
}

extension ValueType {
    /// Texts that the type may take, the usual ones first.
    fileprivate func samples(_ vocabulary: Vocabulary) -> [String] {
        switch self {
        case .integer(let range): [String(min(max(1, range.lowerBound), range.upperBound))]
        case .real(let range):
            [1, 0.5, 0.1, range.lower, range.upper].filter(range.contains).map(CanonicalNumber.plain)
        case .boolean: ["true"]
        case .text, .path: ["name"]
        case .word(let words): words
        case .list(let element, let count):
            element.samples(vocabulary).map { sample in
                let items = [String](repeating: sample, count: max(1, min(count.lowerBound, 8)))
                return "[\(items.joined(separator: ", "))]"
            }
        case .choice(let kind): vocabulary.declarations(of: kind).map(\.name)
        case .choices(let kind): vocabulary.declarations(of: kind).map { "[\($0.name)]" }
        case .either(let types): types.flatMap { $0.samples(vocabulary) }
        case .section(let declaration):
            declaration.keys.flatMap { key in key.type.samples(vocabulary).map { "{\(key.name): \($0)}" } }
        case .switches, .described: []
        }
    }
}

extension Node {
    /// The value on one line.
    fileprivate var flow: String {
        switch content {
        case .scalar(let scalar): return scalar.isPlain ? scalar.text : "\"\(scalar.text)\""
        case .sequence(let items): return "[\(items.map(\.flow).joined(separator: ", "))]"
        case .mapping(let pairs): return "{\(pairs.map { "\($0.key): \($0.value.flow)" }.joined(separator: ", "))}"
        case .invalid: return ""
        }
    }
}
