import Datasets
import Diagnostics
import Foundation
import Kernels
import Reporting
import Training

/// Samples of a run that was trained: of its generator, of the data that it was trained or judged on, or the noise.
///
/// Sample i depends on the run, the seed and i alone: not on how many are asked for, nor on the number of threads.
public struct RunSamples {
    public enum Kind: String, Sendable {
        /// What the generator makes, or its average where it has one.
        case generated
        /// Held-out samples, in the order of the run's split.
        case real
        /// Samples that the run was trained on.
        case training
        /// What the generator makes the generated samples of.
        case noise
    }

    /// Samples that are made at a time. A part of the noise's address: another number would change all samples.
    private static let block = 1024

    public let dataset: Dataset
    public let kind: Kind
    public let count: Int
    /// nil where no network is needed.
    private let trainer: Trainer?
    private let seed: UInt64

    /// - Parameters:
    ///   - path: the run's folder.
    ///   - count: nil: all real samples; as many generated ones as held-out samples.
    ///   - iteration: of the checkpoint; nil: the last one.
    /// - Throws: where the folder holds no run, its data or its checkpoint cannot be read, or there are fewer samples.
    public init(
        run path: String, _ kind: Kind, count: Int?, seed: Int, iteration: Int? = nil, threads: Int
    ) throws {
        let folder = RunFolder(path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path)
        guard try Folder.kind(folder.file("config.yaml")) != nil else {
            throw DiagnosticError(
                Diagnostic(
                    "'\(path)' is not the folder of a run",
                    help: "it lies in results/EXPERIMENT and holds a config.yaml"))
        }
        let preparation = try Preparation(files: [folder.file("config.yaml")])
        guard let run = preparation.experiments.first?.runs.first else {
            throw DiagnosticError(Diagnostic("'\(folder.file("config.yaml"))' describes no run"))
        }
        do { dataset = try DatasetSources.registry.make(run.spec.data).load() } catch {
            throw DiagnosticError(Diagnostic(error.message, help: error.help))
        }
        self.kind = kind
        self.seed = UInt64(seed)
        switch kind {
        case .real, .training:
            let all = kind == .real ? dataset.heldOut.count : dataset.training.count
            guard count ?? 0 <= all else {
                throw DiagnosticError(
                    Diagnostic(
                        "the run has \(all) \(kind == .real ? "held-out" : "training") samples, not \(count ?? 0)",
                        help: "leave out --count for all of them"))
            }
            self.count = count ?? all
            trainer = nil
        case .generated, .noise:
            self.count = count ?? dataset.heldOut.count
            let trainer = Trainer(run.spec, run.blueprint, dataset: dataset, workers: Workers(threads: threads))
            try Self.restore(trainer, of: folder, at: iteration)
            self.trainer = trainer
        }
    }

    private static func restore(_ trainer: Trainer, of folder: RunFolder, at iteration: Int?) throws {
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
                    "cannot take the generator from '\(folder.file(name))': \(error)",
                    help: error.kind == .foreign
                        ? "samples need the data and the settings that the run was trained with"
                        : "saddle run trains again what is damaged"))
        }
    }

    /// The shape of one sample, or of one sample's noise.
    public var shape: [Int] { kind == .noise ? [trainer?.spec.noise.dimension ?? 0] : dataset.shape }

    /// All samples as networks see them, a block at a time: [rows, shape].
    /// - Parameter use: told how many samples come before the block.
    public func forEachBlock(_ use: (_ start: Int, _ values: ArraySlice<Float>) throws -> Void) throws {
        let size = shape.reduce(1, *)
        for start in stride(from: 0, to: count, by: Self.block) {
            let rows = min(Self.block, count - start)
            switch kind {
            case .real: try use(start, dataset.heldOut.values[start * size..<(start + rows) * size])
            case .training: try use(start, dataset.training.values[start * size..<(start + rows) * size])
            case .generated, .noise:
                guard let trainer else { return }
                let noise = trainer.noise(count: rows, seed: seed, block: start / Self.block)
                try use(
                    start,
                    kind == .noise
                        ? noise[...]
                        : trainer.samples(
                            from: noise, labels: trainer.labels(count: rows, seed: seed, block: start / Self.block))[
                                ...])
            }
        }
    }
}
