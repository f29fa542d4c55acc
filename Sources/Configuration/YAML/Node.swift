import Diagnostics

/// A piece of a YAML file, before anything is known of what it should be.
struct Node: Sendable {
    indirect enum Content: Sendable {
        case scalar(Scalar)
        case sequence([Node])
        case mapping([Pair])
        /// Could not be read, and was reported: later passes pass over it in silence.
        case invalid
    }

    struct Scalar: Hashable, Sendable {
        let text: String
        /// Written without quotes. Only plain scalars can be numbers, booleans or null.
        let isPlain: Bool
    }

    /// Keys keep the order of the file; no key stands twice in a mapping.
    struct Pair: Sendable {
        let key: String
        let keyLocation: Location
        var value: Node
    }

    var content: Content
    var location: Location

    init(_ content: Content, at location: Location) {
        self.content = content
        self.location = location
    }

    static func plain(_ text: String, at location: Location) -> Node {
        Node(.scalar(Scalar(text: text, isPlain: true)), at: location)
    }

    var scalar: Scalar? { if case .scalar(let scalar) = content { scalar } else { nil } }
    var items: [Node]? { if case .sequence(let items) = content { items } else { nil } }
    var pairs: [Pair]? { if case .mapping(let pairs) = content { pairs } else { nil } }

    /// `key:`, `key: ~` and `key: null` mean that the key was left out.
    var isNull: Bool {
        guard let scalar, scalar.isPlain else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.text)
    }

    func pair(_ key: String) -> Pair? { pairs?.first { $0.key == key } }

    subscript(key: String) -> Node? { pair(key)?.value }

    /// The mapping with `key` set, in its old place where it has one.
    func setting(_ key: String, at keyLocation: Location, to value: Node) -> Node {
        var pairs = pairs ?? []
        if let index = pairs.firstIndex(where: { $0.key == key }) {
            pairs[index].value = value
        } else {
            pairs.append(Pair(key: key, keyLocation: keyLocation, value: value))
        }
        return Node(.mapping(pairs), at: location)
    }

    func removing(_ keys: Set<String>) -> Node {
        guard let pairs else { return self }
        return Node(.mapping(pairs.filter { !keys.contains($0.key) }), at: location)
    }
}
