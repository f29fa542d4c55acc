import Diagnostics

/// One mapping over another. The schema is needed to tell an entry from a mapping: `{sgd: ...}` over `{adam: ...}`
/// is another optimizer, not two.
struct Merging {
    let vocabulary: Vocabulary

    func merge(_ base: Node, _ over: Node, _ type: ValueType) -> Node {
        if over.isNull { return over }
        switch type {
        case .section(let declaration):
            let replaced = (over.pairs ?? []).filter { !$0.value.isNull }.flatMap { declaration.others(of: $0.key) }
            let base = replaced.isEmpty || base.pairs == nil ? base : base.removing(Set(replaced))
            return merge(base, over) { declaration.key($0)?.type }
        case .choice(let kind): return entry(base, over, kind)
        case .either(let types):
            let shared = types.first { $0.hasForm(of: base) && $0.hasForm(of: over) }
            return shared.map { merge(base, over, $0) } ?? over
        case .switches, .described: return merge(base, over) { _ in nil }
        case .integer, .real, .boolean, .text, .path, .word, .list, .choices: return over
        }
    }

    /// Keys that are set again rather than added to. A base's sweep is an answer to the base's question: to vary
    /// something else is to replace it.
    private static let replaced: Set = ["sweep"]

    private func merge(_ base: Node, _ over: Node, _ type: (String) -> ValueType?) -> Node {
        guard var pairs = base.pairs, let news = over.pairs else { return over }
        for new in news {
            guard let index = pairs.firstIndex(where: { $0.key == new.key }) else {
                pairs.append(new)
                continue
            }
            let value =
                Self.replaced.contains(new.key)
                ? new.value : type(new.key).map { merge(pairs[index].value, new.value, $0) } ?? new.value
            pairs[index] = Node.Pair(key: new.key, keyLocation: new.keyLocation, value: value)
        }
        return Node(.mapping(pairs), at: over.location)
    }

    private func entry(_ base: Node, _ over: Node, _ kind: RegistryKind) -> Node {
        guard let old = try? EntryForm(base, kind: kind, vocabulary: vocabulary) else { return over }
        var over = over
        if kind == .datasets, over.pairs != nil, over["dataset"] == nil {
            // `data: {modes: 16}` speaks of the dataset that the base names.
            over = over.setting("dataset", at: old.nameLocation, to: .plain(old.declaration.name, at: old.nameLocation))
        }
        guard var new = try? EntryForm(over, kind: kind, vocabulary: vocabulary),
            new.declaration.name == old.declaration.name
        else { return over }
        let declaration = new.declaration
        new.body = merge(old.body, new.body) { declaration.key($0)?.type }
        return new.node
    }
}
