import Kernels
import Networks
import Reference
import TestSupport
import Testing

@testable import Configuration
@testable import Engine
@testable import Training

/// Losses of the generator in hidden features of the discriminator.
@Suite struct FeatureLossTests {
    /// The part in the features against its formula, and its gradient against differences of that.
    @Test(arguments: ["squared", "absolute"], [1, 7, 40]) func matchIsItsFormula(_ distance: String, _ count: Int)
        throws
    {
        let loss = try #require(
            Losses.registry.make(
                Fixture.choice(
                    .losses, "feature_matching", ["weight": .real(1.5), "distance": .text(distance)]))
                as? any FeatureLoss)
        var numbers = TestNumbers(seed: UInt64(count))
        let (real, fake) = (numbers.numbers(count, scale: 3), numbers.numbers(count, scale: 3))
        func formula(_ fake: [Double]) -> Double {
            let differences = zip(fake, real).map { $0 - Double(Float($1)) }
            return distance == "squared"
                ? 1.5 * differences.reduce(0) { $0 + $1 * $1 }
                : 1.5 * differences.reduce(0) { $0 + abs($1) } / Double(count)
        }
        let means = FloatBuffer(count: 3 * count)
        for i in 0..<count { (means[i], means[count + i]) = (Float(real[i]), Float(fake[i])) }
        let value = loss.match(
            FeatureSite(
                real: means.pointer, fake: means.pointer + count, gradient: means.pointer + 2 * count, count: count,
                rows: 4))
        #expect(abs(value - formula(fake)) < 1e-5 * max(1, value))
        for i in 0..<count {
            // A sample's features are a quarter of the mean.
            let slope = Differences.partial(formula, at: fake, i) / 4
            #expect(abs(Double(means[2 * count + i]) - slope) < 1e-4)
        }
    }

    /// A gradient towards features is that of a network which ends there.
    @Test func featuresGoBackAsOutputsDo() throws {
        let layers = "[dense: 6, leaky_relu: 0.2, dense: 5, tanh, dense: 1]"
        func network(_ text: String) throws -> Network {
            Network(
                try Graph(
                    layers: LayerText.choices(text), inputs: [Graph.Input("input", Shape([3]))],
                    initializer: Fixture.choice(.initializers, "kaiming"), transforms: .all(),
                    foldFinalSigmoid: false), seed: 3, stream: 1)
        }
        let whole = Execution(try network(layers), batch: 4, workers: .shared)
        let part = Execution(try network("[dense: 6, leaky_relu: 0.2, dense: 5, tanh]"), batch: 4, workers: .shared)
        let features = try #require(Features(whole))
        #expect(features.count == 5)
        let (x, gradient, none) = (FloatBuffer(count: 12), FloatBuffer(count: 20), FloatBuffer(count: 4))
        for i in 0..<12 { x[i] = Float(i % 5) - 1.5 }
        for i in 0..<20 { gradient[i] = Float(i % 7) - 3 }
        let address = RandomAddress(seed: 1, stream: 1, iteration: 1)
        whole.forward(x.pointer, rows: 4, mode: .training(address))
        let output = part.forward(x.pointer, rows: 4, mode: .training(address))
        for i in 0..<20 { #expect(features.values(whole)[i] == output[i]) }
        let found = try #require(
            whole.backward(
                none.pointer, parameters: .none, inputGradient: true, features: features.gradient(gradient.pointer)))
        let expected = try #require(part.backward(gradient.pointer, parameters: .none, inputGradient: true))
        for i in 0..<12 { #expect(found[i] == expected[i]) }
    }

    @Test func theSampleIsNoFeature() {
        let run = Fixture.changed {
            $0.loss = Fixture.choice(.losses, "feature_matching")
            $0.discriminator.layers = [Fixture.dense(1)]
        }
        let found = Blueprint.findings(run, dataShape: [2], without: [])
        #expect(found.map(\.message).contains { $0.contains("the sample itself") })
    }

    /// The declared values of the discriminator are those of the usual loss; the generator's is open.
    @Test func equilibrium() {
        let smoothing = LabelSmoothing(real: 0.9, fake: 0, flip: 0)
        let found = LossTests.make("feature_matching").equilibrium(smoothing)
        let usual = LossTests.make("non_saturating").equilibrium(smoothing)
        #expect(found.discriminatorLoss == usual.discriminatorLoss && found.threshold == usual.threshold)
        #expect(found.output == usual.output && found.generatorLoss == nil)
        #expect(found.generatorLossInWords == "small, by batch")
    }
}
