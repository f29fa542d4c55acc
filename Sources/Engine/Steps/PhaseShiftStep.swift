import Kernels
import Networks

extension PhaseShift: RunnableOperation {
    var gradientReads: GradientReads { [] }
    /// A number for each sample, which stands for its shift.
    func savedCount(output: Shape, batch: Int) -> Int { batch }
    func place(_ site: Site) -> any Step { PhaseShiftStep(reach, site) }
}

/// A selection of values, and so linear: its derivatives are the same selection, and back the sums of what was
/// selected.
final class PhaseShiftStep: Step {
    private let shifts: MirroredShifts
    private let site: Site

    init(_ reach: Int, _ site: Site) {
        self.site = site
        let size = site.output.dimensions
        shifts = MirroredShifts(height: size[0], width: size[1], channels: size[2], reach: reach)
    }

    func forward(_ pass: Pass) {
        let (x, y) = (pass.values[site.inputSlot], pass.values[site.outputSlot])
        guard let random = pass.random else {
            return Elementwise.copy(x, into: y, count: pass.rows * site.output.count, workers: pass.workers)
        }
        Random.fillUniform(site.saved, count: pass.rows, at: random.ofStep(site), workers: pass.workers)
        shifts.apply(x, draws: site.saved, rows: pass.rows, into: y, workers: pass.workers)
    }

    func backward(_ pass: Pass, towards targets: GradientTargets) {
        guard targets.contains(.input) else { return }
        let (dy, dx) = (pass.incoming[site.outputSlot], pass.gradients[site.gradientPlace])
        guard pass.random != nil else {
            return Elementwise.copy(dy, into: dx, count: pass.rows * site.output.count, workers: pass.workers)
        }
        shifts.applyTransposed(dy, draws: site.saved, rows: pass.rows, into: dx, workers: pass.workers)
    }
}

extension PhaseShiftStep: TangentStep {
    func tangent(_ pass: TangentPass) {
        shifts.apply(
            pass.tangents[site.inputSlot], draws: site.saved, rows: pass.rows, into: pass.tangents[site.outputSlot],
            workers: pass.workers)
    }

    func tangentBackward(_ pass: TangentPass) {
        guard pass.needsAdjoint(site) else { return }
        shifts.applyTransposed(
            pass.adjoints[site.outputSlot], draws: site.saved, rows: pass.rows,
            into: pass.adjoints[site.gradientPlace], workers: pass.workers)
    }
}
