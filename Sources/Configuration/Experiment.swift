import Diagnostics

/// What an experiment file says: the runs to train, every one of them valid.
public struct Experiment: Sendable {
    public let name: String
    public let description: String
    /// In the order of the sweep. Never empty.
    public let runs: [Run]
    /// Whether a sweep varies them: the file of a single run says nothing of other runs.
    public let isSweep: Bool
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
    /// What tells this run from others of the experiment: the keys that the sweep varies, the seed included where it is
    /// swept, and then those that `--set` gave. A key that the sweep does not set in this run has the file's value.
    public let parameters: [Parameter]
    /// The paths of those that the sweep sets in this run.
    public let swept: [String]
    public let spec: RunSpec
    public let locations: Locations
    func with(_ parameters: [Parameter]) -> Run {
        Run(
            id: id, hash: hash, parameters: parameters, swept: swept, spec: spec, locations: locations, missing: missing
        )
    }

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
