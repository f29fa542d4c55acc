import Datasets
import Diagnostics
import Foundation
import Kernels
import Reporting
import Training

/// A run that was trained, as its folder tells of it: what was asked for, the data, the checkpoints.
struct TrainedRun {
    let folder: RunFolder
    let run: PreparedRun
    let dataset: Dataset

    /// - Parameter path: the run's folder.
    /// - Throws: where the folder holds no run, or its data cannot be read.
    init(_ path: String) throws {
        folder = RunFolder(path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path)
        guard try Folder.kind(folder.file("config.yaml")) != nil else {
            throw DiagnosticError(NoRunFolder.diagnostic(path))
        }
        let preparation = try Preparation(files: [folder.file("config.yaml")])
        guard let run = preparation.experiments.first?.runs.first else {
            throw DiagnosticError(Diagnostic("'\(folder.file("config.yaml"))' describes no run"))
        }
        self.run = run
        do { dataset = try DatasetSources.registry.make(run.spec.data).load() } catch {
            throw DiagnosticError(Diagnostic(error.message, help: error.help))
        }
    }

    /// - Throws: where the data has changed since a checkpoint was made of it. A run without one says nothing of that.
    func requireSameData() throws {
        guard let last = try folder.checkpoints().last else { return }
        let path = folder.file(RunFolder.checkpointName(last))
        do {
            try RunCheckpoint(AtomicFile.read(path)).state.requireSameData(dataset.checksum)
        } catch let error as CheckpointError {
            throw DiagnosticError(
                Diagnostic(
                    error.kind == .foreign
                        ? "the data has changed since the run was trained: '\(path)' says that \(error)"
                        : "cannot tell whether the data is what the run was trained on by '\(path)': \(error)",
                    help: error.kind == .foreign
                        ? "the samples that the run was trained and judged on need the data as it was"
                        : "saddle run trains again what is damaged"))
        }
    }

    /// The players as a checkpoint holds them.
    /// - Parameter iteration: of the checkpoint; nil: the last one.
    /// - Throws: where there is no such checkpoint, or it cannot be read.
    func trainer(iteration: Int?, threads: Int) throws -> Trainer {
        let trainer = Trainer(run.spec, run.blueprint, dataset: dataset, workers: Workers(threads: threads))
        let all = try folder.checkpoints()
        guard let chosen = iteration ?? all.last, all.contains(chosen) else {
            let there = all.map(String.init).joined(separator: ", ")
            throw DiagnosticError(
                Diagnostic(
                    all.isEmpty
                        ? "the run in '\(folder.path)' has no checkpoint"
                        : "the run in '\(folder.path)' has no checkpoint of iteration \(iteration ?? 0)",
                    help: all.isEmpty
                        ? "train it: saddle run \(ShellText.word(folder.file("config.yaml")))"
                        : "it has those of \(there); output.checkpoint_every keeps more"))
        }
        let name = RunFolder.checkpointName(chosen)
        do {
            try trainer.restoreNetworks(RunCheckpoint(AtomicFile.read(folder.file(name))).state)
        } catch let error as CheckpointError {
            throw DiagnosticError(
                Diagnostic(
                    "cannot take the networks from '\(folder.file(name))': \(error)",
                    help: error.kind == .foreign
                        ? "they need the data and the settings that the run was trained with"
                        : "saddle run trains again what is damaged"))
        }
        return trainer
    }
}
