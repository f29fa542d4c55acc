import Kernels
import Networks

extension Modulation: RunnableOperation {
    var gradientReads: GradientReads { .input }
    func place(_ site: Site) -> any Step { ModulationStep(plus, site) }
}

/// dx = dy · (gain + plus); over the positions of a sample, dgain is the sum of dy · x and dshift that of dy.
final class ModulationStep: Step {
    private let plus: Float
    private let site: Site
    private let channels: Int
    private let positions: Int

    init(_ plus: Float, _ site: Site) {
        self.plus = plus
        self.site = site
        channels = site.output.channels
        positions = site.output.count / channels
    }

    private typealias Values = UnsafeMutablePointer<Float>

    private var hasShift: Bool { site.inputSlots.count > 2 }

    private func shift(_ values: UnsafeMutablePointer<Values>) -> Values? {
        hasShift ? values[site.inputSlots[2]] : nil
    }

    private func apply(
        _ x: Values, _ gain: Values, plus: Float, _ shift: Values?, into y: Values, _ rows: Int, add: Bool = false,
        _ workers: Workers
    ) {
        SampleModulation.apply(
            x, gain: gain, plus: plus, shift: shift.map { UnsafePointer($0) }, rows: rows, positions: positions,
            channels: channels, into: y, accumulate: add, workers: workers)
    }

    private func sum(
        _ a: Values, _ b: Values?, into sums: Values, _ rows: Int, add: Bool = false, _ workers: Workers
    ) {
        SampleModulation.sums(
            a, b.map { UnsafePointer($0) }, rows: rows, positions: positions, channels: channels, into: sums,
            accumulate: add, workers: workers)
    }

    func forward(_ pass: Pass) {
        let slots = site.inputSlots
        apply(
            pass.values[slots[0]], pass.values[slots[1]], plus: plus, shift(pass.values),
            into: pass.values[site.outputSlot], pass.rows, pass.workers)
    }

    func backward(_ pass: Pass, towards targets: GradientTargets) {
        guard targets.contains(.input) else { return }
        let (slots, places) = (site.inputSlots, site.gradientPlaces)
        let dy = pass.incoming[site.outputSlot]
        apply(
            dy, pass.values[slots[1]], plus: plus, nil, into: pass.gradients[places[0]], pass.rows, pass.workers)
        sum(dy, pass.values[slots[0]], into: pass.gradients[places[1]], pass.rows, pass.workers)
        if hasShift { sum(dy, nil, into: pass.gradients[places[2]], pass.rows, pass.workers) }
    }
}

/// ẏ = ẋ · (gain + plus) + x · ġain + ṡhift: bilinear, so to each gradient of ȳ comes that of dD/dy with the other
/// factor's derivative.
extension ModulationStep: TangentStep {
    func tangent(_ pass: TangentPass) {
        let (slots, y) = (site.inputSlots, pass.tangents[site.outputSlot])
        apply(
            pass.tangents[slots[0]], pass.values[slots[1]], plus: plus, shift(pass.tangents), into: y, pass.rows,
            pass.workers)
        apply(
            pass.values[slots[0]], pass.tangents[slots[1]], plus: 0, nil, into: y, pass.rows, add: true, pass.workers)
    }

    func tangentBackward(_ pass: TangentPass) {
        let (slots, places) = (site.inputSlots, site.gradientPlaces)
        let (adjoint, slope) = (pass.adjoints[site.outputSlot], pass.slopes[site.outputSlot])
        apply(
            adjoint, pass.values[slots[1]], plus: plus, nil, into: pass.adjoints[places[0]], pass.rows, pass.workers)
        apply(
            slope, pass.tangents[slots[1]], plus: 0, nil, into: pass.adjoints[places[0]], pass.rows, add: true,
            pass.workers)
        sum(adjoint, pass.values[slots[0]], into: pass.adjoints[places[1]], pass.rows, pass.workers)
        sum(slope, pass.tangents[slots[0]], into: pass.adjoints[places[1]], pass.rows, add: true, pass.workers)
        if hasShift { sum(adjoint, nil, into: pass.adjoints[places[2]], pass.rows, pass.workers) }
    }
}
