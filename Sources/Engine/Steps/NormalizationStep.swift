import Kernels
import Networks

extension Normalization: RunnableOperation {
    var gradientReads: GradientReads { .input }

    /// Mean and 1 / sqrt(variance + epsilon) of every group.
    func savedCount(output: Shape, batch: Int) -> Int { 2 * batch * groups(output) }

    func place(_ site: Site) -> any Step { NormalizationStep(self, site) }

    /// Of one sample.
    fileprivate func groups(_ shape: Shape) -> Int {
        switch group {
        case .channels(let groups): groups
        case .position: shape.count / shape.channels
        }
    }
}

final class NormalizationStep: Step {
    private let site: Site
    private let kernel: GroupNormPlan
    private let epsilon: Double
    /// Rows of the kernel for each sample.
    private let rowsPerSample: Int
    private let mean: UnsafeMutablePointer<Float>
    private let inverse: UnsafeMutablePointer<Float>

    init(_ operation: Normalization, _ site: Site) {
        self.site = site
        epsilon = operation.epsilon
        let (channels, positions) = (site.output.channels, site.output.count / site.output.channels)
        switch operation.group {
        case .channels(let groups):
            kernel = GroupNormPlan(
                positions: positions, channels: channels, groups: groups, isCentred: operation.isCentred)
            rowsPerSample = 1
        case .position:
            kernel = GroupNormPlan(positions: 1, channels: channels, groups: 1, isCentred: operation.isCentred)
            rowsPerSample = positions
        }
        mean = site.saved
        inverse = site.saved + site.batch * operation.groups(site.output)
    }

    func forward(_ pass: Pass) {
        kernel.forward(
            pass.values[site.inputSlot], rows: pass.rows * rowsPerSample, epsilon: epsilon, mean: mean,
            inverse: inverse, into: pass.values[site.outputSlot], workers: pass.workers)
    }

    func backward(_ pass: Pass, towards targets: GradientTargets) {
        guard targets.contains(.input) else { return }
        kernel.derivative(
            pass.incoming[site.outputSlot], x: pass.values[site.inputSlot], rows: pass.rows * rowsPerSample,
            mean: mean, inverse: inverse, into: pass.gradients[site.gradientPlace], workers: pass.workers)
    }
}

extension NormalizationStep: TangentStep {
    func tangent(_ pass: TangentPass) {
        kernel.derivative(
            pass.tangents[site.inputSlot], x: pass.values[site.inputSlot], rows: pass.rows * rowsPerSample,
            mean: mean, inverse: inverse, into: pass.tangents[site.outputSlot], workers: pass.workers)
    }

    func tangentBackward(_ pass: TangentPass) {
        guard pass.needsAdjoint(site) else { return }
        kernel.secondDerivative(
            adjoint: pass.adjoints[site.outputSlot], slope: pass.slopes[site.outputSlot],
            pass.tangents[site.inputSlot], x: pass.values[site.inputSlot], rows: pass.rows * rowsPerSample,
            mean: mean, inverse: inverse, into: pass.adjoints[site.gradientPlace], workers: pass.workers)
    }
}
