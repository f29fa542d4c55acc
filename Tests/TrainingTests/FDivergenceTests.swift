import Foundation
import Kernels
import Reference
import Testing

@testable import Configuration
@testable import Training

/// The games of f-GAN against the paper's tables: g, f and f* as they stand there.
@Suite struct FDivergenceTests {
    typealias Divergence = DivergenceLosses.Divergence

    private static func loss(_ divergence: Divergence, saddle: Bool = false) -> FDivergence {
        FDivergence(
            Fixture.choice(
                .losses, "f_divergence",
                ["divergence": .text(divergence.rawValue), "generator": .text(saddle ? "saddle" : "non_saturating")]
            ).values)
    }

    /// Table 6: the output's activation g, the conjugate f*; table 1: f.
    private static func table(
        _ divergence: Divergence
    ) -> (g: (Double) -> Double, conjugate: (Double) -> Double, f: (Double) -> Double) {
        switch divergence {
        case .kl: ({ $0 }, { exp($0 - 1) }, { $0 * log($0) })
        case .reverseKL: ({ -exp(-$0) }, { -1 - log(-$0) }, { -log($0) })
        case .pearson: ({ $0 }, { $0 * $0 / 4 + $0 }, { ($0 - 1) * ($0 - 1) })
        case .squaredHellinger: ({ 1 - exp(-$0) }, { $0 / (1 - $0) }, { ($0.squareRoot() - 1) * ($0.squareRoot() - 1) })
        case .jensenShannon:
            (
                { log(2) - log(1 + exp(-$0)) }, { -log(2 - exp($0)) },
                { -($0 + 1) * log((1 + $0) / 2) + $0 * log($0) }
            )
        case .totalVariation: ({ tanh($0) / 2 }, { $0 }, { abs($0 - 1) / 2 })
        }
    }

    @Test(arguments: Divergence.allCases, [false, true]) func valuesAndGradients(_ divergence: Divergence, saddle: Bool)
    {
        let (loss, table) = (Self.loss(divergence, saddle: saddle), Self.table(divergence))
        let outputs = [-1.5, -0.4, 0, 0.3, 1, 2.25]
        let terms: [(LossBatch) -> Double] = [loss.discriminatorOnReal, loss.discriminatorOnFake, loss.generator]
        let formulas: [(Double) -> Double] = [
            { -table.g($0) }, { table.conjugate(table.g($0)) },
            { saddle ? -table.conjugate(table.g($0)) : -table.g($0) },
        ]
        let (x, gradient) = (FloatBuffer(count: outputs.count), FloatBuffer(count: outputs.count))
        for (i, output) in outputs.enumerated() { x[i] = Float(output) }
        for (term, formula) in zip(terms, formulas) {
            let batch = LossBatch(
                outputs: x.pointer, targets: x.pointer, gradient: gradient.pointer, count: outputs.count)
            func mean(_ x: [Double]) -> Double { x.map(formula).reduce(0, +) / Double(x.count) }
            #expect(abs(term(batch) - mean(outputs)) < 1e-6)
            for i in outputs.indices {
                #expect(abs(Double(gradient[i]) - Differences.partial(mean, at: outputs, i)) < 1e-6)
            }
        }
    }

    /// With the best D, g(D) = f'(p/p_g), D's loss is minus the divergence: 0 at equilibrium.
    @Test(arguments: Divergence.allCases) func theBestDiscriminatorEstimatesTheDivergence(_ divergence: Divergence)
        throws
    {
        let (table, loss) = (Self.table(divergence), Self.loss(divergence))
        // Two outcomes: p = (0.3, 0.7), p_g = (0.6, 0.4).
        let (p, q) = ([0.3, 0.7], [0.6, 0.4])
        var (bound, expected) = (0.0, 0.0)
        for i in 0..<2 {
            let ratio = p[i] / q[i]
            let t = Differences.partial({ table.f($0[0]) }, at: [ratio], 0)
            bound += p[i] * t - q[i] * table.conjugate(min(t, divergence == .totalVariation ? 0.5 : t))
            expected += q[i] * table.f(ratio)
        }
        #expect(abs(bound - expected) < 1e-6)

        let equilibrium = loss.equilibrium(LabelSmoothing(real: 1, fake: 0, flip: 0))
        let values = LossTests.values(loss, output: Float(try #require(equilibrium.threshold)))
        #expect(abs(values.discriminator) < 1e-6 && equilibrium.discriminatorLoss == 0)
        if let generator = equilibrium.generatorLoss { #expect(abs(values.generator - generator) < 1e-6) }
        if let output = equilibrium.output {
            #expect(abs(table.g(output) - Differences.partial({ table.f($0[0]) }, at: [1], 0)) < 1e-6)
        }
    }
}
