import Kernels

/// A function applied to every value. Mostly it runs in the epilogue of the operation before it.
struct Pointwise: Operation {
    let function: Kernels.Activation

    init(_ function: Kernels.Activation) { self.function = function }

    var description: String { String("\(function)".prefix { $0 != "(" }) }
    var keepsPlaces: Bool { true }
    var gradientReads: GradientReads { function.savesInput ? .input : .output }

    func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape { inputs[0] }

    func place(_ site: Site) -> any Step { PointwiseStep(function, site) }
}

/// y = f(x); dx = dy · f'(x), the derivative taken from y, or from x where y does not tell it.
final class PointwiseStep: Step {
    private let function: Kernels.Activation
    private let site: Site

    init(_ function: Kernels.Activation, _ site: Site) {
        self.function = function
        self.site = site
    }

    func forward(_ pass: Pass) {
        function.apply(
            pass.values[site.inputSlot], into: pass.values[site.outputSlot], count: pass.rows * site.output.count,
            workers: pass.workers)
    }

    func backward(_ pass: Pass, towards targets: GradientTargets) {
        guard targets.contains(.input) else { return }
        function.gradient(
            pass.incoming[site.outputSlot],
            saved: pass.values[function.savesInput ? site.inputSlot : site.outputSlot],
            into: pass.gradients[site.inputSlot], count: pass.rows * site.output.count, workers: pass.workers)
    }
}

extension Site {
    /// The gradient before the epilogue's activation: dz = dy · f'(z) from the saved output. What comes from outside
    /// the network is not overwritten.
    func gradientBeforeActivation(_ pass: Pass) -> UnsafeMutablePointer<Float> {
        guard activation != .identity else { return pass.incoming[outputSlot] }
        let target = pass.gradients[outputSlot]
        activation.gradient(
            pass.incoming[outputSlot], saved: pass.values[outputSlot], into: target, count: pass.rows * output.count,
            workers: pass.workers)
        return target
    }
}
