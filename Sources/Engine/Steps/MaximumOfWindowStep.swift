import Kernels
import Networks

extension MaximumOfWindow: RunnableOperation {
    var gradientReads: GradientReads { .input }
    func place(_ site: Site) -> any Step { MaximumOfWindowStep(window, site) }
}

/// dx = dy for the value that is the largest of its window, 0 for the others; windows that overlap add up.
final class MaximumOfWindowStep: Step {
    private let site: Site
    private let kernel: WindowMaximum

    init(_ window: Window, _ site: Site) {
        self.site = site
        kernel = WindowMaximum(
            height: site.input.dimensions[0], width: site.input.dimensions[1], channels: site.input.channels,
            kernel: (window.kernel.height, window.kernel.width), stride: (window.stride.height, window.stride.width),
            padding: (window.padding.height, window.padding.width),
            positions: (window.positions.height, window.positions.width))
    }

    func forward(_ pass: Pass) {
        kernel.forward(
            pass.values[site.inputSlot], rows: pass.rows, into: pass.values[site.outputSlot], workers: pass.workers)
    }

    func backward(_ pass: Pass, towards targets: GradientTargets) {
        guard targets.contains(.input) else { return }
        kernel.gradient(
            pass.incoming[site.outputSlot], x: pass.values[site.inputSlot], rows: pass.rows,
            into: pass.gradients[site.gradientPlace], workers: pass.workers)
    }
}

/// The largest stays the largest along any short enough way.
extension MaximumOfWindowStep: TangentStep {
    func tangent(_ pass: TangentPass) {
        kernel.select(
            pass.tangents[site.inputSlot], x: pass.values[site.inputSlot], rows: pass.rows,
            into: pass.tangents[site.outputSlot], workers: pass.workers)
    }

    func tangentBackward(_ pass: TangentPass) {
        guard pass.needsAdjoint(site) else { return }
        kernel.gradient(
            pass.adjoints[site.outputSlot], x: pass.values[site.inputSlot], rows: pass.rows,
            into: pass.adjoints[site.gradientPlace], workers: pass.workers)
    }
}
