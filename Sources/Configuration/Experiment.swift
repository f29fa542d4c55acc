import Diagnostics

/// What an experiment file says: the runs to train, every one of them valid.
public struct Experiment: Sendable {
    public let name: String
    public let description: String
    /// In the order of the sweep. Never empty.
    public let runs: [Run]
    /// Whether a sweep varies them: the file of a single run says nothing of other runs.
    public let isSweep: Bool
    /// Where the runs are to be trained; nil: nothing is said.
    public let launcher: Choice?
    /// In reading order.
    public let warnings: [Diagnostic]
}

public final class Run: Sendable {
    /// Readable, stable, unique in its experiment, and safe as the name of a folder.
    public let id: String
    /// Of everything that the run's results depend on; the last eight letters of `id` come from it alone.
    public let hash: UInt64
    /// Runs of one experiment that are of one kind differ in nothing but the seed; nil: of its own.
    public let kind: Int?
    /// The end of `id` that comes from `hash` alone.
    public var idTail: String { Self.tail(hash) }

    /// What the id of a run with this hash ends with.
    public static func tail(_ hash: UInt64) -> String { "-" + StableHash.short(hash) }

    /// What tells this run from others of the experiment: the keys that the sweep varies, the seed included where it is
    /// swept, and then those that `--set` gave. A key that the sweep does not set in this run has the file's value.
    public let parameters: [Parameter]
    /// The paths of those that the sweep sets in this run.
    public let swept: [String]
    public let spec: RunSpec
    public let locations: Locations
    /// Sections that are missing from the file, or lack what cannot be left out: `spec` holds anything in their place.
    /// Empty for a run that can be trained.
    public let missing: Set<String>
    /// The least and the greatest of its numbers by magnitude, integers and zeros left out; nil: there are none.
    public let magnitudes: ClosedRange<Double>?

    init(
        id: String, hash: UInt64, kind: Int?, parameters: [Parameter], swept: [String], spec: RunSpec,
        locations: Locations, missing: Set<String>, magnitudes: ClosedRange<Double>?
    ) {
        self.id = id
        self.hash = hash
        self.kind = kind
        self.parameters = parameters
        self.swept = swept
        self.spec = spec
        self.locations = locations
        self.missing = missing
        self.magnitudes = magnitudes
    }
}

extension Run {
    /// The run with its length in iterations, where the file gives epochs: what is found out of it, and named by it,
    /// then is as if the file had given the iterations.
    /// - Parameter samples: of the training data.
    public func timed(samples: Int) -> (run: Run, findings: [Diagnostic]) {
        guard spec.training.epochs != nil else { return (self, []) }
        let spec = spec.timed(samples: samples)
        var findings = Findings()
        RunChecks.intervals(spec, locations, &findings)
        return (with(spec), findings.all)
    }

    /// The run as if its file had said `spec`, which names it.
    public func with(_ spec: RunSpec) -> Run {
        let hash = CanonicalText.hash(spec)
        return Run(
            id: id.dropLast(idTail.count) + Self.tail(hash), hash: hash, kind: kind, parameters: parameters,
            swept: swept, spec: spec, locations: locations, missing: missing, magnitudes: magnitudes)
    }

    /// Every key that any of the runs sets in each of them: a run in which the sweep leaves it alone has the file's
    /// value there.
    public static func completed(_ runs: [Run]) -> [Run] {
        // Of a grid every run sets the same keys.
        guard let first = runs.first,
            !runs.allSatisfy({ $0.parameters.elementsEqual(first.parameters) { $0.path == $1.path } })
        else { return runs }
        var seen: Set<String> = []
        let paths = runs.flatMap { $0.parameters.map(\.path) }.filter { seen.insert($0).inserted }
        return runs.map { run in
            guard run.parameters.count < paths.count, run.missing.isEmpty else { return run }
            let settings = ResolvedSettings(run.spec)
            let own = Dictionary(run.parameters.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
            let parameters = paths.compactMap { path in
                own[path] ?? settings.text(path).map { Parameter(path: path, text: $0) }
            }
            return Run(
                id: run.id, hash: run.hash, kind: run.kind, parameters: parameters, swept: run.swept, spec: run.spec,
                locations: run.locations, missing: run.missing, magnitudes: run.magnitudes)
        }
    }
}
