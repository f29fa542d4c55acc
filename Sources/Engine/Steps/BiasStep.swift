import Kernels
import Networks

extension Bias: RunnableOperation {
    var gradientReads: GradientReads { [] }
    var readsSigns: Bool { true }
    func epilogue(output: Shape) -> Epilogue.Support { .activation }
    func place(_ site: Site) -> any Step { BiasStep(site) }
}

/// A bias that no product could take along. db is the column sum of dy, and dx is dy.
final class BiasStep: Step {
    private let site: Site
    private let channels: Int

    init(_ site: Site) {
        self.site = site
        channels = site.output.channels
        site.workspace.reserve(
            Reductions.columnSumsWorkspace(rows: site.batch * site.output.count / channels, columns: channels))
    }

    func forward(_ pass: Pass) {
        let y = pass.values[site.outputSlot]
        let count = pass.rows * site.output.count
        Elementwise.copy(pass.values[site.inputSlot], into: y, count: count, workers: pass.workers)
        Elementwise.addBias(
            site.parameters[0], to: y, rows: count / channels, columns: channels, workers: pass.workers)
        site.activation.apply(y, into: y, count: count, workers: pass.workers)
        site.keepSigns(pass)
    }

    func backward(_ pass: Pass, towards targets: GradientTargets) {
        let dz = site.gradientBeforeActivation(pass)
        let count = pass.rows * site.output.count
        if targets.contains(.parameters) {
            Reductions.columnSums(
                dz, rows: count / channels, columns: channels, into: site.parameterGradients[0],
                accumulate: pass.accumulates, workspace: site.workspace, workers: pass.workers)
        }
        if targets.contains(.input) {
            Elementwise.copy(dz, into: pass.gradients[site.gradientPlace], count: count, workers: pass.workers)
        }
    }
}

extension BiasStep: TangentStep {
    func tangent(_ pass: TangentPass) {
        Elementwise.copy(
            pass.tangents[site.inputSlot], into: pass.tangents[site.outputSlot], count: pass.rows * site.output.count,
            workers: pass.workers)
        if let parameters = pass.parameters {
            Elementwise.addBias(
                parameters.of(site), to: pass.tangents[site.outputSlot],
                rows: pass.rows * site.output.count / channels, columns: channels, workers: pass.workers)
        }
        site.tangentAfterActivation(pass)
    }

    func tangentBackward(_ pass: TangentPass) {
        let adjoint = site.beforeActivation(pass).adjoint
        let count = pass.rows * site.output.count
        Reductions.columnSums(
            adjoint, rows: count / channels, columns: channels, into: site.parameterGradients[0], accumulate: true,
            workspace: site.workspace, workers: pass.workers)
        guard pass.needsAdjoint(site) else { return }
        Elementwise.copy(adjoint, into: pass.adjoints[site.gradientPlace], count: count, workers: pass.workers)
    }
}
