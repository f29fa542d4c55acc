import Kernels
import Networks

extension SquaredWeightsProduct: RunnableOperation {
    var gradientReads: GradientReads { .input }

    /// The sums of squares, and their gradient or their derivative.
    func savedCount(output: Shape, batch: Int) -> Int { 2 * squares.sums.count }

    func place(_ site: Site) -> any Step { SquaredWeightsProductStep(squares, site) }

    private var squares: SquaredWeights { SquaredWeights(taps: window.taps, inputs: inputs, outputs: filters) }
}

/// y = x·Q, Q the sums of the weights' squares over the taps. dx = dy·Q^T, and by way of dQ = x^T·dy, dW = 2·W·dQ. The
/// convolution with the same weights comes later in the graph and has left its gradient before this step runs
/// backward: so it always adds.
final class SquaredWeightsProductStep: Step {
    private let site: Site
    private let kernel: DensePlan
    private let squares: SquaredWeights
    private let sums: UnsafeMutablePointer<Float>
    /// Their gradient, or their derivative.
    private let change: UnsafeMutablePointer<Float>

    init(_ squares: SquaredWeights, _ site: Site) {
        self.site = site
        self.squares = squares
        kernel = DensePlan(
            inputs: site.input.count, outputs: site.output.count, batch: site.batch, workers: site.workers,
            workspace: site.workspace)
        sums = site.saved
        change = site.saved + squares.sums.count
    }

    private var weights: UnsafeMutablePointer<Float> { site.parameters[0] }

    func forward(_ pass: Pass) {
        squares.sum(weights, weights, factor: 1, into: sums, workers: pass.workers)
        product(pass.values[site.inputSlot], sums, into: pass.values[site.outputSlot], pass.rows)
    }

    private func product(
        _ x: UnsafePointer<Float>, _ matrix: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, _ rows: Int
    ) {
        kernel.forward(x, weights: matrix, bias: nil, activation: .identity, into: y, rows: rows)
    }

    func backward(_ pass: Pass, towards targets: GradientTargets) {
        let dy = pass.incoming[site.outputSlot]
        if targets.contains(.parameters) {
            kernel.weightGradient(
                pass.values[site.inputSlot], dy, into: change, rows: pass.rows, accumulate: false)
            squares.addGradient(change, weights, into: site.parameterGradients[0], workers: pass.workers)
        }
        if targets.contains(.input) {
            kernel.inputGradient(dy, weights: sums, into: pass.gradients[site.gradientPlace], rows: pass.rows)
        }
    }
}

/// ẏ = ẋ·Q + x·Q̇, Q̇ = 2·W·Ẇ summed over the taps. So x̄ = ȳ·Q^T + dD/dy·Q̇^T, and W's share is
/// 2·W·(x^T·ȳ + ẋ^T·dD/dy) + 2·Ẇ·(x^T·dD/dy).
extension SquaredWeightsProductStep: TangentStep {
    func tangent(_ pass: TangentPass) {
        let (tangent, count) = (pass.tangents[site.outputSlot], pass.rows * site.output.count)
        product(pass.tangents[site.inputSlot], sums, into: tangent, pass.rows)
        guard let parameters = pass.parameters else { return }
        squares.sum(weights, parameters.of(site), factor: 2, into: change, workers: pass.workers)
        product(pass.values[site.inputSlot], change, into: parameters.scratch, pass.rows)
        Elementwise.accumulate(parameters.scratch, into: tangent, count: count, workers: pass.workers)
    }

    func tangentBackward(_ pass: TangentPass) {
        let (x, adjoint) = (pass.values[site.inputSlot], pass.adjoints[site.outputSlot])
        let (slope, gradient) = (pass.slopes[site.outputSlot], site.parameterGradients[0])
        kernel.weightGradient(x, adjoint, into: change, rows: pass.rows, accumulate: false)
        kernel.weightGradient(pass.tangents[site.inputSlot], slope, into: change, rows: pass.rows, accumulate: true)
        squares.addGradient(change, weights, into: gradient, workers: pass.workers)
        if let parameters = pass.parameters {
            kernel.weightGradient(x, slope, into: change, rows: pass.rows, accumulate: false)
            squares.addGradient(change, parameters.of(site), into: gradient, workers: pass.workers)
        }
        guard pass.needsAdjoint(site) else { return }
        let target = pass.adjoints[site.gradientPlace]
        kernel.inputGradient(adjoint, weights: sums, into: target, rows: pass.rows)
        guard let parameters = pass.parameters else { return }
        squares.sum(weights, parameters.of(site), factor: 2, into: change, workers: pass.workers)
        kernel.inputGradient(slope, weights: change, into: parameters.scratch, rows: pass.rows)
        Elementwise.accumulate(
            parameters.scratch, into: target, count: pass.rows * site.input.count, workers: pass.workers)
    }
}
