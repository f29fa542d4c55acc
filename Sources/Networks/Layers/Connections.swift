import Configuration

// The keys that every layer takes: its name for later layers, and what it reads.
extension Key {
    static let id = Key(
        "id", .text, default: .null, "a name by which later layers read this one's output (`from`)")

    static let from = Key(
        "from", sources, default: .null,
        "the id of the layer whose output this one reads, or `input`; default: the layer before")

    /// `from` of a layer that joins values: what is joined.
    static func joined(_ help: String) -> Key { Key("from", sources, "ids of the layers that give the \(help)") }

    private static let sources = ValueType.either([.text, .list(of: .text, count: 1...64)])
}

extension Choice {
    /// The layer's name for later layers.
    var id: String? { values.entries["id"].flatMap { if case .text(let id) = $0 { id } else { nil } } }

    /// The ids that it reads from.
    var from: [String] {
        let sources: [Value] =
            switch values.entries["from"] {
            case .list(let items)?: items
            case let value?: [value]
            case nil: []
            }
        return sources.compactMap { if case .text(let id) = $0 { id } else { nil } }
    }
}
