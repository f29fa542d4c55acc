import Kernels
import Networks

extension Slopes: RunnableOperation {
    var gradientReads: GradientReads { .input }
    func place(_ site: Site) -> any Step { SlopesStep(isShared, site) }
}

/// With s = 1 where x > 0 and a elsewhere, y = s·x and dx = s·dy; da is the sum of x·dy where x is not above 0.
final class SlopesStep: Step {
    private let site: Site
    private let channels: Int

    init(_ isShared: Bool, _ site: Site) {
        self.site = site
        channels = isShared ? 1 : site.output.channels
    }

    private func lines(_ rows: Int) -> Int { rows * site.output.count / channels }

    private func slope(
        _ values: UnsafePointer<Float>, x: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>, _ rows: Int,
        _ workers: Workers
    ) {
        ChannelFactors.slopeGradient(
            values, x: x, by: site.parameters[0], rows: lines(rows), channels: channels, into: result,
            workers: workers)
    }

    func forward(_ pass: Pass) {
        let x = pass.values[site.inputSlot]
        slope(x, x: x, into: pass.values[site.outputSlot], pass.rows, pass.workers)
    }

    func backward(_ pass: Pass, towards targets: GradientTargets) {
        let (dy, x) = (pass.incoming[site.outputSlot], pass.values[site.inputSlot])
        if targets.contains(.parameters) {
            ChannelFactors.negativeProducts(
                dy, x, x: x, rows: lines(pass.rows), channels: channels, into: site.parameterGradients[0],
                accumulate: pass.accumulates, workers: pass.workers)
        }
        if targets.contains(.input) {
            slope(dy, x: x, into: pass.gradients[site.gradientPlace], pass.rows, pass.workers)
        }
    }
}

/// ẏ = s·ẋ + ṡ·x with ṡ = ȧ where x is not above 0 and 0 elsewhere: there a's share is ȳ·x + dD/dy·ẋ, and
/// x̄ = s·ȳ + ṡ·dD/dy.
extension SlopesStep: TangentStep {
    func tangent(_ pass: TangentPass) {
        slope(
            pass.tangents[site.inputSlot], x: pass.values[site.inputSlot], into: pass.tangents[site.outputSlot],
            pass.rows, pass.workers)
        addChange(pass.values[site.inputSlot], to: pass.tangents[site.outputSlot], pass)
    }

    /// ṡ times the values.
    private func addChange(_ values: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, _ pass: TangentPass) {
        guard let parameters = pass.parameters else { return }
        ChannelFactors.addNegative(
            values, x: pass.values[site.inputSlot], by: parameters.of(site), rows: lines(pass.rows),
            channels: channels, to: y, workers: pass.workers)
    }

    func tangentBackward(_ pass: TangentPass) {
        let (adjoint, x) = (pass.adjoints[site.outputSlot], pass.values[site.inputSlot])
        add(adjoint, x, pass)
        add(pass.slopes[site.outputSlot], pass.tangents[site.inputSlot], pass)
        guard pass.needsAdjoint(site) else { return }
        slope(adjoint, x: x, into: pass.adjoints[site.gradientPlace], pass.rows, pass.workers)
        addChange(pass.slopes[site.outputSlot], to: pass.adjoints[site.gradientPlace], pass)
    }

    private func add(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ pass: TangentPass) {
        ChannelFactors.negativeProducts(
            a, b, x: pass.values[site.inputSlot], rows: lines(pass.rows), channels: channels,
            into: site.parameterGradients[0], accumulate: true, workers: pass.workers)
    }
}
