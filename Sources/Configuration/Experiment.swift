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
    /// Sections that are missing from the file, or lack what cannot be left out: `spec` holds anything in their place.
    /// Empty for a run that can be trained.
    public let missing: Set<String>
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
