import Kernels
import Networks

extension Masking: RunnableOperation {
    var gradientReads: GradientReads { [] }
    func place(_ site: Site) -> any Step { MaskingStep(rate, site) }
}

/// y = x · mask / (1 - rate); dx = dy · mask / (1 - rate).
final class MaskingStep: Step {
    private let rate: Float
    private let site: Site

    init(_ rate: Float, _ site: Site) {
        self.rate = rate
        self.site = site
    }

    func forward(_ pass: Pass) {
        apply(
            pass.values[site.inputSlot], into: pass.values[site.outputSlot], rows: pass.rows, pass.random, pass.workers)
    }

    func backward(_ pass: Pass, towards targets: GradientTargets) {
        guard targets.contains(.input) else { return }
        apply(
            pass.incoming[site.outputSlot], into: pass.gradients[site.gradientPlace], rows: pass.rows, pass.random,
            pass.workers)
    }

    private func apply(
        _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, rows: Int, _ random: RandomAddress?,
        _ workers: Workers
    ) {
        let count = rows * site.output.count
        guard let random, rate > 0 else { return y.update(from: x, count: count) }
        Random.dropout(x, into: y, count: count, rate: rate, at: random.ofStep(site), workers: workers)
    }
}

/// The same mask.
extension MaskingStep: TangentStep {
    func tangent(_ pass: TangentPass) {
        apply(
            pass.tangents[site.inputSlot], into: pass.tangents[site.outputSlot], rows: pass.rows, pass.random,
            pass.workers)
    }

    func tangentBackward(_ pass: TangentPass) {
        guard pass.needsAdjoint(site) else { return }
        apply(
            pass.adjoints[site.outputSlot], into: pass.adjoints[site.gradientPlace], rows: pass.rows, pass.random,
            pass.workers)
    }
}
