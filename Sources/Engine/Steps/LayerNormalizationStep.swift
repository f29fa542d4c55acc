import Kernels
import Networks

extension LayerNormalization: RunnableOperation {
    var gradientReads: GradientReads { .input }

    /// Mean and 1 / sqrt(variance + epsilon) of every sample.
    func savedCount(output: Shape, batch: Int) -> Int { 2 * batch }

    func place(_ site: Site) -> any Step { LayerNormalizationStep(self, site) }
}

final class LayerNormalizationStep: Step {
    private let operation: LayerNormalization
    private let site: Site
    private let kernel: LayerNormPlan

    init(_ operation: LayerNormalization, _ site: Site) {
        self.operation = operation
        self.site = site
        kernel = LayerNormPlan(features: site.output.count, workers: site.workers, workspace: site.workspace)
        site.workspace.reserve(Reductions.columnSumsWorkspace(rows: site.batch, columns: site.output.count))
    }

    private var scale: UnsafeMutablePointer<Float>? { operation.isAffine ? site.parameters[0] : nil }
    private var shift: UnsafeMutablePointer<Float>? { operation.isAffine ? site.parameters[1] : nil }

    func forward(_ pass: Pass) {
        kernel.forward(
            pass.values[site.inputSlot], rows: pass.rows, gamma: scale, beta: shift, epsilon: operation.epsilon,
            savedMean: site.saved, savedInverse: site.saved + site.batch, into: pass.values[site.outputSlot])
    }

    /// Both gradients come from one pass over x and dy, so the input's is always computed.
    func backward(_ pass: Pass, towards targets: GradientTargets) {
        let isTrained = operation.isAffine && targets.contains(.parameters)
        kernel.backward(
            pass.incoming[site.outputSlot], x: pass.values[site.inputSlot], rows: pass.rows, gamma: scale,
            savedMean: site.saved, savedInverse: site.saved + site.batch, into: pass.gradients[site.gradientPlace],
            gammaGradient: isTrained ? site.parameterGradients[0] : nil,
            betaGradient: isTrained ? site.parameterGradients[1] : nil, accumulate: pass.accumulates)
    }
}

/// With the normalized values x^ and their derivative x^' along ẋ: ẏ = gamma·x^' + gamma'·x^ + beta', gamma' and beta'
/// the parameters' own directions.
extension LayerNormalizationStep: TangentStep {
    func tangent(_ pass: TangentPass) {
        LayerNormTangent.tangent(
            pass.tangents[site.inputSlot], x: pass.values[site.inputSlot], rows: pass.rows, features: site.output.count,
            gamma: scale, mean: site.saved, inverse: site.saved + site.batch, into: pass.tangents[site.outputSlot],
            workers: pass.workers)
        guard operation.isAffine, let parameters = pass.parameters else { return }
        kernel.forward(
            pass.values[site.inputSlot], rows: pass.rows, gamma: parameters.of(site), beta: parameters.of(site, 1),
            epsilon: operation.epsilon, savedMean: site.saved, savedInverse: site.saved + site.batch,
            into: parameters.scratch)
        Elementwise.accumulate(
            parameters.scratch, into: pass.tangents[site.outputSlot], count: pass.rows * site.output.count,
            workers: pass.workers)
    }

    func tangentBackward(_ pass: TangentPass) {
        let (adjoint, features) = (pass.adjoints[site.outputSlot], site.output.count)
        LayerNormTangent.backward(
            adjoint: adjoint, slope: pass.slopes[site.outputSlot], pass.tangents[site.inputSlot],
            x: pass.values[site.inputSlot], rows: pass.rows, features: features, gamma: scale, mean: site.saved,
            inverse: site.saved + site.batch, into: pass.needsAdjoint(site) ? pass.adjoints[site.gradientPlace] : nil,
            products: operation.isAffine ? pass.scratch : nil, workers: pass.workers)
        guard operation.isAffine else { return }
        add(pass.scratch, to: site.parameterGradients[0], pass)
        add(adjoint, to: site.parameterGradients[1], pass)
        guard pass.needsAdjoint(site), let parameters = pass.parameters else { return }
        kernel.backward(
            pass.slopes[site.outputSlot], x: pass.values[site.inputSlot], rows: pass.rows, gamma: parameters.of(site),
            savedMean: site.saved, savedInverse: site.saved + site.batch, into: parameters.scratch,
            gammaGradient: nil, betaGradient: nil, accumulate: false)
        Elementwise.accumulate(
            parameters.scratch, into: pass.adjoints[site.gradientPlace], count: pass.rows * site.input.count,
            workers: pass.workers)
    }

    /// Sums over the samples.
    private func add(_ values: UnsafePointer<Float>, to gradient: UnsafeMutablePointer<Float>, _ pass: TangentPass) {
        Reductions.columnSums(
            values, rows: pass.rows, columns: site.output.count, into: gradient, accumulate: true,
            workspace: site.workspace, workers: pass.workers)
    }
}
