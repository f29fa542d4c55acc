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
        let run = try TrainedRun(path)
        dataset = run.dataset
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
            trainer = try run.trainer(iteration: iteration, threads: threads)
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
                            from: noise,
                            labels: trainer.labelValues(count: rows, seed: seed, block: start / Self.block))[...])
            }
        }
    }
}
