import Kernels
import Networks

extension Scaling: RunnableOperation {
    var gradientReads: GradientReads { .input }
    func place(_ site: Site) -> any Step { ScalingStep(isShared, site) }
}

/// dx = dy · w; dw is the sum of dy · x over samples and positions.
final class ScalingStep: Step {
    private let site: Site
    /// Values that one w is for each of.
    private let channels: Int

    init(_ isShared: Bool, _ site: Site) {
        self.site = site
        channels = isShared ? 1 : site.output.channels
    }

    private func lines(_ rows: Int) -> Int { rows * site.output.count / channels }

    private func scale(
        _ x: UnsafePointer<Float>, by factor: UnsafePointer<Float>? = nil, into y: UnsafeMutablePointer<Float>,
        _ rows: Int, _ workers: Workers
    ) {
        ChannelFactors.scale(
            x, by: factor ?? UnsafePointer(site.parameters[0]), rows: lines(rows), channels: channels, into: y,
            workers: workers)
    }

    func forward(_ pass: Pass) {
        scale(pass.values[site.inputSlot], into: pass.values[site.outputSlot], pass.rows, pass.workers)
    }

    func backward(_ pass: Pass, towards targets: GradientTargets) {
        let dy = pass.incoming[site.outputSlot]
        if targets.contains(.parameters) {
            ChannelFactors.products(
                dy, pass.values[site.inputSlot], rows: lines(pass.rows), channels: channels,
                into: site.parameterGradients[0], accumulate: pass.accumulates, workers: pass.workers)
        }
        if targets.contains(.input) { scale(dy, into: pass.gradients[site.gradientPlace], pass.rows, pass.workers) }
    }
}

/// ẏ = w·ẋ + ẇ·x, so w's share is ȳ·x + dD/dy·ẋ, and x̄ = w·ȳ + ẇ·dD/dy.
extension ScalingStep: TangentStep {
    func tangent(_ pass: TangentPass) {
        scale(pass.tangents[site.inputSlot], into: pass.tangents[site.outputSlot], pass.rows, pass.workers)
        addScaled(pass.values[site.inputSlot], to: pass.tangents[site.outputSlot], pass)
    }

    /// By ẇ.
    private func addScaled(_ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, _ pass: TangentPass) {
        guard let parameters = pass.parameters else { return }
        scale(x, by: parameters.of(site), into: parameters.scratch, pass.rows, pass.workers)
        Elementwise.accumulate(
            parameters.scratch, into: y, count: pass.rows * site.output.count, workers: pass.workers)
    }

    func tangentBackward(_ pass: TangentPass) {
        let adjoint = pass.adjoints[site.outputSlot]
        add(adjoint, pass.values[site.inputSlot], pass)
        add(pass.slopes[site.outputSlot], pass.tangents[site.inputSlot], pass)
        guard pass.needsAdjoint(site) else { return }
        scale(adjoint, into: pass.adjoints[site.gradientPlace], pass.rows, pass.workers)
        addScaled(pass.slopes[site.outputSlot], to: pass.adjoints[site.gradientPlace], pass)
    }

    private func add(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ pass: TangentPass) {
        ChannelFactors.products(
            a, b, rows: lines(pass.rows), channels: channels, into: site.parameterGradients[0], accumulate: true,
            workers: pass.workers)
    }
}
