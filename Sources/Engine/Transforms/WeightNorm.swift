import Configuration
import Kernels
import Networks

/// w = g v / |v| with a trained g for each output channel. Salimans & Kingma 2016.
struct WeightNorm: RunnableTransform {
    static let declaration = Declaration(
        "weight_norm",
        "weights whose direction and length are trained apart, g v / |v| with a g for each output channel (Salimans & "
            + "Kingma 2016)",
        details: """
            w = g v / |v|, |v| over all that goes into an output channel; v starts as the layer's `initializer` says, g as |v|,
            so that w starts as it would without. Salimans & Kingma 2016, eq. 2; their start by a batch of data is not here. A
            key of every layer with weights, and of a player, for all of its layers that do not say otherwise. Checkpoints:
            parametrizations.weight.original0 (g) and original1 (v). PyTorch: nn.utils.parametrizations.weight_norm. It takes
            axis 0 of a weight, which of ConvTranspose2d, ConvTranspose1d and Embedding is the input: there g belongs to
            what comes in (as in HiFi-GAN's transposed convolutions), and weight_norm(layer, dim=1) is what is here. Where v
            is all 0 there is no direction: w is 0 and stays 0. Weight decay and weight_clipping act on g and v.
            """,
        example: "weight_norm: true")

    init(_ values: Values) {}

    func storedName(_ parameter: String) -> String { "parametrizations.\(parameter).original1" }

    func parameters(of parameter: String, _ layout: ParameterLayout) -> [ParameterDeclaration] {
        [ParameterDeclaration("parametrizations.\(parameter).original0", layout.outputsBroadcast, .constant(1))]
    }

    func place(_ site: TransformSite) -> any TransformStep { Step(site) }

    private final class Step: TransformStep {
        private let site: TransformSite
        private let plan: WeightNormPlan

        init(_ site: TransformSite) {
            self.site = site
            let (rows, columns, channels) = site.matrix
            plan = WeightNormPlan(rows: rows, columns: columns, channels: channels)
        }

        func start(_ workers: Workers) { plan.lengths(site.stored, into: site.parameters[0].values, workers: workers) }

        func advance(_ workers: Workers) {}

        func derive(_ workers: Workers) {
            plan.derive(site.stored, g: site.parameters[0].values, into: site.derived, workers: workers)
        }

        func pullBack(_ workers: Workers) {
            let (g, gradient) = site.parameters[0]
            plan.pullBack(
                site.derivedGradient, site.stored, g: g, into: site.storedGradient, gGradient: gradient,
                workers: workers)
        }
    }
}
