import Kernels
import Networks

extension Concatenation: RunnableOperation {
    var gradientReads: GradientReads { [] }
    func place(_ site: Site) -> any Step { ConcatenationStep(site) }
}

/// The inputs' channels side by side at every position; gradients go the way back.
final class ConcatenationStep: Step {
    private let site: Site
    private let positions: Int

    init(_ site: Site) {
        self.site = site
        positions = site.output.count / site.output.channels
    }

    func forward(_ pass: Pass) { join(pass.values, rows: pass.rows, pass.workers) }

    func backward(_ pass: Pass, towards targets: GradientTargets) {
        guard targets.contains(.input) else { return }
        part(pass.incoming[site.outputSlot], into: pass.gradients, rows: pass.rows, pass.workers)
    }

    private func join(
        _ table: UnsafeMutablePointer<UnsafeMutablePointer<Float>>, rows: Int, _ workers: Workers
    ) {
        var (index, first) = (0, 0)
        while index < site.inputs.count {
            let width = site.inputs[index].channels
            Columns.copy(
                table[site.inputSlots[index]], stride: width, into: table[site.outputSlot] + first,
                stride: site.output.channels, rows: rows * positions, columns: width, workers: workers)
            first += width
            index += 1
        }
    }

    private func part(
        _ gradient: UnsafePointer<Float>, into table: UnsafeMutablePointer<UnsafeMutablePointer<Float>>, rows: Int,
        _ workers: Workers
    ) {
        var (index, first) = (0, 0)
        while index < site.inputs.count {
            let width = site.inputs[index].channels
            Columns.copy(
                gradient + first, stride: site.output.channels, into: table[site.gradientPlaces[index]], stride: width,
                rows: rows * positions, columns: width, workers: workers)
            first += width
            index += 1
        }
    }
}

extension ConcatenationStep: TangentStep {
    func tangent(_ pass: TangentPass) { join(pass.tangents, rows: pass.rows, pass.workers) }

    func tangentBackward(_ pass: TangentPass) {
        part(pass.adjoints[site.outputSlot], into: pass.adjoints, rows: pass.rows, pass.workers)
    }
}
