import Configuration
import Kernels
import Networks

/// W / sigma(W), sigma the largest singular value of W as a matrix [out, in and kernel]. Miyato et al. 2018, section
/// 2.1. Remembers the two singular vectors u: [out] and v: [in and kernel] of the power iteration.
struct SpectralNorm: RunnableTransform {
    static let elsewhere = [
        Elsewhere(
            .studioGAN, "apply_g_sn: true, apply_d_sn: true",
            differs: "epsilon is 1e-6"),
        Elsewhere(.torchGAN, "SpectralNorm2d"),
    ]

    static let declaration = Declaration(
        "spectral_norm",
        "weights divided by their largest singular value, W / sigma(W): what a layer can stretch its input by is then "
            + "about 1 (Miyato et al. 2018)",
        details: """
            sigma = u·(W v), W as a matrix [out, in and kernel]; u and v come of one power iteration before each of the
            player's own updates, after 15 at the start. Gradients hold u and v. Miyato et al. 2018, algorithm 1. A key of
            every layer with weights, and of a player, for all of its layers that do not say otherwise. Checkpoints:
            parametrizations.weight.original, parametrizations.weight.0._u and _v. PyTorch:
            nn.utils.parametrizations.spectral_norm.
            """,
        example: "spectral_norm: true")

    /// Power iterations at the start, as in PyTorch.
    private static let firstIterations = 15

    init(_ values: Values) {}

    func storedName(_ parameter: String) -> String { "parametrizations.\(parameter).original" }

    func state(of parameter: String, _ layout: ParameterLayout) -> [ParameterDeclaration] {
        let start = ParameterDeclaration.Start.values(.normal(mean: 0, deviation: 1))
        return [
            ParameterDeclaration("parametrizations.\(parameter).0._u", layout.outputs, start),
            ParameterDeclaration("parametrizations.\(parameter).0._v", layout.inputs, start),
        ]
    }

    func place(_ site: TransformSite) -> any TransformStep { Step(site) }

    /// Power iteration, W / sigma, and the gradient of that with u and v held, as in PyTorch.
    private final class Step: TransformStep {
        private let site: TransformSite
        private let plan: SpectralNormPlan
        private var sigma = 1.0

        private var u: UnsafeMutablePointer<Float> { site.state[0] }
        private var v: UnsafeMutablePointer<Float> { site.state[1] }

        init(_ site: TransformSite) {
            self.site = site
            let (rows, columns, channels) = site.matrix
            plan = SpectralNormPlan(rows: rows, columns: columns, channels: channels)
        }

        func start(_ workers: Workers) { for _ in 0..<SpectralNorm.firstIterations { advance(workers) } }

        func advance(_ workers: Workers) { plan.iterate(site.stored, u: u, v: v, workers: workers) }

        func derive(_ workers: Workers) {
            sigma = plan.sigma(site.stored, u: u, v: v, workers: workers)
            Elementwise.scale(
                site.stored, by: Float(1 / sigma), into: site.derived, count: site.layout.flatCount, workers: workers)
        }

        func pullBack(_ workers: Workers) {
            plan.pullBack(
                site.derivedGradient, derived: site.derived, u: u, v: v, sigma: sigma, into: site.storedGradient,
                workers: workers)
        }
    }
}
