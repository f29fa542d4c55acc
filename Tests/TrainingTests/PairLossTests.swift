import Foundation
import Reference
import Testing

@testable import Configuration
@testable import Training

/// Losses that compare real and generated samples against their formulas in double precision, and their gradients
/// against differences of these.
@Suite struct PairLossTests {
    /// Of the outputs that are to be higher and of those that are to be lower.
    typealias Formula = (_ high: [Double], _ low: [Double]) -> Double

    static let names: [String] = Losses.registry.types.compactMap { type in
        (type as? any Loss.Type).flatMap {
            $0.comparesSides && !($0 is any SeparableLoss.Type) ? $0.declaration.name : nil
        }
    }

    static func formula(_ name: String, _ kind: String = "logistic") -> Formula? {
        func cost(_ x: Double) -> Double {
            switch kind {
            case "hinge": max(0, 1 - x)
            case "least_squares": (1 - x) * (1 - x)
            default: log(1 + exp(-x))
            }
        }
        func mean(_ x: [Double]) -> Double { x.reduce(0, +) / Double(x.count) }
        switch name {
        case "relativistic": return { high, low in mean(zip(high, low).map { cost($0 - $1) }) }
        case "relativistic_average":
            return { high, low in
                let (highMean, lowMean) = (mean(high), mean(low))
                return mean(high.map { cost($0 - lowMean) }) + mean(low.map { cost(highMean - $0) })
            }
        default: return nil
        }
    }

    @Test(arguments: names, [1, 5, 37]) func valueAndGradientAreTheFormulas(_ name: String, _ count: Int) throws {
        for cost in ["logistic", "hinge", "least_squares"] { try check(name, cost, count) }
    }

    private func check(_ name: String, _ cost: String, _ count: Int) throws {
        let formula = try #require(Self.formula(name, cost), "no formula on paper for '\(name)' yet")
        var numbers = TestNumbers(seed: UInt64(count))
        let (real, fake) = (numbers.numbers(count, scale: 3), numbers.numbers(count, scale: 3))
        let loss = Training.Losses.registry.make(Fixture.choice(.losses, name, ["cost": .text(cost)]))
        let buffers = TrainerBuffers(batch: count, noise: 1, sample: 1, comparesSides: true)
        let outputs = (real + fake).map { Float($0) }
        func close(_ found: UnsafeMutablePointer<Float>, _ expected: ([Double]) -> Double, at x: [Double]) {
            for i in 0..<count {
                #expect(abs(Double(found[i]) - Differences.partial(expected, at: x, i)) < 1e-6)
            }
        }
        try outputs.withUnsafeBufferPointer { outputs in
            let base = try #require(outputs.baseAddress)
            let (onReal, onFake) = (buffers.realBatch(base), buffers.fakeBatch(base + count))
            #expect(abs(loss.discriminator(real: onReal, fake: onFake) - formula(real, fake)) < 1e-6)
            close(buffers.realGradient, { formula($0, fake) }, at: real)
            close(buffers.fakeGradient, { formula(real, $0) }, at: fake)
            let generator = loss.generator(fake: buffers.generatorBatch(base + count), real: onReal)
            #expect(abs(generator - formula(fake, real)) < 1e-6)
            close(buffers.fakeGradient, { formula($0, real) }, at: fake)
        }
        let values = LossTests.values(loss, output: 1.5)
        let equilibrium = loss.equilibrium(LabelSmoothing(real: 1, fake: 0, flip: 0))
        #expect(abs(values.discriminator - equilibrium.discriminatorLoss) < 1e-6)
        #expect(abs(values.generator - (try #require(equilibrium.generatorLoss))) < 1e-6)
    }

    /// Outputs far apart make neither the loss nor its gradient overflow.
    @Test(arguments: names) func sureDiscriminators(_ name: String) throws {
        let loss = LossTests.make(name)
        let buffers = TrainerBuffers(batch: 1, noise: 1, sample: 1, comparesSides: true)
        for (real, fake) in [(Float(1e4), Float(-1e4)), (-1e4, 1e4)] {
            try [real, fake].withUnsafeBufferPointer { outputs in
                let base = try #require(outputs.baseAddress)
                let value = loss.discriminator(real: buffers.realBatch(base), fake: buffers.fakeBatch(base + 1))
                #expect(abs(value - (real > fake ? 0 : name == "relativistic" ? 2e4 : 4e4)) < 1e-6)
                #expect(buffers.realGradient[0].isFinite && buffers.fakeGradient[0].isFinite)
            }
        }
    }

    /// Two passes, which batch statistics ask for, see both sides before either goes back.
    @Test(arguments: names) func twoPassesAreOne(_ name: String) throws {
        // The last bias has no gradient here but rounding, from which adam would make steps.
        let sgd = Fixture.choice(.optimizers, "sgd", ["learning_rate": .real(0.05)])
        let run = Fixture.changed {
            $0.loss = Fixture.choice(.losses, name)
            ($0.generator.optimizer, $0.discriminator.optimizer) = (sgd, sgd)
        }
        let blueprint = try Blueprint(run, dataShape: [2])
        let one = Trainer(run, blueprint, dataset: Fixture.ring, workers: .shared)
        let two = Trainer(run, blueprint.inTwoPasses, dataset: Fixture.ring, workers: .shared)
        for _ in 0..<5 {
            try one.step()
            try two.step()
        }
        for player in Player.allCases {
            for (a, b) in zip(one.parameters(player), two.parameters(player)) { #expect(abs(a - b) < 1e-5) }
        }
        #expect(abs(one.discriminator.means.loss - two.discriminator.means.loss) < 1e-5)
    }
}
