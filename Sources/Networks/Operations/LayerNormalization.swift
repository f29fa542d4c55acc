import Kernels

/// Normalizes every sample by mean and variance over all of its values. Ba, Kiros & Hinton 2016, equations 3 and 4.
struct LayerNormalization: Operation {
    let epsilon: Double
    /// Whether scale and shift are trained, one for each value of a sample.
    let isAffine: Bool

    var description: String { "layer_norm" }
    var keepsPlaces: Bool { true }
    var hasTangent: Bool { false }
    var gradientReads: GradientReads { .input }

    func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape { inputs[0] }

    func parameters(input: Port, output: Port) -> [ParameterDeclaration] {
        guard isAffine else { return [] }
        return [
            ParameterDeclaration("weight", .elements(of: output), .constant(1)),
            ParameterDeclaration("bias", .elements(of: output), .constant(0)),
        ]
    }

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
            savedMean: site.saved, savedInverse: site.saved + site.batch, into: pass.gradients[site.inputSlot],
            gammaGradient: isTrained ? site.parameterGradients[0] : nil,
            betaGradient: isTrained ? site.parameterGradients[1] : nil, accumulate: pass.accumulates)
    }
}
