import Configuration
import Kernels
import Networks

@testable import Engine

/// A transform of weights: W / 2, W stored.
struct HalvedWeights: RunnableTransform {
    static let declaration = Declaration("halved", "weights halved, W / 2", example: "halved: true")

    init(_ values: Values) {}

    func storedName(_ parameter: String) -> String { "parametrizations.\(parameter).original" }

    func state(of parameter: String, _ layout: ParameterLayout) -> [ParameterDeclaration] { [] }

    func place(_ site: TransformSite) -> any TransformStep { Step(site) }

    private final class Step: TransformStep {
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
}
