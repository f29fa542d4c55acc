import Configuration
import Datasets
import Diagnostics
import Equilibrium
import Foundation
import Kernels
import Reporting
import Training

/// The report of a run that is done, made again from its folder: the generator is taken from its last checkpoint, and a
/// fresh critic judges it as the settings now say.
public struct RunReport {
    private let run: PreparedRun
    private let folder: RunFolder
    private let record: RunRecord
    private let overrides: [String]

    /// What a report looks at again. The accuracy of the discriminator in training is as it was recorded.
    private static let settings = ["evaluation.critic", "evaluation.metrics"]

    /// - Parameter overrides: texts `key.path=value` over the run's configuration; only keys of the critic and of the
    ///   sample metrics may be set.
    /// - Throws: where the folder holds no run that came to an end, or an override would make it another run.
    public init(folder path: String, overrides: [String] = []) throws(DiagnosticError) {
        folder = RunFolder(Self.place(path))
        let record = try Self.record(of: folder, at: path)
        guard record.status.isFinal, record.status != .diverged else {
            throw DiagnosticError([
                Diagnostic(
                    "the run in '\(path)' is \(record.status.rawValue)\(record.message.map { ": \($0)" } ?? "")",
                    help: record.status == .diverged
                        ? "its report stands: there is no generator to judge" : "saddle run continues it")
            ])
        }
        let others = overrides.filter { override in
            !Self.settings.contains { override.hasPrefix("\($0).") || override.hasPrefix("\($0)=") }
        }
        guard others.isEmpty else {
            throw DiagnosticError(
                others.map {
                    Diagnostic(
                        "'\($0)' would make it another run",
                        help: "only keys of \(Self.settings.joined(separator: " and ")) can be set for a report")
                })
        }
        let preparation = try Preparation(files: [folder.file("config.yaml")], overrides: overrides)
        guard let run = preparation.experiments.first?.runs.first else {
            throw DiagnosticError([Diagnostic("'\(folder.file("config.yaml"))' describes no run")])
        }
        self.run = run
        self.record = record
        self.overrides = overrides
    }

    private static func record(of folder: RunFolder, at path: String) throws(DiagnosticError) -> RunRecord {
        do {
            switch try folder.state() {
            case .finished(let record): return record
            case .unfinished(let record?): return record
            case .damaged, .unreadable:
                let problems = try folder.state().problems
                throw DiagnosticError([
                    Diagnostic(
                        "the run in '\(path)' is not as it was written: \(problems.joined(separator: ", "))",
                        help: "saddle run trains again what is damaged")
                ])
            case .untouched, .unfinished:
                guard try Folder.kind(folder.file("config.yaml")) != nil else {
                    throw DiagnosticError(NoRunFolder.diagnostic(path))
                }
                throw DiagnosticError([
                    Diagnostic(
                        "the run in '\(path)' has no record of its end",
                        help: try folder.checkpoints().isEmpty
                            ? "saddle run trains it again" : "saddle run continues it")
                ])
            }
        } catch let error as DiagnosticError {
            throw error
        } catch {
            throw DiagnosticError([Diagnostic("\(error)")])
        }
    }

    /// A folder as commands name it, in whatever way it was given: as seen from here where the folder of results lies
    /// below, as in what `saddle run` writes; else from the root.
    private static func place(_ path: String) -> String {
        let place = URL(fileURLWithPath: path).standardizedFileURL.path
        let here = FileManager.default.currentDirectoryPath + "/"
        let below = place.hasPrefix(here) ? String(place.dropFirst(here.count)) : place
        return below.split(separator: "/").count > 2 ? below : place
    }

    /// Writes the report's files again, and the run's row in the table of runs that it stands in.
    /// - Returns: the report's first line, and the path of the whole.
    /// - Throws: where another program is training the run.
    public func write(threads: Int) throws -> (answer: String, path: String) {
        guard let lock = try FolderLock.take(folder.path, patience: FolderLock.patience) else {
            throw DiagnosticError(
                Diagnostic("another saddle is training the run in '\(folder.path)'", help: "wait until it ends"))
        }
        defer { withExtendedLifetime(lock) {} }
        let name = RunFolder.checkpointName(record.iteration)
        guard let bytes = try AtomicFile.readIfThere(folder.file(name)) else {
            throw DiagnosticError([
                Diagnostic(
                    "'\(folder.path)' has no checkpoint of its last iteration, \(record.iteration)",
                    help: "saddle run --fresh trains the run again")
            ])
        }
        let dataset = try DatasetSources.registry.make(run.spec.data).load()
        let trainer = Trainer(run.spec, run.blueprint, dataset: dataset, workers: Workers(threads: threads))
        do {
            try trainer.restoreNetworks(RunCheckpoint(bytes).state)
            guard trainer.iteration == record.iteration else {
                throw CheckpointError(.damaged, "it is of iteration \(trainer.iteration)")
            }
        } catch {
            throw DiagnosticError([
                Diagnostic(
                    "cannot take the generator from '\(folder.file(name))': \(error)",
                    help: "saddle run --fresh trains the run again")
            ])
        }
        // Nothing changes until all is known; while it does, the run is one that `saddle run` would finish again.
        let staging = folder.staging()
        var recorder = Recorder(run, dataset: dataset, folder: staging)
        let stop = record.status == .stopped ? record.message : nil
        let report = try recorder.report(trainer, stop: stop, overrides: overrides)
        folder.ledger.reset(to: record.files ?? [:])
        try folder.write(.interrupted, iteration: record.iteration, message: "while its report was made again")
        try folder.commit(staging)
        try folder.write(record.status, iteration: record.iteration, message: record.message)
        try folder.experiment.update(folder, run.spec)
        return (report.answer, folder.file("equilibrium.md"))
    }
}
