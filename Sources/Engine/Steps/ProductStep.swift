import Kernels
import Networks

/// A product with weights in panels, as the kernels offer it for matrices, convolutions and transposed convolutions.
protocol ProductKernel {
    /// y = f(x·W + bias).
    func forward(
        _ x: UnsafePointer<Float>, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?, activation: Activation,
        into y: UnsafeMutablePointer<Float>, rows: Int)

    /// dx from dy.
    func inputGradient(
        _ dy: UnsafePointer<Float>, weights: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>, rows: Int)

    /// dW from x and dy.
    func weightGradient(
        _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, into gradient: UnsafeMutablePointer<Float>, rows: Int,
        accumulate: Bool)
}

/// A product that can give the gradient of its weights in blocks, as `DensePlan` has it.
protocol GivingKernel: ProductKernel {
    func weightGradientIsBounded(_ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, rows: Int) -> Bool
    func giveWeightGradient(
        _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, rows: Int, to taker: any GradientTaker
    ) -> Double
}

extension DensePlan: GivingKernel {}
extension ConvolutionPlan: ProductKernel {}
extension TransposedConvolutionPlan: ProductKernel {}
extension GroupedConvolutionPlan: ProductKernel {}

/// A product with its epilogue: y = f(x·W + b). With dz = dy · f'(z): dx = dz·W^T, dW = x^T·dz, db = the column sums of
/// dz (products of images: the same over positions).
final class ProductStep<Kernel: ProductKernel>: RemakingStep {
    private let kernel: Kernel
    private let site: Site
    private let channels: Int
    /// What a backward pass has left: input and slope.
    private var left: (x: UnsafePointer<Float>, slope: UnsafePointer<Float>, rows: Int)?

    init(_ kernel: Kernel, _ site: Site) {
        self.kernel = kernel
        self.site = site
        channels = site.output.channels
        if site.bias != nil {
            site.workspace.reserve(
                Reductions.columnSumsWorkspace(rows: site.batch * site.output.count / channels, columns: channels))
        }
    }

    func forward(_ pass: Pass) {
        remake(pass)
        site.keepSigns(pass)
    }

    func remake(_ pass: Pass) {
        kernel.forward(
            pass.values[site.inputSlot], weights: site.parameters[0], bias: site.bias.map { UnsafePointer($0) },
            activation: site.activation, into: pass.values[site.outputSlot], rows: pass.rows)
    }

    func backward(_ pass: Pass, towards targets: GradientTargets) {
        let dz = site.gradientBeforeActivation(pass)
        pass.laps?.activationGradient(site.ordinal)
        if targets.contains(.parameters) {
            if pass.leavesLate && site.lateRange != nil {
                left = (UnsafePointer(pass.values[site.inputSlot]), UnsafePointer(dz), pass.rows)
            } else {
                kernel.weightGradient(
                    pass.values[site.inputSlot], dz, into: site.parameterGradients[0], rows: pass.rows,
                    accumulate: pass.accumulates)
                pass.laps?.weightGradient(site.ordinal, rows: pass.rows)
            }
            if let biasGradient = site.biasGradient {
                Reductions.columnSums(
                    dz, rows: pass.rows * site.output.count / channels, columns: channels, into: biasGradient,
                    accumulate: pass.accumulates, workspace: site.workspace, workers: pass.workers)
                pass.laps?.biasGradient(site.ordinal)
            }
        }
        if targets.contains(.input) {
            kernel.inputGradient(
                dz, weights: site.parameters[0], into: pass.gradients[site.gradientPlace], rows: pass.rows)
        }
    }
}

extension ProductStep: LateStep where Kernel: GivingKernel {
    var lateRange: Range<Int>? { site.lateRange }

    var isBounded: Bool { left.map { kernel.weightGradientIsBounded($0.x, $0.slope, rows: $0.rows) } ?? false }

    func computeLate() {
        guard let left else { preconditionFailure("no backward pass has left a gradient") }
        kernel.weightGradient(
            left.x, left.slope, into: site.parameterGradients[0], rows: left.rows, accumulate: false)
    }

    func giveLate(to taker: any GradientTaker) -> Double {
        guard let left else { preconditionFailure("no backward pass has left a gradient") }
        return kernel.giveWeightGradient(left.x, left.slope, rows: left.rows, to: taker)
    }
}

/// ż = ẋ·W + x·Ẇ + ḃ, so W's share is x^T·z̄ + ẋ^T·dD/dz, and x̄ = z̄·W^T + dD/dz·Ẇ^T.
extension ProductStep: TangentStep {
    func tangent(_ pass: TangentPass) {
        kernel.forward(
            pass.tangents[site.inputSlot], weights: site.parameters[0], bias: nil, activation: .identity,
            into: pass.tangents[site.outputSlot], rows: pass.rows)
        if let parameters = pass.parameters {
            kernel.forward(
                pass.values[site.inputSlot], weights: parameters.of(site), bias: parameters.ofBias(site),
                activation: .identity, into: parameters.scratch, rows: pass.rows)
            Elementwise.accumulate(
                parameters.scratch, into: pass.tangents[site.outputSlot], count: pass.rows * site.output.count,
                workers: pass.workers)
        }
        site.tangentAfterActivation(pass)
    }

    func tangentBackward(_ pass: TangentPass) {
        let (adjoint, slope) = site.beforeActivation(pass)
        kernel.weightGradient(
            pass.values[site.inputSlot], adjoint, into: site.parameterGradients[0], rows: pass.rows, accumulate: true)
        kernel.weightGradient(
            pass.tangents[site.inputSlot], slope, into: site.parameterGradients[0], rows: pass.rows, accumulate: true)
        if let biasGradient = site.biasGradient {
            Reductions.columnSums(
                adjoint, rows: pass.rows * site.output.count / channels, columns: channels, into: biasGradient,
                accumulate: true, workspace: site.workspace, workers: pass.workers)
        }
        guard pass.needsAdjoint(site) else { return }
        kernel.inputGradient(
            adjoint, weights: site.parameters[0], into: pass.adjoints[site.gradientPlace], rows: pass.rows)
        guard let parameters = pass.parameters else { return }
        kernel.inputGradient(slope, weights: parameters.of(site), into: parameters.scratch, rows: pass.rows)
        Elementwise.accumulate(
            parameters.scratch, into: pass.adjoints[site.gradientPlace], count: pass.rows * site.input.count,
            workers: pass.workers)
    }
}
