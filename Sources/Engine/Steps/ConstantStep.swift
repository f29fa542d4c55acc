import Kernels
import Networks

extension Constant: RunnableOperation {
    var gradientReads: GradientReads { [] }
    func place(_ site: Site) -> any Step { ConstantStep(site) }
}

/// dc is the sum of dy over the samples.
final class ConstantStep: Step {
    private let site: Site

    init(_ site: Site) {
        self.site = site
        site.workspace.reserve(Reductions.columnSumsWorkspace(rows: site.batch, columns: site.output.count))
    }

    func forward(_ pass: Pass) {
        let count = site.output.count
        var row = 0
        while row < pass.rows {
            (pass.values[site.outputSlot] + row * count).update(from: site.parameters[0], count: count)
            row += 1
        }
    }

    func backward(_ pass: Pass, towards targets: GradientTargets) {
        if targets.contains(.parameters) {
            Reductions.columnSums(
                pass.incoming[site.outputSlot], rows: pass.rows, columns: site.output.count,
                into: site.parameterGradients[0], accumulate: pass.accumulates, workspace: site.workspace,
                workers: pass.workers)
        }
        if targets.contains(.input) {
            pass.gradients[site.gradientPlace].update(repeating: 0, count: pass.rows * site.input.count)
        }
    }
}

extension ConstantStep: TangentStep {
    func tangent(_ pass: TangentPass) {
        pass.tangents[site.outputSlot].update(repeating: 0, count: pass.rows * site.output.count)
    }

    func tangentBackward(_ pass: TangentPass) {
        Reductions.columnSums(
            pass.adjoints[site.outputSlot], rows: pass.rows, columns: site.output.count,
            into: site.parameterGradients[0], accumulate: true, workspace: site.workspace, workers: pass.workers)
        guard site.needsAdjoint else { return }
        pass.adjoints[site.gradientPlace].update(repeating: 0, count: pass.rows * site.input.count)
    }
}
