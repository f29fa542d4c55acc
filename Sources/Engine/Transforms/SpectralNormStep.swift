import Kernels
import Networks

extension SpectralNorm: RunnableTransform {
    func place(_ site: TransformSite) -> any TransformStep { SpectralNormStep(site) }
}

/// Power iteration, W / sigma, and the gradient of that with u and v held, as in PyTorch.
final class SpectralNormStep: TransformStep {
    private let site: TransformSite
    private let plan: SpectralNormPlan
    private let count: Int
    private var sigma = 1.0

    private var u: UnsafeMutablePointer<Float> { site.state[0] }
    private var v: UnsafeMutablePointer<Float> { site.state[1] }

    init(_ site: TransformSite) {
        self.site = site
        guard case .matrix(let rows, let columns) = site.layout.storage else {
            preconditionFailure("spectral norm is of a matrix")
        }
        plan = SpectralNormPlan(
            rows: rows, columns: columns, channels: site.layout.outputAxes.reduce(1) { $0 * site.layout.axes[$1] })
        count = site.layout.flatCount
    }

    func start(_ workers: Workers) { for _ in 0..<SpectralNorm.firstIterations { advance(workers) } }

    func advance(_ workers: Workers) { plan.iterate(site.stored, u: u, v: v, workers: workers) }

    func derive(_ workers: Workers) {
        sigma = plan.sigma(site.stored, u: u, v: v, workers: workers)
        Elementwise.scale(site.stored, by: Float(1 / sigma), into: site.derived, count: count, workers: workers)
    }

    func pullBack(_ workers: Workers) {
        plan.pullBack(
            site.derivedGradient, derived: site.derived, u: u, v: v, sigma: sigma, into: site.storedGradient,
            workers: workers)
    }
}
