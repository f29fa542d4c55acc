import Configuration
import Datasets
import Diagnostics
import Dispatch
import Equilibrium
import Foundation
import Synchronization
import Training

/// From the files that a user names to experiments that can be trained, or to everything that is wrong with them.
public struct Preparation: Sendable {
    public private(set) var experiments: [PreparedExperiment] = []
    /// Warnings and notes, in reading order.
    public private(set) var remarks: [Diagnostic] = []

    /// Throws every error of every file in one go: nothing is to be trained while any run of any file is invalid.
    /// - Parameters:
    ///   - jobs: runs that are to be trained at a time.
    ///   - memory: bytes that there are for them.
    public init(
        files: [String], overrides: [String] = [], jobs: Int = 1,
        memory: UInt64 = ProcessLimits.memory
    ) throws(DiagnosticError) {
        var findings = Findings()
        var profiles = DataProfiles()
        var owners: [String: String] = [:]
        for file in files {
            let (experiment, found) = ExperimentFile.read(path: file, overrides: overrides, vocabulary: .saddle)
            findings.report(found)
            guard let experiment else { continue }
            let isSound = !found.contains { $0.severity == .error }
            if let other = owners.updateValue(file, forKey: experiment.name) {
                findings.error(
                    "'\(file)' and '\(other)' are both named '\(experiment.name)' and would share a folder of results",
                    at: experiment.runs[0].locations["name"], help: "give each a name of its own")
            }
            let settled = Self.settled(experiment.runs, &profiles)
            let hashes = settled.runs.map(\.hash)
            let sweep = SweepMembers { Set(hashes.map(Run.tail)) }
            // What does not depend on the seed is found once.
            var seen: Set<Int> = []
            let first = settled.runs.indices.filter { index in
                settled.runs[index].kind.map { seen.insert($0).inserted } ?? true
            }
            var outlooks: [Int: RunOutlook] = [:]
            var others: [RunOutlook?] = []
            let looked = Self.outlooks(first.map { settled.runs[$0] }, &profiles)
            for (index, looked) in zip(first, looked) {
                let all = settled.findings[index, default: []] + looked.found.all
                // Of a file with errors, warnings may come of what stands in for a value that is wrong.
                findings.report(isSound ? all : all.filter { $0.severity == .error })
                if let kind = settled.runs[index].kind {
                    outlooks[kind] = looked.outlook
                } else {
                    others.append(looked.outlook)
                }
            }
            var rest = others[...]
            var runs: [PreparedRun] = []
            runs.reserveCapacity(settled.runs.count)
            for run in settled.runs {
                let outlook: RunOutlook?
                if let kind = run.kind { outlook = outlooks[kind] } else { outlook = rest.removeFirst() }
                if let outlook { runs.append(PreparedRun(run: run, outlook: outlook, sweep: sweep)) }
            }
            experiments.append(
                PreparedExperiment(
                    name: experiment.name, description: experiment.description, runs: runs,
                    isSweep: experiment.isSweep, launcher: experiment.launcher))
        }
        if !findings.hasErrors,
            let finding = MemoryCheck(jobs: jobs, memory: memory).finding(experiments.flatMap(\.runs))
        {
            findings.report(finding)
        }
        try findings.throwErrors()
        remarks = findings.sorted
    }

    /// The runs, and what was found of some of them, by place.
    private static func settled(_ runs: [Run], _ profiles: inout DataProfiles)
        -> (runs: [Run], findings: [Int: [Diagnostic]])
    {
        var (settled, findings) = (runs, [Int: [Diagnostic]]())
        for (index, run) in runs.enumerated() {
            let (other, found) = Self.settled(run, &profiles)
            if other !== run { settled[index] = other }
            if !found.isEmpty { findings[index] = found }
        }
        return (settled, findings)
    }

    /// The run with its length in iterations and the layers of its presets. Where the data cannot be read, that is
    /// found when the run is prepared.
    private static func settled(_ run: Run, _ profiles: inout DataProfiles) -> (run: Run, findings: [Diagnostic]) {
        guard run.spec.training.epochs != nil || run.spec.isOpen, !run.missing.contains("data"),
            case .success(let data) = profiles.result(of: run.spec.data)
        else { return (run, []) }
        let (timed, findings) = run.timed(samples: data.training)
        guard timed.spec.isOpen else { return (timed, findings) }
        do {
            return (timed.with(try timed.spec.expanded(for: data)), findings)
        } catch {
            return (timed, findings + error.diagnostics)
        }
    }

    /// What is known of each run, found by as many threads as there are cores: a sweep may have thousands of settings.
    private static func outlooks(_ runs: [Run], _ profiles: inout DataProfiles)
        -> [(outlook: RunOutlook?, found: Findings)]
    {
        // Data is read once, not by every thread.
        for run in runs where !run.missing.contains("data") {
            _ = profiles.result(of: run.spec.data)
            if run.spec.condition != nil { _ = profiles.classes(of: run.spec.data, for: run.spec.condition) }
        }
        let known = profiles
        let pieces = (runs.count + piece - 1) / piece
        let made = Mutex<[Int: [(outlook: RunOutlook?, found: Findings)]]>([:])
        DispatchQueue.concurrentPerform(iterations: pieces) { index in
            var profiles = known
            var networks = KnownNetworks()
            var own: [(outlook: RunOutlook?, found: Findings)] = []
            for run in runs[index * piece..<min((index + 1) * piece, runs.count)] {
                var found = Findings()
                let outlook = outlook(run, &profiles, &networks, &found)
                own.append((outlook, found))
            }
            made.withLock { $0[index] = own }
        }
        let all = made.withLock { $0 }
        return (0..<pieces).flatMap { all[$0] ?? [] }
    }

    private static let piece = 64

    /// Runs whose configurations were checked before, as a task of a plan takes them; their warnings were printed then.
    /// - Throws: everything that keeps any of them from being trained here.
    static func prepare(_ runs: [Run], sweep: SweepMembers, jobs: Int, memory: UInt64) throws(DiagnosticError)
        -> [PreparedRun]
    {
        var findings = Findings()
        var profiles = DataProfiles()
        var networks = KnownNetworks()
        var prepared: [PreparedRun] = []
        for run in runs {
            guard let outlook = outlook(run, &profiles, &networks, &findings) else { continue }
            prepared.append(PreparedRun(run: run, outlook: outlook, sweep: sweep))
        }
        if !findings.hasErrors, let finding = MemoryCheck(jobs: jobs, memory: memory).finding(prepared) {
            findings.report(finding)
        }
        try findings.throwErrors()
        return prepared
    }

    private static func outlook(
        _ run: Run, _ profiles: inout DataProfiles, _ networks: inout KnownNetworks, _ findings: inout Findings
    ) -> RunOutlook? {
        findings.report(run.spec.findings { run.locations[$0] })
        let data = run.missing.contains("data") ? nil : profile(run, &profiles, &findings)
        let missing = run.missing.union(run.spec.unexpanded)
        let classes =
            data == nil || run.spec.condition == nil
            ? nil : profiles.classes(of: run.spec.data, for: run.spec.condition)
        guard let data, missing.isEmpty else {
            findings.report(
                Blueprint.findings(
                    run.spec, dataShape: data?.shape, runs: data?.runs ?? [], classes: classes, without: missing))
            return nil
        }
        do {
            let (blueprint, memory) = try networks.of(run.spec, data, classes: classes)
            findings.report(blueprint.notes)
            let subject = RuleSubject(
                spec: run.spec, locations: run.locations, blueprint: blueprint, data: data,
                magnitudes: run.magnitudes)
            findings.report(RunRules.remarks(subject))
            return RunOutlook(blueprint, memory, data)
        } catch {
            findings.report(error.diagnostics)
            return nil
        }
    }

    private static func profile(_ run: Run, _ profiles: inout DataProfiles, _ findings: inout Findings) -> DataProfile?
    {
        do {
            let data = try profiles.profile(of: run.spec.data)
            let traits = profiles.traits(of: run.spec.data, data)
            findings.report(Metrics.findings(run.spec.evaluation.metrics, of: traits))
            return data
        } catch {
            for error in [error] + error.others {
                let place = error.key.flatMap { run.locations["data.\($0)"] } ?? run.spec.data.location
                let ofPath = error.key.flatMap { key in
                    Self.isPath(key, of: run.spec.data) ? run.spec.data.help(on: key, error.help) : nil
                }
                findings.error(error.message, at: place, help: ofPath ?? error.help)
            }
            return nil
        }
    }

    /// Whether a key of a dataset takes a path: help on paths is of no use for others.
    private static func isPath(_ key: String, of data: Choice) -> Bool {
        let declaration = DatasetSources.registry.declarations.first { $0.name == data.name }
        return declaration?.keys.contains { if case .path = $0.type { $0.name == key } else { false } } ?? false
    }
}

/// The profiles of datasets, each asked for once however many runs use it.
private struct DataProfiles {
    private var known: [Choice: Result<DataProfile, DatasetError>] = [:]
    private var knownClasses: [Game: Int?] = [:]
    private var knownTraits: [Choice: DataTraits] = [:]

    private struct Game: Hashable {
        let data: Choice
        let condition: ConditionSpec?
    }

    /// Of the labels; nil where there are none, or the data cannot be read.
    mutating func classes(of data: Choice, for condition: ConditionSpec?) -> Int? {
        let game = Game(data: data, condition: condition)
        if let classes = knownClasses[game] { return classes }
        let dataset = Result { () throws(DatasetError) in try DatasetSources.registry.make(data).load() }
        var classes: Int?
        if case .success(let dataset) = dataset { classes = dataset.classes(for: condition) }
        knownClasses[game] = .some(classes)
        return classes
    }

    mutating func traits(of data: Choice, _ profile: DataProfile) -> DataTraits {
        if let traits = knownTraits[data] { return traits }
        let traits = DataTraits(profile.kind, labels: DatasetSources.registry.make(data).labelKind)
        knownTraits[data] = traits
        return traits
    }

    mutating func profile(of data: Choice) throws(DatasetError) -> DataProfile { try result(of: data).get() }

    mutating func result(of data: Choice) -> Result<DataProfile, DatasetError> {
        if let result = known[data] { return result }
        let result = Result { () throws(DatasetError) in try DatasetSources.registry.make(data).profile() }
        known[data] = result
        return result
    }
}
