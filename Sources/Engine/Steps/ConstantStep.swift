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
        repeatRow(site.parameters[0], into: pass.values[site.outputSlot], rows: pass.rows)
    }

    private func repeatRow(_ value: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, rows: Int) {
        let count = site.output.count
        var row = 0
        while row < rows {
            (y + row * count).update(from: value, count: count)
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
        let tangent = pass.tangents[site.outputSlot]
        if let parameters = pass.parameters {
            repeatRow(parameters.of(site), into: tangent, rows: pass.rows)
        } else {
            tangent.update(repeating: 0, count: pass.rows * site.output.count)
        }
    }

    func tangentBackward(_ pass: TangentPass) {
        Reductions.columnSums(
            pass.adjoints[site.outputSlot], rows: pass.rows, columns: site.output.count,
            into: site.parameterGradients[0], accumulate: true, workspace: site.workspace, workers: pass.workers)
        guard pass.needsAdjoint(site) else { return }
        pass.adjoints[site.gradientPlace].update(repeating: 0, count: pass.rows * site.input.count)
    }
}
