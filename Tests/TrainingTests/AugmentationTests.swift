import Datasets
import Foundation
import Formats
import Kernels
import Testing

@testable import Configuration
@testable import Training

@Suite struct AugmentationTests {
    struct Case: Decodable, Sendable {
        let name: String, shape: [Int]
        let draws: [Float], input: [Float], output: [Float], weights: [Float], gradient: [Float]
    }

    /// PyTorch/augmentations.py made them.
    static let cases: [Case] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "PyTorch/augmentations.json")
        guard let data = try? Data(contentsOf: file) else { return [] }
        return (try? JSONDecoder().decode([Case].self, from: data)) ?? []
    }()

    static let names = Augmentations.registry.declarations.map(\.name)

    @Test func everyEntryHasValues() { #expect(Set(Self.cases.map(\.name)) == Set(Self.names)) }

    @Test(arguments: cases.indices) func agreesWithPyTorch(_ index: Int) {
        let values = Self.cases[index]
        let entry = Augmentations.registry.make(Fixture.choice(.augmentations, values.name))
        let images = ImageBatch(count: 5, height: values.shape[0], width: values.shape[1], channels: values.shape[2])
        var draws = values.draws
        entry.settle(&draws, images)
        func run(_ input: [Float], _ step: (AugmentationPass) -> Void) -> [Float] {
            var output = [Float](repeating: .nan, count: input.count)
            input.withUnsafeBufferPointer { input in
                output.withUnsafeMutableBufferPointer { output in
                    draws.withUnsafeBufferPointer { draws in
                        guard let x = input.baseAddress, let y = output.baseAddress, let draws = draws.baseAddress
                        else { return }
                        step(
                            AugmentationPass(
                                input: x, output: y, settings: draws, images: images, workers: Workers(threads: 2)))
                    }
                }
            }
            return output
        }
        expectClose(run(values.input, entry.apply), values.output)
        expectClose(run(values.weights, entry.pullBack), values.gradient)
    }

    private func expectClose(_ found: [Float], _ expected: [Float]) {
        #expect(found.count == expected.count)
        let worst = zip(found, expected).map { abs($0 - $1) }.max { !($0 >= $1) } ?? 0
        #expect(worst < 3e-6, "off by \(worst)")
    }

    private func chain(_ names: [String], samples: Int = 64) -> AugmentationChain {
        AugmentationChain(
            names.map { Augmentations.registry.make(Fixture.choice(.augmentations, $0)) }, shape: [6, 5, 3],
            samples: samples)
    }

    private let address = RandomAddress(seed: 3, stream: 21, iteration: 8)

    /// What a chain does is linear but for what it adds, and `pullBack` is the transpose: w · (A x - A 0) = x · Aᵀ w.
    @Test(arguments: [1, 0.5, 0.0]) func theWayBackIsTheTranspose(_ probability: Double) {
        let chain = chain(Self.names)
        let count = 64 * 90
        let (x, w) = (FloatBuffer(count: count), FloatBuffer(count: count))
        for (stream, buffer) in [(1, x), (2, w)] as [(UInt32, FloatBuffer)] {
            Random.fillNormal(
                buffer.pointer, count: count, at: RandomAddress(seed: 1, stream: stream, iteration: 0), workers: .shared
            )
        }
        func image(_ x: FloatBuffer) -> [Float] {
            Array(
                UnsafeBufferPointer(
                    start: chain.apply(
                        x.pointer, count: 64, probability: probability, at: address, workers: .shared), count: count))
        }
        let atZero = image(FloatBuffer(count: count))
        let changed = image(x)
        let back = chain.pullBack(w.pointer, count: 64, workers: .shared)
        let (left, right) = (0..<count).reduce(into: (0.0, 0.0)) { sums, i in
            sums.0 += Double(w[i]) * Double(changed[i] - atZero[i])
            sums.1 += Double(x[i]) * Double(back[i])
        }
        #expect(abs(left - right) < 1e-3 * max(1, abs(left)), "\(left) and \(right)")
        let isChanged = zip(changed, UnsafeBufferPointer(start: x.pointer, count: count)).contains { $0 != $1 }
        #expect(isChanged == (probability > 0))
    }

    /// Each entry changes its share of the samples, whichever the others change.
    @Test func theProbabilityIsEachEntrysOwn() {
        let (samples, chain) = (4000, chain(["cutout"], samples: 4000))
        let x = FloatBuffer(count: samples * 90)
        for i in 0..<x.count { x[i] = 1 }
        let y = chain.apply(x.pointer, count: samples, probability: 0.3, at: address, workers: .shared)
        let changed = (0..<samples).count { sample in (0..<90).contains { y[sample * 90 + $0] != 1 } }
        #expect(abs(Double(changed) / Double(samples) - 0.3) < 4 * (0.3 * 0.7 / Double(samples)).squareRoot())
    }

    // MARK: In training

    static let images: Dataset = {
        func samples(_ count: Int, _ stream: UInt32) -> Samples {
            let values = FloatBuffer(count: count * 32)
            Random.fillUniform(
                values.pointer, count: values.count, low: -1, high: 1,
                at: RandomAddress(seed: 7, stream: stream, iteration: 0), workers: .shared)
            return Samples(
                shape: [4, 4, 2], count: count,
                values: Array(UnsafeBufferPointer(start: values.pointer, count: values.count)))
        }
        return Dataset(name: "images", training: samples(90, 100), heldOut: samples(30, 101))
    }()

    func run(_ names: [String], _ change: (inout RunSpec) -> Void = { _ in }) -> RunSpec {
        Fixture.changed {
            $0.generator.layers = [
                Fixture.dense(32), Fixture.layer("tanh"),
                Fixture.layer("reshape", ["shape": .list([.integer(4), .integer(4), .integer(2)])]),
            ]
            $0.discriminator.layers = [
                Fixture.layer("flatten"), Fixture.dense(16), Fixture.layer("leaky_relu"), Fixture.dense(1),
            ]
            $0.discriminator.augmentation = names.map { Fixture.choice(.augmentations, $0) }
            change(&$0)
        }
    }

    func trained(_ run: RunSpec, _ iterations: Int) throws -> Trainer {
        let trainer = try Trainer(run, dataset: Self.images)
        for _ in 0..<iterations { try trainer.step() }
        return trainer
    }

    /// Stopped and resumed, a run draws the same changes; with packs, noise and losses of pairs beside them.
    @Test(arguments: [1, 2], ["non_saturating", "relativistic"]) func resumes(pack: Int, loss: String) throws {
        let run = run(Self.names) {
            $0.discriminator.pack = pack
            $0.discriminator.augmentationProbability = .constant(0.7)
            $0.discriminator.regularization = [Fixture.choice(.regularizers, "instance_noise")]
            $0.loss = Fixture.choice(.losses, loss)
        }
        let whole = try trained(run, 8)
        let second = try Trainer(run, dataset: Self.images)
        try second.restore(Safetensors(try trained(run, 3).checkpoint().bytes))
        for _ in 0..<5 { try second.step() }
        #expect(second.bits == whole.bits)
        #expect(try whole.bits != trained(self.run([]), 8).bits)
    }

    /// With a probability of 0 nothing is changed, to the last bit.
    @Test func neverIsNone() throws {
        let never = run(Self.names) { $0.discriminator.augmentationProbability = .constant(0) }
        #expect(try trained(never, 5).bits == trained(run([]), 5).bits)
    }

    @Test func pointsHaveNothingToChange() {
        let run = Fixture.changed { $0.discriminator.augmentation = [Fixture.choice(.augmentations, "cutout")] }
        let found = Blueprint.findings(run, dataShape: [2], without: [])
        #expect(
            found.map(\.message) == ["augmentation 'cutout' changes images; data 'ring' has samples of shape [2]"])
    }

    @Test func aProbabilityNeedsAugmentations() {
        let run = Fixture.changed { $0.discriminator.augmentationProbability = .constant(0.5) }
        #expect(run.findings { _ in nil }.count == 1)
    }
}

/// Generated samples that pass for real.
@Suite struct PseudoRealsTests {
    private static func trainer(_ given: [String: Value]) throws -> Trainer {
        try Fixture.trainer(
            Fixture.changed {
                $0.training.batchSize = 50
                $0.discriminator.regularization = [Fixture.choice(.regularizers, "pseudo_reals", given)]
            })
    }

    /// What the discriminator saw as real are generated samples of the same places, or samples of the data.
    @Test func aShareIsReplacedInPlace() throws {
        let trainer = try Self.trainer(["probability": .real(0.3)])
        let data = Set(trainer.dataset.training.values)
        var replaced = 0
        for update in 0..<20 {
            // Of a whole iteration others would be left there.
            _ = trainer.discriminatorGradient(update: update, reusing: false)
            for row in 0..<50 {
                let (real, fake) = (trainer.buffers.real + 2 * row, trainer.buffers.fake + 2 * row)
                if real[0] == fake[0] && real[1] == fake[1] {
                    replaced += 1
                } else {
                    #expect(data.contains(real[0]) && data.contains(real[1]))
                }
            }
        }
        #expect(abs(Double(replaced) / 1000 - 0.3) < 4 * (0.3 * 0.7 / 1000).squareRoot())
    }

    /// A target below every mean sign has the probability rise by a batch's share of `samples` in each update; one
    /// above all keeps it at 0, where nothing is replaced.
    @Test func theProbabilityIsSteered() throws {
        let rising = try Self.trainer(["target": .real(-1), "samples": .integer(1000), "every": .integer(1)])
        for _ in 0..<4 { try rising.step() }
        let probability = rising.memory.numbers(of: "pseudo_reals")[0]
        #expect(probability > 0 && probability <= 0.2 + 1e-9)
        let still = try Self.trainer(["target": .real(1), "every": .integer(1)])
        for _ in 0..<4 { try still.step() }
        let plain = try Fixture.trainer(Fixture.changed { $0.training.batchSize = 50 })
        for _ in 0..<4 { try plain.step() }
        #expect(still.parameters(.discriminator) == plain.parameters(.discriminator))
    }
}

/// The controller of the probability, by hand.
@Suite struct AdaptiveAugmentationTests {
    /// Of four outputs three are positive: a mean sign of 0.5, below 0.6; then all are.
    @Test func theProbabilityFollowsTheSign() {
        var numbers = [0.5, 0, 0]
        numbers.withUnsafeMutableBufferPointer { numbers in
            guard let base = numbers.baseAddress else { return }
            let adaptive = AdaptiveAugmentation(
                spec: AdaptiveAugmentationSpec(target: 0.6, samples: 1000, every: 2), threshold: 0.25, numbers: base)
            adaptive.watch([1, 2, 0.3, 0.2], count: 4, samples: 8)
            #expect(adaptive.probability == 0.5)
            adaptive.watch([1, 2, 0.3, 0.2], count: 4, samples: 8)
            // 2 updates of 8 samples, of 1000.
            #expect(abs(adaptive.probability - 0.484) < 1e-12)
            for _ in 0..<2 { adaptive.watch([1, 2, 0.3, 0.4], count: 4, samples: 8) }
            #expect(abs(adaptive.probability - 0.5) < 1e-12)
            for _ in 0..<1000 { adaptive.watch([1, 2, 0.3, 0.4], count: 4, samples: 8) }
            #expect(adaptive.probability == 1)
        }
    }

    private static func run(_ loss: String = "non_saturating") -> RunSpec {
        AugmentationTests().run(["cutout"]) {
            $0.loss = Fixture.choice(.losses, loss)
            $0.discriminator.augmentationProbability = .adaptive(
                AdaptiveAugmentationSpec(target: -1, samples: 200, every: 3))
            $0.training.batchSize = 30
        }
    }

    @Test func resumes() throws {
        let whole = try AugmentationTests().trained(Self.run(), 11)
        let second = try Trainer(Self.run(), dataset: AugmentationTests.images)
        try second.restore(Safetensors(try AugmentationTests().trained(Self.run(), 4).checkpoint().bytes))
        for _ in 0..<7 { try second.step() }
        #expect(second.bits == whole.bits)
        let probability = try second.evaluate(samples: 20).remembered["augmentation.probability"]
        #expect(try probability == whole.evaluate(samples: 20).remembered["augmentation.probability"])
        // Three times 3 updates of 30 samples, of 200, up to 1.
        #expect(probability == 1)
    }

    @Test func aSignNeedsAZero() {
        #expect(Self.run("wasserstein").findings { _ in nil }.contains { $0.message.contains("no zero of their own") })
        #expect(Self.run().findings { _ in nil }.isEmpty)
    }
}
