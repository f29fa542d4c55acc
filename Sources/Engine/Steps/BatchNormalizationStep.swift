import Kernels
import Networks

extension BatchNormalization: RunnableOperation {
    var gradientReads: GradientReads { .input }
    var overwritesGradient: Bool { true }
    var knowsSigns: Bool { true }
    func canRemake(input: Shape, output: Shape) -> Bool { true }
    func epilogue(output: Shape) -> Epilogue.Support { .activation }

    /// Mean and 1 / sqrt(variance + epsilon) of every channel.
    func savedCount(output: Shape, batch: Int) -> Int { 2 * output.channels }

    func place(_ site: Site) -> any Step { BatchNormalizationStep(self, site) }
}

final class BatchNormalizationStep: RemakingStep {
    private let operation: BatchNormalization
    private let site: Site
    private let kernel: BatchNormPlan
    private let channels: Int
    private let positions: Int

    init(_ operation: BatchNormalization, _ site: Site) {
        self.operation = operation
        self.site = site
        channels = site.output.channels
        positions = site.output.count / channels
        kernel = BatchNormPlan(channels: channels, workers: site.workers, workspace: site.workspace)
    }

    private var scale: UnsafeMutablePointer<Float>? { operation.isAffine ? site.parameters[0] : nil }
    private var shift: UnsafeMutablePointer<Float>? { operation.isAffine ? site.parameters[1] : nil }

    func forward(_ pass: Pass) {
        let (x, y) = (pass.values[site.inputSlot], pass.values[site.outputSlot])
        if pass.random == nil {
            kernel.forwardInference(
                x, rows: pass.rows * positions, gamma: scale, beta: shift, epsilon: operation.epsilon,
                runningMean: site.state[0], runningVariance: site.state[1], activation: site.activation, into: y)
        } else {
            kernel.forwardTraining(
                x, rows: pass.rows * positions, gamma: scale, beta: shift, epsilon: operation.epsilon,
                momentum: operation.momentum, runningMean: site.state[0], runningVariance: site.state[1],
                savedMean: site.saved, savedInverse: site.saved + channels, activation: site.activation, into: y)
        }
    }

    func remake(_ pass: Pass) {
        kernel.apply(
            pass.values[site.inputSlot], rows: pass.rows * positions, gamma: scale, beta: shift, mean: site.saved,
            inverse: site.saved + channels, activation: site.activation, into: pass.values[site.outputSlot])
    }

    /// Both gradients share their sums over the batch, so the input's is always computed.
    func backward(_ pass: Pass, towards targets: GradientTargets) {
        let isTrained = operation.isAffine && targets.contains(.parameters)
        kernel.backward(
            pass.incoming[site.outputSlot], x: pass.values[site.inputSlot], y: pass.values[site.outputSlot],
            rows: pass.rows * positions, gamma: scale, beta: shift, savedMean: site.saved,
            savedInverse: site.saved + channels, activation: site.activation, into: pass.gradients[site.gradientPlace],
            gammaGradient: isTrained ? site.parameterGradients[0] : nil,
            betaGradient: isTrained ? site.parameterGradients[1] : nil, accumulate: pass.accumulates)
    }
}

/// With the normalized values x^ and their derivative x^' along ẋ, the batch's statistics included:
/// ż = gamma·x^' + gamma'·x^ + beta', gamma' and beta' the parameters' own directions.
extension BatchNormalizationStep: TangentStep {
    private var tangentKernel: BatchNormTangent {
        BatchNormTangent(channels: channels, gamma: scale, mean: site.saved, inverse: site.saved + channels)
    }

    private func direction(_ pass: TangentPass) -> (gamma: UnsafePointer<Float>, beta: UnsafePointer<Float>)? {
        guard operation.isAffine, let parameters = pass.parameters else { return nil }
        return (UnsafePointer(parameters.of(site)), UnsafePointer(parameters.of(site, 1)))
    }

    func tangent(_ pass: TangentPass) {
        tangentKernel.tangent(
            pass.tangents[site.inputSlot], x: pass.values[site.inputSlot], rows: pass.rows * positions,
            direction: direction(pass), into: pass.tangents[site.outputSlot], workers: pass.workers)
        site.tangentAfterActivation(pass)
    }

    func tangentBackward(_ pass: TangentPass) {
        let (adjoint, slope) = site.beforeActivation(pass)
        tangentKernel.backward(
            adjoint: adjoint, slope: slope, pass.tangents[site.inputSlot], x: pass.values[site.inputSlot],
            rows: pass.rows * positions, direction: direction(pass),
            into: pass.needsAdjoint(site) ? pass.adjoints[site.gradientPlace] : nil,
            gradients: operation.isAffine ? (site.parameterGradients[0], site.parameterGradients[1]) : nil,
            workers: pass.workers)
    }
}
