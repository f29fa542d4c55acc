import Configuration
import Diagnostics
import Kernels
import Networks

/// What the consistency regularizer takes: rows beside their changed selves, and the gradient by the outputs on both.
final class ConsistencyPairs {
    let rule: Scheduled<Consistency>
    private let batch: Int
    /// Values of a row.
    private let row: Int
    private let chain: AugmentationChain
    private let pairs: FloatBuffer
    /// The gradient by the outputs on both, [2 * batch].
    let gradient: FloatBuffer

    /// - Parameter shape: of a row of the discriminator.
    init(_ rule: Scheduled<Consistency>, shape: [Int], batch: Int) {
        self.rule = rule
        self.batch = batch
        row = shape.reduce(1, *)
        chain = AugmentationChain(rule.entry.augmentations, shape: shape, samples: batch)
        pairs = FloatBuffer(count: 2 * batch * row)
        gradient = FloatBuffer(count: 2 * batch)
    }

    /// Bytes of all arrays.
    static func byteCount(_ rule: Consistency, shape: [Int], batch: Int) -> Int {
        AugmentationChain.byteCount(rule.augmentations, shape: shape, samples: batch)
            + 8 * batch * (shape.reduce(1, *) + 1)
    }

    /// The rows, then the changed rows; valid until the next call.
    func make(_ rows: UnsafePointer<Float>, at address: RandomAddress, workers: Workers) -> UnsafePointer<Float> {
        Elementwise.copy(rows, into: pairs.pointer, count: batch * row, workers: workers)
        let changed = chain.apply(rows, count: batch, at: address, workers: workers)
        Elementwise.copy(changed, into: pairs.pointer + batch * row, count: batch * row, workers: workers)
        return UnsafePointer(pairs.pointer)
    }
}

extension ConsistencyPairs {
    /// What is wrong with consistency in a run.
    /// - Parameter shape: of the data.
    static func findings(_ run: RunSpec, _ discriminator: Graph, shape: [Int]) -> [Diagnostic] {
        guard let choice = run.discriminator.regularization.first(where: { $0.name == Consistency.declaration.name })
        else { return [] }
        guard shape.count == 3 else {
            return [
                Diagnostic(
                    .error, "consistency changes images; data '\(run.data.name)' has samples of shape \(shape)",
                    at: choice.location, help: "leave it out")
            ]
        }
        guard discriminator.hasBatchStatistics else { return [] }
        return [
            Diagnostic(
                .error,
                "consistency compares outputs sample by sample, and a layer of the discriminator makes every output depend "
                    + "on the whole batch",
                at: choice.location, help: "put layer_norm in the place of batch_norm, or spectral_norm: true")
        ]
    }
}
