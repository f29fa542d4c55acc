import Kernels

@testable import Engine
@testable import Networks

/// A transform of weights: W / 2, W stored.
struct HalvedWeights: WeightTransform, RunnableTransform {
    static let name = "halved"

    func storedName(_ parameter: String) -> String { "parametrizations.\(parameter).original" }

    func state(of parameter: String, _ layout: ParameterLayout) -> [ParameterDeclaration] { [] }

    func place(_ site: TransformSite) -> any TransformStep { HalvedStep(site) }
}

private final class HalvedStep: TransformStep {
    private let site: TransformSite

    init(_ site: TransformSite) { self.site = site }

    func start(_ workers: Workers) {}
    func advance(_ workers: Workers) {}

    func derive(_ workers: Workers) {
        for index in 0..<site.layout.flatCount { site.derived[index] = site.stored[index] / 2 }
    }

    func pullBack(_ workers: Workers) {
        for index in 0..<site.layout.flatCount { site.storedGradient[index] = site.derivedGradient[index] / 2 }
    }
}
