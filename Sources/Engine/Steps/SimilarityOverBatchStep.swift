import Kernels
import Networks

extension SimilarityOverBatch: RunnableOperation {
    /// It ties the samples together: there is no gradient of one output by its own sample.
    var hasTangent: Bool { false }
    var gradientReads: GradientReads { .input }
    func place(_ site: Site) -> any Step { SimilarityOverBatchStep(self, site) }
}

final class SimilarityOverBatchStep: Step {
    private let site: Site
    private let kernel: BatchSimilarity

    init(_ operation: SimilarityOverBatch, _ site: Site) {
        self.site = site
        kernel = BatchSimilarity(kernels: operation.kernels, dimensions: operation.dimensions)
    }

    func forward(_ pass: Pass) {
        kernel.forward(
            pass.values[site.inputSlot], rows: pass.rows, into: pass.values[site.outputSlot], workers: pass.workers)
    }

    func backward(_ pass: Pass, towards targets: GradientTargets) {
        guard targets.contains(.input) else { return }
        kernel.gradient(
            pass.incoming[site.outputSlot], x: pass.values[site.inputSlot], rows: pass.rows,
            into: pass.gradients[site.gradientPlace], workers: pass.workers)
    }
}
