import Kernels
import Networks

extension Maximum: RunnableOperation {
    var gradientReads: GradientReads { [.input, .output] }
    func place(_ site: Site) -> any Step { MaximumStep(self, site) }
}

/// dx[p, u] = dy[u] for the piece that is the largest, 0 for the others.
final class MaximumStep: Step {
    private let pieces: Int
    private let units: Int
    private let site: Site

    init(_ operation: Maximum, _ site: Site) {
        (pieces, units) = (operation.pieces, operation.units)
        self.site = site
    }

    func forward(_ pass: Pass) {
        PieceMaximum.forward(
            pass.values[site.inputSlot], into: pass.values[site.outputSlot], rows: pass.rows, pieces: pieces,
            units: units, workers: pass.workers)
    }

    func backward(_ pass: Pass, towards targets: GradientTargets) {
        guard targets.contains(.input) else { return }
        PieceMaximum.gradient(
            pass.incoming[site.outputSlot], x: pass.values[site.inputSlot], y: pass.values[site.outputSlot],
            into: pass.gradients[site.gradientPlace], rows: pass.rows, pieces: pieces, units: units,
            workers: pass.workers)
    }
}

/// The largest piece stays the largest along any short enough way.
extension MaximumStep: TangentStep {
    func tangent(_ pass: TangentPass) {
        PieceMaximum.select(
            pass.tangents[site.inputSlot], x: pass.values[site.inputSlot], y: pass.values[site.outputSlot],
            into: pass.tangents[site.outputSlot], rows: pass.rows, pieces: pieces, units: units, workers: pass.workers)
    }

    func tangentBackward(_ pass: TangentPass) {
        guard pass.needsAdjoint(site) else { return }
        PieceMaximum.gradient(
            pass.adjoints[site.outputSlot], x: pass.values[site.inputSlot], y: pass.values[site.outputSlot],
            into: pass.adjoints[site.gradientPlace], rows: pass.rows, pieces: pieces, units: units,
            workers: pass.workers)
    }
}
