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

    func forward(_ run: Run) {
        function.apply(
            run.values[site.inputSlot], into: run.values[site.outputSlot], count: run.rows * site.output.count,
            workers: run.workers)
    }

    func backward(_ run: Run, towards targets: GradientTargets) {
        guard targets.contains(.input) else { return }
        function.gradient(
            run.incoming[site.outputSlot],
            saved: run.values[function.savesInput ? site.inputSlot : site.outputSlot],
            into: run.gradients[site.inputSlot], count: run.rows * site.output.count, workers: run.workers)
    }
}

extension Site {
    /// The gradient before the epilogue's activation: dz = dy · f'(z) from the saved output. What comes from outside
    /// the network is not overwritten.
    func gradientBeforeActivation(_ run: Run) -> UnsafeMutablePointer<Float> {
        guard activation != .identity else { return run.incoming[outputSlot] }
        let target = run.gradients[outputSlot]
        activation.gradient(
            run.incoming[outputSlot], saved: run.values[outputSlot], into: target, count: run.rows * output.count,
            workers: run.workers)
        return target
    }
}
