import Datasets
import Kernels
import Testing

@testable import Configuration
@testable import Training

@Suite struct PackingTests {
    private func packed(_ count: Int, _ change: (inout RunSpec) -> Void = { _ in }) -> RunSpec {
        Fixture.changed {
            $0.discriminator.pack = count
            change(&$0)
        }
    }

    @Test func theDiscriminatorSeesPacks() throws {
        let blueprint = try Blueprint(packed(3), dataShape: [2])
        #expect(blueprint.discriminator.input.dimensions == [6] && blueprint.generator.output.dimensions == [2])
        #expect(SamplePacking.shape([4, 3, 2], count: 5) == [4, 3, 10])
    }

    /// Image k of a row has channels k * 2 and k * 2 + 1 of the packed image.
    @Test func imagesAreConcatenatedAlongTheirChannels() {
        let packing = SamplePacking(3, shape: [2, 2, 2])
        let x = FloatBuffer(count: 48)
        let y = FloatBuffer(count: 48)
        let back = FloatBuffer(count: 48)
        for i in 0..<48 { x[i] = Float(i) }
        packing.pack(x.pointer, into: y.pointer, rows: 2, workers: .shared)
        for row in 0..<2 {
            for position in 0..<4 {
                for sample in 0..<3 {
                    for channel in 0..<2 {
                        let there = y[row * 24 + position * 6 + sample * 2 + channel]
                        #expect(there == x[row * 24 + sample * 8 + position * 2 + channel])
                    }
                }
            }
        }
        packing.unpack(y.pointer, into: back.pointer, rows: 2, workers: .shared)
        #expect((0..<48).allSatisfy { back[$0] == x[$0] })
    }

    /// Two parts that do not see each other, with equal weights: for the loss's gradient such a packed discriminator is
    /// a sum of two, so a linear one of packs of copies gives twice a single one's output.
    @Test func aPointIsShownAsCopiesOfItself() throws {
        let run = packed(2) {
            $0.discriminator.layers = [Fixture.layer("dense", ["units": .integer(1), "bias": .boolean(false)])]
        }
        let trainer = try Fixture.trainer(run)
        let weights = try #require(trainer.checkpoint().tensors.first { $0.name == "discriminator.0.weight" }).values
        let outputs = trainer.discriminate([1, 0, 0, 1, 0.5, -0.5])
        #expect(outputs.count == 3)
        #expect(abs(outputs[0] - (weights[0] + weights[2])) < 1e-6)
        #expect(abs(outputs[1] - (weights[1] + weights[3])) < 1e-6)
    }

    /// The evaluation's outputs are of packs of held-out samples, in order.
    @Test func evaluationsPack() throws {
        let trainer = try Fixture.trainer(packed(7))
        let evaluation = try trainer.evaluate(samples: 50)
        #expect(evaluation.realOutputs.count == 7 && evaluation.fakeOutputs.count == 7)
        let single = try Fixture.trainer(packed(1)).evaluate(samples: 50)
        #expect(single.realOutputs.count == 50)
    }

    /// An update of packed images against the same by hand: the packed discriminator is linear, so its gradient by the
    /// weights is known.
    @Test func updatesSeeEverySampleOfARow() throws {
        let images = Samples(shape: [2, 1, 1], count: 6, values: (0..<12).map { Float($0) / 10 })
        let dataset = Dataset(name: "images", training: images, heldOut: images)
        let run = packed(3) {
            $0.noise.dimension = 2
            $0.generator.layers = [Fixture.layer("reshape", ["shape": .list([2, 1, 1].map { .integer($0) })])]
            $0.discriminator.layers = [
                Fixture.layer("flatten"), Fixture.layer("dense", ["units": .integer(1), "bias": .boolean(false)]),
            ]
            $0.loss = Fixture.choice(.losses, "wasserstein")
            $0.discriminator.optimizer = Fixture.choice(.optimizers, "sgd", ["learning_rate": .real(1)])
            $0.training.batchSize = 2
            $0.stepRatio = StepRatio(discriminator: 1, generator: 0)
        }
        let trainer = try Trainer(run, dataset: dataset)
        func weights() throws -> [Float] {
            try #require(trainer.checkpoint().tensors.first { $0.name == "discriminator.1.weight" }).values
        }
        let before = try weights()
        try trainer.step()
        let change = zip(try weights(), before).map { $0 - $1 }
        // All six images are in the batch: over all weights the gradient is the sum of the means of their pixels.
        var real = 0.0
        var fake = 0.0
        for index in 0..<12 {
            real += Double(trainer.buffers.real[index]) / 2
            fake += Double(trainer.buffers.fake[index]) / 2
        }
        #expect(abs(real - 6.6 / 2) < 1e-5)
        #expect(abs(Double(change.reduce(0, +)) - (real - fake)) < 1e-5)
        // Weights stand channels first: sample k of a row meets weights 2 k and 2 k + 1.
        for sample in 0..<3 {
            for pixel in 0..<2 {
                let mean =
                    (0..<2).map { row -> Float in
                        let index = (row * 3 + sample) * 2 + pixel
                        return trainer.buffers.real[index] - trainer.buffers.fake[index]
                    }.reduce(0, +) / 2
                #expect(abs(change[sample * 2 + pixel] - mean) < 1e-5)
            }
        }
    }

    /// The generator's gradient finds its way back from a packed image: two halves of the weights, two kinds of sample.
    @Test func generatorsTrainThroughPacks() throws {
        let run = packed(3) {
            $0.generator.layers = [Fixture.layer("learned_constant", ["shape": .list([2, 1, 1].map { .integer($0) })])]
            $0.discriminator.layers = [
                Fixture.layer("flatten"), Fixture.layer("dense", ["units": .integer(1), "bias": .boolean(false)]),
            ]
            $0.loss = Fixture.choice(.losses, "wasserstein")
            $0.generator.optimizer = Fixture.choice(.optimizers, "sgd", ["learning_rate": .real(1)])
            $0.stepRatio = StepRatio(discriminator: 0, generator: 1)
        }
        let images = Samples(shape: [2, 1, 1], count: 6, values: [Float](repeating: 0, count: 12))
        let trainer = try Trainer(run, dataset: Dataset(name: "images", training: images, heldOut: images))
        try trainer.step()
        func tensor(_ name: String) throws -> [Float] {
            try #require(trainer.checkpoint().tensors.first { $0.name == name }).values
        }
        let weights = try tensor("discriminator.1.weight")
        // The constant is in each of the three places of a row, and goes up by the weights that it meets.
        let value = try tensor("generator.0.value")
        for pixel in 0..<2 {
            let sum = weights[pixel] + weights[2 + pixel] + weights[4 + pixel]
            #expect(abs(value[pixel] - sum) < 1e-5)
        }
    }

    @Test func moreThanAnEvaluationHasIsAnError() {
        let run = packed(4) { $0.evaluation.samples = 3 }
        #expect(
            run.findings { _ in nil }.map(\.message) == [
                "the discriminator sees 4 samples at once; an evaluation has 3"
            ])
    }

    @Test(arguments: [1, 3]) func memoryIsCounted(count: Int) throws {
        let run = packed(count) { $0.discriminator.regularization = [Fixture.choice(.regularizers, "r1")] }
        let blueprint = try Blueprint(run, dataShape: [2])
        let plain = try Blueprint(packed(count), dataShape: [2])
        #expect(blueprint.memoryBytes(run) > plain.memoryBytes(packed(count)))
        #expect(blueprint.flopsPerIteration > plain.flopsPerIteration)
    }
}
