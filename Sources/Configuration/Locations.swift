import Diagnostics

/// Where a run's values are written, by dotted path: for errors that only later steps can find.
public struct Locations: Sendable {
    private let base: Node
    /// In place of those of `base`.
    private let sections: [SweptSection]
    private let vocabulary: Vocabulary

    init(_ base: Node, _ vocabulary: Vocabulary, sections: [SweptSection] = []) {
        self.base = base
        self.sections = sections
        self.vocabulary = vocabulary
    }

    /// The run's tree, made when it is asked for: hardly any of a sweep's runs is.
    private var root: Node {
        sections.reduce(base) { root, section in
            section.pair.map { root.setting($0.key, at: $0.keyLocation, to: $0.value) } ?? root
        }
    }

    /// Nil where the file does not give the key. An entry's name may be left out of the path, as in a sweep, and a bare
    /// value is found under the key that it stands for.
    public subscript(path: String) -> Location? { node(path)?.location }

    /// The value that the file gives a key; nil where it gives none.
    func node(_ path: String) -> Node? {
        let components = path.split(separator: ".").map(String.init)
        return find(components[...], in: root, .section(vocabulary.run))
    }

    /// The closest thing to `path` that the file gives: a section that lacks a key, or the file's first line.
    public func nearest(_ path: String) -> Location {
        var components = path.split(separator: ".")
        while !components.isEmpty {
            if let location = self[components.joined(separator: ".")] { return location }
            components.removeLast()
        }
        return root.location
    }

    private func find(_ path: ArraySlice<String>, in node: Node, _ type: ValueType) -> Node? {
        guard let first = path.first else { return node }
        let rest = path.dropFirst()
        func next(_ node: Node?, _ type: ValueType?) -> Node? {
            guard let node, let type else { return nil }
            return find(rest, in: node, type)
        }
        switch type {
        case .section(let declaration): return next(node[first], declaration.key(first)?.type)
        case .choice(let kind):
            if kind == .datasets, first == "dataset" { return next(node[first], .text) }
            guard let form = try? EntryForm(node, kind: kind, vocabulary: vocabulary) else { return nil }
            if first == form.declaration.name { return next(form.body, .section(form.declaration)) }
            return next(form.body[first], form.declaration.key(first)?.type)
        case .choices(let kind): return next(item(first, of: node), .choice(kind))
        case .list(let element, _): return next(item(first, of: node), element)
        case .either(let types): return types.first { $0.hasForm(of: node) }.flatMap { find(path, in: node, $0) }
        case .integer, .real, .boolean, .text, .path, .word, .switches, .described: return nil
        }
    }

    private func item(_ index: String, of node: Node) -> Node? {
        guard let items = node.items, let index = Int(index), items.indices.contains(index) else { return nil }
        return items[index]
    }
}
