import Kernels
import Networks

extension Sum: RunnableOperation {
    var gradientReads: GradientReads { [] }
    var readsSigns: Bool { true }
    func epilogue(output: Shape) -> Epilogue.Support { .activation }
    func place(_ site: Site) -> any Step { SumStep(site) }
}

/// y = f(x1 + x2 + ...). With dz = dy · f'(z), every dx is dz.
final class SumStep: Step {
    private let site: Site

    init(_ site: Site) { self.site = site }

    func forward(_ pass: Pass) {
        let y = pass.values[site.outputSlot]
        add(pass.values, into: y, rows: pass.rows, pass.workers)
        site.activation.apply(y, into: y, count: pass.rows * site.output.count, workers: pass.workers)
        site.keepSigns(pass)
    }

    func backward(_ pass: Pass, towards targets: GradientTargets) {
        guard targets.contains(.input) else { return }
        spread(site.gradientBeforeActivation(pass), into: pass.gradients, rows: pass.rows, pass.workers)
    }

    /// The sum of what a table holds for the inputs.
    private func add(
        _ table: UnsafeMutablePointer<UnsafeMutablePointer<Float>>, into y: UnsafeMutablePointer<Float>, rows: Int,
        _ workers: Workers
    ) {
        let (count, slots) = (rows * site.output.count, site.inputSlots)
        guard slots.count > 1 else {
            return Elementwise.copy(table[slots[0]], into: y, count: count, workers: workers)
        }
        Elementwise.add(table[slots[0]], table[slots[1]], into: y, count: count, workers: workers)
        var index = 2
        while index < slots.count {
            Elementwise.accumulate(table[slots[index]], into: y, count: count, workers: workers)
            index += 1
        }
    }

    private func spread(
        _ gradient: UnsafePointer<Float>, into table: UnsafeMutablePointer<UnsafeMutablePointer<Float>>, rows: Int,
        _ workers: Workers
    ) {
        var index = 0
        while index < site.gradientPlaces.count {
            Elementwise.copy(
                gradient, into: table[site.gradientPlaces[index]], count: rows * site.output.count, workers: workers)
            index += 1
        }
    }
}

extension SumStep: TangentStep {
    func tangent(_ pass: TangentPass) {
        add(pass.tangents, into: pass.tangents[site.outputSlot], rows: pass.rows, pass.workers)
        site.tangentAfterActivation(pass)
    }

    func tangentBackward(_ pass: TangentPass) {
        spread(site.beforeActivation(pass).adjoint, into: pass.adjoints, rows: pass.rows, pass.workers)
    }
}
