import Datasets
import Kernels
import Testing

@testable import Configuration
@testable import Training

@Suite struct TrainerTests {
    /// Updates of each player are those of the ratio: with Adam under a constant gradient sign the count shows in the
    /// means, so it is read from there.
    @Test(arguments: [(1, 1), (5, 1), (1, 3), (2, 2)])
    func stepRatio(discriminator: Int, generator: Int) throws {
        let run = Fixture.changed { $0.stepRatio = StepRatio(discriminator: discriminator, generator: generator) }
        let trainer = try Fixture.trained(run, 4)
        #expect(trainer.iteration == 4)
        #expect(trainer.discriminator.means.updates == 4 * discriminator)
        #expect(trainer.generator.means.updates == 4 * generator)
    }

    @Test func ratiosChangeWhatIsLearned() throws {
        let a = try Fixture.trained(Fixture.changed { $0.stepRatio = StepRatio(discriminator: 2, generator: 1) }, 3)
        let b = try Fixture.trained(Fixture.changed { $0.stepRatio = StepRatio(discriminator: 1, generator: 1) }, 3)
        #expect(a.parameters(.discriminator) != b.parameters(.discriminator))
        #expect(a.parameters(.generator) != b.parameters(.generator))
    }

    /// Without generator updates the generator keeps its bits, and the other way round.
    @Test func updatesTouchOnePlayer() throws {
        let start = try Fixture.trainer(Fixture.run())
        let onlyD = try Fixture.trained(Fixture.changed { $0.stepRatio = StepRatio(discriminator: 3, generator: 0) }, 2)
        #expect(onlyD.parameters(.generator) == start.parameters(.generator))
        #expect(onlyD.parameters(.discriminator) != start.parameters(.discriminator))
        let onlyG = try Fixture.trained(Fixture.changed { $0.stepRatio = StepRatio(discriminator: 0, generator: 3) }, 2)
        #expect(onlyG.parameters(.discriminator) == start.parameters(.discriminator))
        #expect(onlyG.parameters(.generator) != start.parameters(.generator))
    }

    /// The generator's update leaves even the gradients of the discriminator's parameters as they were.
    @Test func generatorUpdateComputesNoDiscriminatorGradients() throws {
        let trainer = try Fixture.trainer(Fixture.changed { $0.stepRatio = StepRatio(discriminator: 0, generator: 1) })
        let network = trainer.discriminator.network
        for i in 0..<network.flatCount { network.gradients[i] = 12345 }
        try trainer.step()
        #expect((0..<network.flatCount).allSatisfy { network.gradients[$0] == 12345 })
    }

    @Test func sameSeedSameBits() throws {
        let a = try Fixture.trained(Fixture.run(), 5)
        let b = try Fixture.trained(Fixture.run(), 5)
        #expect(a.bits == b.bits)
        #expect(try a.evaluate(samples: 50) == b.evaluate(samples: 50))
    }

    @Test func seedsDiffer() throws {
        let a = try Fixture.trained(Fixture.run(seed: 1), 3)
        let b = try Fixture.trained(Fixture.run(seed: 2), 3)
        #expect(a.parameters(.generator) != b.parameters(.generator))
        #expect(a.generate(count: 4) != b.generate(count: 4))
    }

    /// Large enough for the work to be shared out.
    @Test func threadsDoNotMatter() throws {
        let run = Fixture.changed {
            $0.training.batchSize = 96
            $0.generator.layers = [
                Fixture.dense(160), Fixture.layer("batch_norm"), Fixture.layer("relu"), Fixture.dense(2),
            ]
            $0.discriminator.layers = [
                Fixture.dense(160), Fixture.layer("leaky_relu"), Fixture.layer("dropout"), Fixture.dense(96),
                Fixture.layer("tanh"), Fixture.dense(1),
            ]
            $0.discriminator.gradientClipping = 0.5
        }
        let one = try Fixture.trained(run, 5, workers: Workers(threads: 1))
        let two = try Fixture.trained(run, 5, workers: Workers(threads: 2))
        #expect(one.bits == two.bits)
    }

    @Test func reusedFakesDifferFromFresh() throws {
        let fresh = try Fixture.trained(Fixture.run(), 1)
        let reused = try Fixture.trained(Fixture.changed { $0.training.fakes = .reuse }, 1)
        #expect(fresh.parameters(.discriminator) == reused.parameters(.discriminator))
        #expect(fresh.parameters(.generator) != reused.parameters(.generator))
    }

    /// The second generator update of an iteration draws fresh noise, so it differs from one that repeats the first.
    @Test func onlyTheFirstGeneratorUpdateReuses() throws {
        func run(_ fakes: TrainingSpec.Fakes) -> RunSpec {
            Fixture.changed {
                $0.training.fakes = fakes
                $0.stepRatio = StepRatio(discriminator: 1, generator: 2)
                // Without a memory an update depends on its own fakes only.
                $0.generator.optimizer = Fixture.choice(.optimizers, "sgd")
            }
        }
        let fresh = try Fixture.trained(run(.fresh), 1)
        let reused = try Fixture.trained(run(.reuse), 1)
        #expect(fresh.generator.means.updates == 2)
        #expect(reused.generator.means.updates == 2)
        #expect(fresh.parameters(.generator) != reused.parameters(.generator))
    }

    @Test func smoothingIsForTheDiscriminatorOnly() throws {
        let generatorOnly = StepRatio(discriminator: 0, generator: 1)
        let discriminatorOnly = StepRatio(discriminator: 1, generator: 0)
        let smoothing = LabelSmoothing(real: 0.8, fake: 0.1, flip: 0)
        func trained(_ ratio: StepRatio, _ smoothing: LabelSmoothing?) throws -> Trainer {
            try Fixture.trained(
                Fixture.changed {
                    $0.stepRatio = ratio
                    if let smoothing { $0.labelSmoothing = smoothing }
                }, 2)
        }
        #expect(
            try trained(generatorOnly, smoothing).parameters(.generator)
                == trained(generatorOnly, nil).parameters(.generator))
        #expect(
            try trained(discriminatorOnly, smoothing).parameters(.discriminator)
                != trained(discriminatorOnly, nil).parameters(.discriminator))
    }

    /// Hinge and Wasserstein part once outputs leave the margin, so the discriminator must be fast enough for that.
    @Test func losses() throws {
        var seen: Set<[Float]> = []
        for name in LossTests.all {
            let run = Fixture.changed {
                $0.loss = Fixture.choice(.losses, name)
                $0.discriminator.optimizer = Fixture.choice(.optimizers, "adam", ["learning_rate": .real(0.05)])
            }
            let trainer = try Fixture.trained(run, 20)
            #expect(seen.insert(trainer.parameters(.generator)).inserted, "\(name) trains like another loss")
        }
    }

    @Test func schedulesScaleTheRate() throws {
        let run = Fixture.changed {
            $0.discriminator.schedule = Fixture.choice(
                .schedules, "step", ["every": .integer(1), "factor": .real(1e-30)])
        }
        let one = try Fixture.trained(run, 1)
        let three = try Fixture.trained(run, 3)
        #expect(one.parameters(.discriminator) == three.parameters(.discriminator))
        #expect(one.parameters(.generator) != three.parameters(.generator))
    }

    @Test func evaluationEndsTheMeans() throws {
        let trainer = try Fixture.trainer(Fixture.run())
        let first = try trainer.evaluate(samples: 50)
        #expect(first.discriminatorLoss == nil)
        #expect(first.generatorGradientNorm == nil)
        #expect(first.realOutputs.count == 50)
        #expect(first.fakeOutputs.count == 50)
        try trainer.step()
        let second = try trainer.evaluate(samples: 1000)
        #expect(second.iteration == 1)
        #expect((second.discriminatorLoss ?? .nan) > 0)
        #expect((second.generatorGradientNorm ?? .nan) > 0)
        #expect(second.realOutputs.count == 60)
        #expect(try trainer.evaluate(samples: 10).discriminatorLoss == nil)
    }

    /// An evaluation is a look: training goes on the same.
    @Test func evaluatingChangesNothing() throws {
        let looked = try Fixture.trainer(Fixture.run())
        for _ in 0..<3 {
            try looked.step()
            _ = try looked.evaluate(samples: 30)
            _ = looked.generate(count: 5)
        }
        let unlooked = try Fixture.trained(Fixture.run(), 3)
        #expect(looked.parameters(.generator) == unlooked.parameters(.generator))
        #expect(looked.parameters(.discriminator) == unlooked.parameters(.discriminator))
    }

    /// In inference mode a sample's output does not depend on the batch it is in.
    @Test func chunksDoNotMatter() throws {
        let run = Fixture.changed {
            $0.generator.layers = [
                Fixture.dense(16), Fixture.layer("batch_norm"), Fixture.layer("relu"), Fixture.dense(2),
            ]
        }
        let trainer = try Fixture.trained(run, 3)
        let many = trainer.generate(count: 21)
        #expect(Array(many.prefix(10)) == trainer.generate(count: 5))
        let outputs = trainer.discriminate(many)
        #expect(outputs.count == 21)
        #expect(outputs[20] == trainer.discriminate(Array(many.suffix(2)))[0])
    }

    /// Real samples enter the evaluation in the held-out set's order.
    @Test func evaluatesHeldOutSamples() throws {
        let trainer = try Fixture.trained(Fixture.run(), 2)
        #expect(
            try trainer.evaluate(samples: 60).realOutputs == trainer.discriminate(Fixture.ring.heldOut.values))
    }

    /// Real and generated samples in one batch give what two passes give, up to rounding.
    @Test func singlePassEqualsTwo() throws {
        let blueprint = try Blueprint(Fixture.run(), dataShape: [2])
        #expect(blueprint.singlePass)
        let one = Trainer(Fixture.run(), blueprint, dataset: Fixture.ring, workers: .shared)
        let two = Trainer(Fixture.run(), blueprint.inTwoPasses, dataset: Fixture.ring, workers: .shared)
        for _ in 0..<5 {
            try one.step()
            try two.step()
        }
        for player in Player.allCases {
            for (a, b) in zip(one.parameters(player), two.parameters(player)) { #expect(abs(a - b) < 1e-5) }
        }
        #expect(abs(one.discriminator.means.loss - two.discriminator.means.loss) < 1e-5)
    }

    @Test func batchStatisticsForbidOnePass() throws {
        let run = Fixture.changed {
            $0.discriminator.layers = [Fixture.dense(16), Fixture.layer("batch_norm"), Fixture.dense(1)]
        }
        let trainer = try Fixture.trained(run, 3)
        #expect(!trainer.blueprint.singlePass)
        #expect(try trainer.evaluate(samples: 60).realOutputs.allSatisfy(\.isFinite))
    }

    /// On the ring a small GAN moves the discriminator's view of its fakes.
    @Test func trains() throws {
        let run = Fixture.changed {
            $0.training.batchSize = 32
            $0.generator.layers = [
                Fixture.dense(32), Fixture.layer("relu"), Fixture.dense(32), Fixture.layer("relu"), Fixture.dense(2),
            ]
            $0.discriminator.layers = [
                Fixture.dense(32), Fixture.layer("leaky_relu"), Fixture.dense(32), Fixture.layer("leaky_relu"),
                Fixture.dense(1),
            ]
        }
        let trainer = try Fixture.trainer(run)
        func fakesRadius() -> Double {
            let points = trainer.generate(count: 200)
            return (0..<200).reduce(0) { sum, i in
                let (x, y) = (Double(points[2 * i]), Double(points[2 * i + 1]))
                return sum + (x * x + y * y).squareRoot() / 200
            }
        }
        func error() -> Double { abs(fakesRadius() - 1) }
        let before = error()
        for _ in 0..<400 { try trainer.step() }
        #expect(error() < max(0.25, before / 2), "mean radius was off by \(before), then by \(error())")
    }
}
