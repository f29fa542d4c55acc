import Foundation
import Formats
import Kernels
import Networks
import Testing

@testable import Engine

@testable import Configuration
@testable import Training

/// Optimizers, terms of a loss and losses that keep numbers against PyTorch, update after update. PyTorch/updates.py
/// made the values, in double precision.
@Suite struct UpdateValuesTests {
    struct Sides: Decodable { let real: [Double], fake: [Double], loss: Double?, balance: Double? }
    struct Expected: Decodable {
        let start: [Double], gradients: [[Double]], paths: [String: [[Double]]]
        let outputs: [Sides], errors: [Sides], lecam: [Sides], began: [Sides], top_k: [Sides]
    }

    private static func expected() throws -> Expected {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "PyTorch/updates.json")
        return try JSONDecoder().decode(Expected.self, from: Data(contentsOf: file))
    }

    private func expectClose(_ found: UnsafeMutablePointer<Float>, _ expected: [Double], _ name: String) {
        for (i, value) in expected.enumerated() {
            #expect(abs(Double(found[i]) - value) < 2e-6, "\(name) \(i): \(found[i]), not \(value)")
        }
    }

    /// The entry's values by the name of its path.
    private static let optimizers: [String: (entry: String, keys: [String: Value])] = [
        "optimistic_adam": (
            "optimistic_adam", ["learning_rate": .real(0.01), "betas": .list([.real(0.5), .real(0.9)])]
        ),
        "lookahead": (
            "lookahead",
            [
                "learning_rate": .real(0.01), "betas": .list([.real(0.5), .real(0.9)]), "steps": .integer(3),
                "share": .real(0.4),
            ]
        ),
        "changing betas": (
            "adam",
            [
                "learning_rate": .real(0.01), "betas": .list([.real(0), .real(0.9)]),
                "final_betas": .list([.real(0.3), .real(0.99)]),
            ]
        ),
        "rmsprop": ("rmsprop", ["learning_rate": .real(0.01), "decay": .real(0.9), "weight_decay": .real(0.2)]),
    ]

    @Test(arguments: optimizers.keys.sorted()) func optimizersAgree(_ name: String) throws {
        let expected = try Self.expected()
        let (entry, keys) = try #require(Self.optimizers[name])
        let optimizer = Fixture.optimizer(entry, keys)
        // Sixteen at once and a rest have code of their own: both see the same numbers.
        let count = 21
        let (w, g) = (FloatBuffer(count: count), FloatBuffer(count: count))
        let state = FloatBuffer(count: count * optimizer.stateNames.count)
        for i in 0..<count { w[i] = Float(expected.start[i % 5]) }
        for (step, gradients) in expected.gradients.enumerated() {
            for i in 0..<count { g[i] = Float(gradients[i % 5]) }
            optimizer.update(
                OptimizerUpdate(
                    parameters: w.pointer, gradients: g.pointer, state: state.pointer, count: count, gradientScale: 1,
                    learningRate: optimizer.learningRate, number: step + 1, workers: .shared,
                    progress: Double(step) / Double(expected.gradients.count)))
            let path = try #require(expected.paths[name])[step]
            expectClose(w.pointer, (0..<count).map { path[$0 % 5] }, "\(name), update \(step + 1)")
        }
    }

    @Test func historicalAveragingAgrees() throws {
        let expected = try Self.expected()
        let choice = Fixture.choice(.regularizers, "historical_averaging", ["weight": .real(0.3)])
        let penalty = try #require(Regularization([choice]).parameterPenalties.first?.entry)
        let sgd = Fixture.optimizer("sgd", ["learning_rate": .real(0.1)])
        let (w, g, mean) = (FloatBuffer(count: 5), FloatBuffer(count: 5), FloatBuffer(count: 5))
        for i in 0..<5 { w[i] = Float(expected.start[i]) }
        for (step, gradients) in expected.gradients.enumerated() {
            for i in 0..<5 { g[i] = Float(gradients[i]) }
            penalty.addGradient(
                ParameterSite(
                    parameters: w.pointer, gradients: g.pointer, state: mean.pointer, count: 5, number: step + 1,
                    factor: 1, matrices: nil, workers: .shared))
            sgd.update(
                OptimizerUpdate(
                    parameters: w.pointer, gradients: g.pointer, state: mean.pointer, count: 5, gradientScale: 1,
                    learningRate: sgd.learningRate, number: step + 1, workers: .shared))
            expectClose(
                w.pointer, try #require(expected.paths["historical_averaging"])[step], "update \(step + 1)")
        }
    }

    /// Both sides of an update as losses see them.
    private final class Batches {
        let outputs = FloatBuffer(count: 12), gradients = FloatBuffer(count: 12), targets = FloatBuffer(count: 12)

        init(_ sides: Sides) {
            for i in 0..<6 {
                (outputs[i], outputs[6 + i]) = (Float(sides.real[i]), Float(sides.fake[i]))
                targets[6 + i] = 1
            }
        }

        private func batch(_ start: Int) -> LossBatch {
            LossBatch(
                outputs: outputs.pointer + start, targets: targets.pointer + start,
                gradient: gradients.pointer + start, count: 6)
        }
        var real: LossBatch { batch(0) }
        var fake: LossBatch { batch(6) }
    }

    @Test func leCamAgrees() throws {
        let expected = try Self.expected()
        let regularization = Regularization([Fixture.choice(.regularizers, "lecam", ["start": .integer(2)])])
        let memory = TrainerMemory(regularization.remembered)
        for (step, sides) in expected.outputs.enumerated() {
            let batches = Batches(sides)
            regularization.addOutputPenalties(
                batches.real, batches.fake, memory,
                at: UpdatePlace(number: step, update: step, iteration: step, iterations: 10), threshold: 0, samples: 6)
            expectClose(batches.gradients.pointer, expected.lecam[step].real + expected.lecam[step].fake, "\(step)")
        }
    }

    @Test func boundaryEquilibriumAgrees() throws {
        let expected = try Self.expected()
        let loss = try #require(
            Losses.registry.make(Fixture.choice(.losses, "began", ["rate": .real(0.05)])) as? any RememberingLoss)
        var memory = [0.0]
        for (step, sides) in expected.errors.enumerated() {
            let batches = Batches(sides)
            let value = loss.discriminator(real: batches.real, fake: batches.fake, memory: &memory)
            let values = expected.began[step]
            #expect(abs(value - (try #require(values.loss))) < 1e-6)
            #expect(abs(memory[0] - (try #require(values.balance))) < 1e-6)
            expectClose(batches.gradients.pointer, values.real + values.fake, "\(step)")
        }
        #expect(memory[0] > 0)
    }

    @Test func topKAgrees() throws {
        let expected = try Self.expected()
        for (step, sides) in expected.outputs.enumerated() {
            let batches = Batches(sides)
            _ = LossTests.make("non_saturating").generator(fake: batches.fake, real: batches.real)
            // 0.7 of 6 samples.
            let keys = ["decay": Value.real(0.7), "least": .real(0.1)]
            Regularization([Fixture.choice(.regularizers, "top_k", keys)]).select(batches.fake, epochs: 1.5)
            expectClose(batches.gradients.pointer + 6, expected.top_k[step].fake, "\(step)")
        }
    }

    /// Against the formula in double precision on PyTorch's tensors: a convolution, a transposed one, dense layers.
    @Test func orthogonalAgrees() throws {
        func layer(_ name: String, _ filters: Int, _ kernel: Int) -> Choice {
            Fixture.layer(name, ["filters": .integer(filters), "kernel": .integer(kernel)])
        }
        let layers = [
            Fixture.dense(18), Fixture.layer("reshape", ["shape": .list([.integer(3), .integer(3), .integer(2)])]),
            layer("conv2d", 35, 2), layer("conv_transpose2d", 3, 2), Fixture.layer("flatten"), Fixture.dense(1),
        ]
        let graph = try Graph(
            layers: layers, inputs: [Graph.Input("input", Shape([5]))],
            initializer: Fixture.choice(.initializers, "kaiming"), transforms: .all(), foldFinalSigmoid: false)
        let network = Network(graph, seed: 3, stream: 1)
        let gradient = FloatBuffer(count: network.flatCount)
        WeightMatrices(network).addOrthogonalGradient(
            network.parameters, strength: 0.25, to: gradient.pointer, workers: .shared)
        let found = network.export(flat: gradient.pointer)
        for (tensor, result) in zip(network.export(), found) where tensor.shape.count > 1 {
            // PyTorch's transposed convolutions have their outputs second.
            let isTransposed = tensor.name == "3.weight"
            let (rows, field) = (tensor.shape[isTransposed ? 1 : 0], tensor.shape.dropFirst(2).reduce(1, *))
            let others = tensor.shape[isTransposed ? 0 : 1]
            func place(_ o: Int, _ i: Int) -> Int {
                isTransposed ? (i / field * rows + o) * field + i % field : o * others * field + i
            }
            for o in 0..<rows {
                for i in 0..<others * field {
                    var sum = 0.0
                    for p in 0..<rows where p != o {
                        let gram = (0..<others * field).reduce(0.0) {
                            $0 + Double(tensor.values[place(o, $1)]) * Double(tensor.values[place(p, $1)])
                        }
                        sum += gram * Double(tensor.values[place(p, i)])
                    }
                    #expect(abs(Double(result.values[place(o, i)]) - 0.5 * sum) < 1e-5, "\(tensor.name)")
                }
            }
        }
    }

    /// A linear critic w: the term's gradient is 2 weight / n times the sum of (w · (x - T x)) (x - T x).
    @Test(arguments: [(10.0, 0.0), (3, 7)]) func consistencyIsItsFormula(_ weights: (real: Double, fake: Double)) throws
    {
        func trainer(_ regularization: [Choice]) throws -> Trainer {
            let run = AugmentationTests().run([]) {
                $0.discriminator.layers = [
                    Fixture.layer("flatten"), Fixture.layer("dense", ["units": .integer(1), "bias": .boolean(false)]),
                ]
                $0.discriminator.optimizer = Fixture.choice(.optimizers, "sgd", ["learning_rate": .real(1)])
                $0.loss = Fixture.choice(.losses, "wasserstein")
                $0.discriminator.regularization = regularization
            }
            return try Trainer(run, dataset: AugmentationTests.images)
        }
        let consistency = Fixture.choice(
            .regularizers, "consistency", ["real": .real(weights.real), "fake": .real(weights.fake)])
        let (plain, term) = (try trainer([]), try trainer([consistency]))
        // PyTorch's order of an image's values is another; so is the sum below, over values as they lie.
        let start = plain.discriminator.network.parameters
        let w = (0..<32).map { Double(start[$0]) }
        try plain.step()
        try term.step()
        let found = (0..<32).map {
            Double(plain.discriminator.network.parameters[$0] - term.discriminator.network.parameters[$0])
        }
        // What the discriminator's update saw; a whole iteration leaves others there.
        let another = try trainer([consistency])
        _ = another.discriminatorGradient(update: 0, reusing: false)
        let rows = another.buffers.real
        var expected = [Double](repeating: 0, count: 32)
        for (side, weight) in [weights.real, weights.fake].enumerated() {
            let chain = AugmentationChain(
                Consistency(Values(["real": .real(1), "fake": .real(1), "augmentation": .null])).augmentations,
                shape: [4, 4, 2], samples: 8)
            let x = rows + side * 8 * 32
            let changed = chain.apply(
                x, count: 8, at: RandomStream.consistency.address(seed: 1, at: side), workers: .shared)
            for row in 0..<8 {
                let difference = (0..<32).map { Double(x[row * 32 + $0] - changed[row * 32 + $0]) }
                let output = zip(w, difference).map { $0 * $1 }.reduce(0.0, +)
                let factor = 2 * weight / 8 * output
                for i in 0..<32 { expected[i] += factor * difference[i] }
            }
        }
        #expect(expected.contains { abs($0) > 0.01 })
        for i in 0..<32 {
            let error = abs(found[i] - expected[i])
            #expect(error < 1e-4)
        }
    }

    @Test func extragradientResumes() throws {
        try expectResumes(
            Fixture.changed {
                $0.training.order = .extragradient
                $0.generator.average = AverageSpec(decay: 0.9)
                $0.discriminator.weightTransforms = ["spectral_norm"]
            })
    }

    // MARK: In training

    /// Entries that keep numbers or arrays go on to the same bits after an interruption.
    @Test(arguments: ["lecam", "top_k", "historical_averaging", "orthogonal"], [true, false])
    func regularizersResume(_ name: String, _ hasBatchNorm: Bool) throws {
        let run = Fixture.changed {
            if hasBatchNorm { $0.discriminator.layers.insert(Fixture.layer("batch_norm"), at: 1) }
            let given: [String: Value] =
                ["lecam": ["start": .integer(2)], "top_k": ["decay": .real(0.5)]][name] ?? [:]
            $0.discriminator.regularization = [Fixture.choice(.regularizers, name, given)]
            if ["historical_averaging", "orthogonal"].contains(name) {
                $0.generator.regularization = $0.discriminator.regularization
            }
            $0.training.batchSize = 30
        }
        try expectResumes(run)
        #expect(run.findings { _ in nil }.isEmpty)
        var plain = run
        plain.discriminator.regularization = []
        plain.generator.regularization = []
        #expect(try Fixture.trained(run, 10).bits != Fixture.trained(plain, 10).bits)
    }

    @Test(arguments: ["began", "ebgan"]) func lossesResume(_ name: String) throws {
        let run = Fixture.changed {
            $0.loss = Fixture.choice(.losses, name)
            $0.discriminator.layers = [
                Fixture.dense(8), Fixture.layer("tanh"), Fixture.dense(2), Fixture.layer("reconstruction_error"),
            ]
        }
        try expectResumes(run)
        #expect(run.findings { _ in nil }.isEmpty)
    }

    private func expectResumes(_ run: RunSpec) throws {
        let whole = try Fixture.trained(run, 10)
        let second = try Fixture.trainer(run)
        try second.restore(Safetensors(try Fixture.trained(run, 5).checkpoint().bytes))
        for _ in 0..<5 { try second.step() }
        #expect(second.bits == whole.bits)
        #expect(second.memory.text == whole.memory.text)
    }

    @Test func aCheckpointWithoutItsNumbersIsRefused() throws {
        let run = Fixture.changed { $0.discriminator.regularization = [Fixture.choice(.regularizers, "lecam")] }
        var checkpoint = try Fixture.trained(run, 2).checkpoint()
        checkpoint.metadata["memory"] = "lecam.real=1"
        let trainer = try Fixture.trainer(run)
        #expect(throws: CheckpointError.self) { try trainer.restore(checkpoint) }
    }

    @Test func whatNeedsTheDiscriminatorIsNotForTheGenerator() {
        let run = Fixture.changed { $0.generator.regularization = [Fixture.choice(.regularizers, "lecam")] }
        #expect(
            run.findings { _ in nil }.map(\.message) == [
                "regularizer 'lecam' is for the discriminator: it needs its outputs or its gradient"
            ])
    }

    @Test func anAutoencoderIsAskedFor() {
        let run = Fixture.changed { $0.loss = Fixture.choice(.losses, "began") }
        #expect(run.findings { _ in nil }.map(\.severity) == [.warning])
    }
}
