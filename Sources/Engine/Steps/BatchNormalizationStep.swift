import Kernels
import Networks

extension BatchNormalization: RunnableOperation {
    var hasTangent: Bool { false }
    var gradientReads: GradientReads { .input }
    func epilogue(output: Shape) -> Epilogue.Support { .activation }

    /// Mean and 1 / sqrt(variance + epsilon) of every channel.
    func savedCount(output: Shape, batch: Int) -> Int { 2 * output.channels }

    func place(_ site: Site) -> any Step { BatchNormalizationStep(self, site) }
}

final class BatchNormalizationStep: Step {
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
