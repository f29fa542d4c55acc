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
    private let settings: SampleSettings
    /// The one that was asked for, by its place in what the generator reads.
    private let label: Int?

    /// - Parameters:
    ///   - path: the run's folder.
    ///   - count: nil: all real samples; as many generated ones as held-out samples.
    ///   - iteration: of the checkpoint; nil: the last one.
    /// - Throws: where the folder holds no run, its data or its checkpoint cannot be read, there are fewer samples, or
    ///   the run's generator takes no such settings.
    public init(
        run path: String, _ kind: Kind, count: Int?, seed: Int, settings: SampleSettings = SampleSettings(),
        iteration: Int? = nil, threads: Int
    ) throws {
        let run = try TrainedRun(path)
        dataset = run.dataset
        self.kind = kind
        self.seed = UInt64(seed)
        self.settings = settings
        switch kind {
        case .real, .training:
            try run.requireSameData()
            let all = kind == .real ? dataset.heldOut.count : dataset.training.count
            guard count ?? 0 <= all else {
                throw DiagnosticError(
                    Diagnostic(
                        "the run has \(all) \(kind == .real ? "held-out" : "training") samples, not \(count ?? 0)",
                        help: "leave out --count for all of them"))
            }
            self.count = count ?? all
            (trainer, label) = (nil, nil)
        case .generated, .noise:
            self.count = count ?? dataset.heldOut.count
            label = try settings.className.map { name throws(DiagnosticError) in
                try ClassChoice(run.run.spec, run.dataset).label(name)
            }
            let prior = run.run.spec.noise.prior.name
            guard settings.truncation == nil || prior != "uniform" else {
                throw DiagnosticError(
                    Diagnostic("the run's noise is uniform: it has no tails to cut", help: "leave out --truncation"))
            }
            trainer = try run.trainer(iteration: iteration, threads: threads)
        }
    }

    /// The shape of one sample, or of one sample's noise.
    public var shape: [Int] { kind == .noise ? [trainer?.spec.noise.dimension ?? 0] : dataset.shape }

    /// All samples as networks see them, a block at a time: [rows, shape].
    /// - Parameter use: told how many samples come before the block.
    public func forEachBlock(_ use: (_ start: Int, _ values: ArraySlice<Float>) throws -> Void) throws {
        for start in stride(from: 0, to: count, by: Self.block) {
            let rows = min(Self.block, count - start)
            switch kind {
            case .real: try use(start, dataset.heldOut.values(of: start..<start + rows)[...])
            case .training: try use(start, dataset.training.values(of: start..<start + rows)[...])
            case .generated, .noise:
                guard let trainer else { return }
                let inputs = inputs(start..<start + rows, trainer)
                try use(
                    start,
                    kind == .noise ? inputs.noise[...] : trainer.samples(from: inputs.noise, labels: inputs.labels)[...]
                )
            }
        }
    }

    /// What the generator makes samples of: noise [rows, dimension], and labels [rows, classes] where it reads any.
    private func inputs(_ rows: Range<Int>, _ trainer: Trainer) -> (noise: [Float], labels: [Float]?) {
        let fixed = label.flatMap { trainer.labelValues(of: $0, count: rows.count) }
        guard let steps = settings.interpolation else {
            let drawn = drawn(rows.lowerBound / Self.block, rows.count, trainer)
            return (drawn.noise, fixed ?? drawn.labels)
        }
        let path = NoisePath(steps: steps, isArc: trainer.spec.noise.prior.name != "uniform")
        var (noise, labels): ([Float], [Float]) = ([], [])
        var blocks: [Int: (noise: [Float], labels: [Float]?)] = [:]
        func block(_ index: Int) -> (noise: [Float], labels: [Float]?) {
            if let block = blocks[index] { return block }
            let block = drawn(index, Self.block, trainer)
            blocks[index] = block
            return block
        }
        func row(_ values: [Float], _ number: Int) -> ArraySlice<Float> {
            let size = values.count / Self.block
            return values[number % Self.block * size..<(number % Self.block + 1) * size]
        }
        for sample in rows {
            let (first, share) = path.place(of: sample)
            let (from, to) = (block(first / Self.block), block((first + 1) / Self.block))
            noise += path.point(row(from.noise, first), row(to.noise, first + 1), share: share)
            // On the way the label stays that of the point it began at.
            if let values = from.labels { labels += row(values, first) }
        }
        return (noise, fixed ?? (labels.isEmpty ? nil : labels))
    }

    /// The first so many of a block.
    private func drawn(_ block: Int, _ count: Int, _ trainer: Trainer) -> (noise: [Float], labels: [Float]?) {
        (
            trainer.noise(count: count, seed: seed, block: block, bound: settings.truncation),
            trainer.labelValues(count: count, seed: seed, block: block)
        )
    }
}
