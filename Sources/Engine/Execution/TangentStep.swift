import Kernels
import Networks

/// A step through which a gradient can be differentiated once more. See `SecondDerivative`.
protocol TangentStep: Step {
    /// The derivative of the output along a direction: ẏ = (dy/dx) ẋ + (dy/dp) ṗ, or without the second term where the
    /// parameters p are held.
    func tangent(_ pass: TangentPass)

    /// The gradient of D's derivative along the direction. From what is known of the output, x̄ for the input (unless
    /// that is the network's and nobody wants it) and the share of the parameters, which is added to their gradients.
    func tangentBackward(_ pass: TangentPass)
}

/// One pass of `SecondDerivative` over the steps. By slot, [rows, count] each; what steps leave for their inputs in
/// `adjoints` goes by gradient place.
struct TangentPass {
    let rows: Int
    let random: RandomAddress
    let workers: Workers
    let values: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
    /// ẏ: the value's derivative along the direction.
    let tangents: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
    /// dD/dy, which is also the derivative of D's tangent by ẏ.
    let slopes: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
    /// ȳ: the derivative of D's tangent by y, through the second derivatives of later steps.
    let adjoints: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
    /// As large as the largest value.
    let scratch: UnsafeMutablePointer<Float>
    /// nil: the parameters are held.
    var parameters: ParameterTangents?
    /// Whether x̄ is wanted of the network's own input, too.
    var reachesInput = false

    /// Whether x̄ is wanted of the first input of a step.
    func needsAdjoint(_ site: Site) -> Bool { reachesInput || !site.isFromOutside[0] }
}

/// A direction in the space of a network's parameters.
struct ParameterTangents {
    /// ṗ by parameter of the graph, in the layout of what the steps read.
    let values: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
    /// As large as the largest value.
    let scratch: UnsafeMutablePointer<Float>

    /// Of one of a step's own parameters.
    func of(_ site: Site, _ index: Int = 0) -> UnsafeMutablePointer<Float> { values[site.firstParameter + index] }

    /// Of the epilogue's bias.
    func ofBias(_ site: Site) -> UnsafePointer<Float>? { site.biasParameter.map { UnsafePointer(values[$0]) } }
}

extension Site {
    /// Carries ȳ and dD/dy over the epilogue's activation y = f(z): z̄ = f'(z)·ȳ + f''(z)·ż·dD/dy, in place of ȳ, and
    /// dD/dz = f'(z)·dD/dy.
    func beforeActivation(
        _ pass: TangentPass
    ) -> (adjoint: UnsafeMutablePointer<Float>, slope: UnsafeMutablePointer<Float>) {
        let (adjoint, slope) = (pass.adjoints[outputSlot], pass.slopes[outputSlot])
        guard activation != .identity else { return (adjoint, slope) }
        let saved = pass.values[outputSlot]
        let count = pass.rows * output.count
        activation.gradient(adjoint, saved: saved, into: adjoint, count: count, workers: pass.workers)
        activation.addCurvature(
            slope, tangent: pass.tangents[outputSlot], saved: saved, to: adjoint, count: count, workers: pass.workers)
        activation.gradient(slope, saved: saved, into: pass.scratch, count: count, workers: pass.workers)
        return (adjoint, pass.scratch)
    }

    /// ẏ = f'(z)·ż, in place.
    func tangentAfterActivation(_ pass: TangentPass) {
        guard activation != .identity else { return }
        let tangent = pass.tangents[outputSlot]
        activation.gradient(
            tangent, saved: pass.values[outputSlot], into: tangent, count: pass.rows * output.count,
            workers: pass.workers)
    }
}
