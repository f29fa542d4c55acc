import Kernels
import Networks

extension SoftmaxOverChannels: RunnableOperation {
    var gradientReads: GradientReads { .output }
    func place(_ site: Site) -> any Step { SoftmaxStep(Float(temperature), site) }
}

/// With the Jacobian J, which is symmetric: dx = J·dy.
final class SoftmaxStep: Step {
    private let temperature: Float
    private let site: Site
    private let columns: Int

    init(_ temperature: Float, _ site: Site) {
        self.temperature = temperature
        self.site = site
        columns = site.output.channels
    }

    private func lines(_ rows: Int) -> Int { rows * site.output.count / columns }

    func forward(_ pass: Pass) {
        SoftmaxRows.forward(
            pass.values[site.inputSlot], temperature: temperature, rows: lines(pass.rows), columns: columns,
            into: pass.values[site.outputSlot], workers: pass.workers)
    }

    func backward(_ pass: Pass, towards targets: GradientTargets) {
        guard targets.contains(.input) else { return }
        SoftmaxRows.derivative(
            pass.incoming[site.outputSlot], y: pass.values[site.outputSlot], temperature: temperature,
            rows: lines(pass.rows), columns: columns, into: pass.gradients[site.gradientPlace], workers: pass.workers)
    }
}

extension SoftmaxStep: TangentStep {
    func tangent(_ pass: TangentPass) {
        SoftmaxRows.derivative(
            pass.tangents[site.inputSlot], y: pass.values[site.outputSlot], temperature: temperature,
            rows: lines(pass.rows), columns: columns, into: pass.tangents[site.outputSlot], workers: pass.workers)
    }

    func tangentBackward(_ pass: TangentPass) {
        guard pass.needsAdjoint(site) else { return }
        SoftmaxRows.secondDerivative(
            adjoint: pass.adjoints[site.outputSlot], slope: pass.slopes[site.outputSlot],
            tangent: pass.tangents[site.inputSlot], y: pass.values[site.outputSlot], temperature: temperature,
            rows: lines(pass.rows), columns: columns, into: pass.adjoints[site.gradientPlace], workers: pass.workers)
    }
}
