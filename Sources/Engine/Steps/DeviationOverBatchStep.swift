import Kernels
import Networks

extension DeviationOverBatch: RunnableOperation {
    /// It ties the samples together: there is no gradient of one output by its own sample.
    var hasTangent: Bool { false }
    var gradientReads: GradientReads { .input }
    func place(_ site: Site) -> any Step { DeviationOverBatchStep(self, site) }
}

final class DeviationOverBatchStep: Step {
    private let site: Site
    private let kernel: BatchDeviation

    init(_ operation: DeviationOverBatch, _ site: Site) {
        self.site = site
        kernel = BatchDeviation(features: site.input.count, size: operation.size, epsilon: operation.epsilon)
    }

    func forward(_ pass: Pass) {
        kernel.forward(
            pass.values[site.inputSlot], rows: pass.rows, places: site.output.count,
            into: pass.values[site.outputSlot], workers: pass.workers)
    }

    func backward(_ pass: Pass, towards targets: GradientTargets) {
        guard targets.contains(.input) else { return }
        kernel.gradient(
            pass.incoming[site.outputSlot], x: pass.values[site.inputSlot], rows: pass.rows, places: site.output.count,
            into: pass.gradients[site.gradientPlace], workers: pass.workers)
    }
}
