import Kernels
import Networks

extension Pointwise: RunnableOperation {
    /// Mostly the function runs in the epilogue of the operation before it.
    var activation: Activation {
        switch function {
        case .relu: .relu
        case .leakyRelu(let slope): .leakyRelu(slope: slope)
        case .elu(let alpha): .elu(alpha: alpha)
        case .selu: .selu
        case .gelu: .gelu
        case .softplus: .softplus
        case .tanh: .tanh
        case .sigmoid: .sigmoid
        case .affine(let scale, let shift): .affine(scale: scale, shift: shift)
        case .clamp(let low, let high): .clamp(low: low, high: high)
        case .absolute: .absolute
        case .inverseRoot(let epsilon): .inverseRoot(epsilon: epsilon)
        case .square: .square
        }
    }

    var gradientReads: GradientReads { activation.savesInput ? .input : .output }
    var overwritesGradient: Bool { true }
    func place(_ site: Site) -> any Step { PointwiseStep(activation, site) }
}

/// y = f(x); dx = dy · f'(x), the derivative taken from y, or from x where y does not tell it.
final class PointwiseStep: Step {
    private let function: Activation
    private let site: Site

    init(_ function: Activation, _ site: Site) {
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
            into: pass.gradients[site.gradientPlace], count: pass.rows * site.output.count, workers: pass.workers)
    }
}

extension Site {
    /// Keeps the signs of the step's outputs, where the pass wants them.
    func keepSigns(_ pass: Pass) {
        guard pass.random != nil, let signs = pass.signs[ordinal] else { return }
        Signs.take(pass.values[outputSlot], count: pass.rows * output.count, into: signs, workers: pass.workers)
    }

    /// The gradient before the epilogue's activation: dz = dy · f'(z) from the saved output. What comes from outside
    /// the network is not overwritten.
    func gradientBeforeActivation(_ pass: Pass) -> UnsafeMutablePointer<Float> {
        guard activation != .identity else { return pass.incoming[outputSlot] }
        let target = pass.gradients[outputSlot]
        if let signs = pass.signs[ordinal] {
            Signs.gradient(
                activation, pass.incoming[outputSlot], signs: signs, into: target, count: pass.rows * output.count,
                workers: pass.workers)
            return target
        }
        activation.gradient(
            pass.incoming[outputSlot], saved: pass.values[outputSlot], into: target, count: pass.rows * output.count,
            workers: pass.workers)
        return target
    }
}

/// ẏ = f'(x)·ẋ, so x̄ = f'(x)·ȳ + f''(x)·ẋ·dD/dy.
extension PointwiseStep: TangentStep {
    private func saved(_ pass: TangentPass) -> UnsafeMutablePointer<Float> {
        pass.values[function.savesInput ? site.inputSlot : site.outputSlot]
    }

    func tangent(_ pass: TangentPass) {
        function.gradient(
            pass.tangents[site.inputSlot], saved: saved(pass), into: pass.tangents[site.outputSlot],
            count: pass.rows * site.output.count, workers: pass.workers)
    }

    func tangentBackward(_ pass: TangentPass) {
        guard pass.needsAdjoint(site) else { return }
        let count = pass.rows * site.output.count
        let adjoint = pass.adjoints[site.gradientPlace]
        function.gradient(
            pass.adjoints[site.outputSlot], saved: saved(pass), into: adjoint, count: count, workers: pass.workers)
        function.addCurvature(
            pass.slopes[site.outputSlot],
            tangent: pass.tangents[function.savesInput ? site.inputSlot : site.outputSlot], saved: saved(pass),
            to: adjoint, count: count, workers: pass.workers)
    }
}
