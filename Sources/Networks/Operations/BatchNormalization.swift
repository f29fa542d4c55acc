import Kernels

/// Normalizes every channel by mean and variance over the batch and all positions, or by running averages outside of
/// training. Ioffe & Szegedy 2015, algorithms 1 and 2.
struct BatchNormalization: Operation {
    let epsilon: Double
    /// Share of a new batch in the running averages.
    let momentum: Double
    /// Whether scale and shift are trained.
    let isAffine: Bool

    var description: String { "batch_norm" }
    var keepsPlaces: Bool { true }
    var hasBatchStatistics: Bool { true }
    var hasTangent: Bool { false }
    var gradientReads: GradientReads { .input }

    func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape { inputs[0] }

    func parameters(input: Port, output: Port) -> [ParameterDeclaration] {
        guard isAffine else { return [] }
        return [
            ParameterDeclaration("weight", .channels(of: output), .constant(1)),
            ParameterDeclaration("bias", .channels(of: output), .constant(0)),
        ]
    }

    func state(input: Port, output: Port) -> [ParameterDeclaration] {
        [
            ParameterDeclaration("running_mean", .channels(of: output), .constant(0)),
            ParameterDeclaration("running_var", .channels(of: output), .constant(1)),
        ]
    }

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
            savedInverse: site.saved + channels, activation: site.activation, into: pass.gradients[site.inputSlot],
            gammaGradient: isTrained ? site.parameterGradients[0] : nil,
            betaGradient: isTrained ? site.parameterGradients[1] : nil, accumulate: pass.accumulates)
    }
}
