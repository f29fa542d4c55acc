import Diagnostics

/// What an experiment file says: the runs to train, every one of them valid.
public struct Experiment: Sendable {
    public let name: String
    public let description: String
    /// In the order of the sweep. Never empty.
    public let runs: [Run]
    /// In reading order.
    public let warnings: [Diagnostic]
}

public struct Run: Sendable {
    /// Readable, stable, unique in its experiment, and safe as the name of a folder.
    public let id: String
    /// Of everything that the run's results depend on; the last eight letters of `id` come from it alone.
    public let hash: UInt64
    /// The end of `id` that comes from `hash` alone.
    public var idTail: String { "-" + StableHash.short(hash) }
    /// What the sweep gave this run, the seed included where it is swept.
    public let parameters: [Parameter]
    public let spec: RunSpec
    public let locations: Locations
}

/// A swept key and its value in one run, as tables show it.
public struct Parameter: Hashable, Sendable {
    public let path: String
    public let text: String

    public init(path: String, text: String) {
        self.path = path
        self.text = text
    }
}

/// Where a run's values are written, by dotted path: for errors that only later steps can find.
public struct Locations: Sendable {
    private let root: Node

    init(_ root: Node) { self.root = root }

    /// Nil where the file does not give the key. An entry's name may be left out of the path, as in a sweep.
    public subscript(path: String) -> Location? { node(path)?.location }

    /// The closest thing to `path` that the file gives: a section that lacks a key, or the file's first line.
    public func nearest(_ path: String) -> Location {
        var components = path.split(separator: ".")
        while !components.isEmpty {
            if let location = self[components.joined(separator: ".")] { return location }
            components.removeLast()
        }
        return root.location
    }

    private func node(_ path: String) -> Node? {
        path.split(separator: ".").reduce(root as Node?) { node, component in
            guard let node else { return nil }
            if let items = node.items {
                return Int(component).flatMap { items.indices.contains($0) ? items[$0] : nil }
            }
            if let value = node[String(component)] { return value }
            // `{adam: {learning_rate: 1e-3}}`: the entry's name was left out of the path.
            guard let pairs = node.pairs, pairs.count == 1 else { return nil }
            return pairs[0].value[String(component)]
        }
    }
}
