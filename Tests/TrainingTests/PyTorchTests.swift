import Engine
import Foundation
import Kernels
import TestSupport
import Testing

@testable import Configuration
@testable import Training

/// Fifty iterations against PyTorch, from the same weights, samples and noise: PyTorch/parity.py made the values, in
/// double precision. With SADDLE_PYTORCH set to a folder, the inputs of that script are written there instead.
@Suite struct PyTorchTests {
    static let cases = [
        "spectral_norm", "weight_norm", "average", "gradient_penalty", "one_sided", "dragan", "r1_every_4",
        "relativistic",
        "max_gradient_penalty", "relativistic_average", "residual", "projection", "auxiliary",
        "latent_consistency", "gradient_accumulation", "feature_matching", "absolute_features",
        "path_length", "skip_above", "consensus", "consensus_images",
        "unrolled", "unrolled_images", "unrolled_rmsprop", "unrolled_held",
    ]
    private static let iterations = 50
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "PyTorch")

    static func run(_ name: String) -> RunSpec {
        Fixture.changed {
            $0.noise.dimension = 3
            $0.training.batchSize = 12
            let adam = Fixture.choice(
                .optimizers, "adam",
                ["learning_rate": .real(1e-3), "betas": .list([.real(0.5), .real(0.999)]), "epsilon": .real(1e-8)])
            ($0.generator.optimizer, $0.discriminator.optimizer) = (adam, adam)
            $0.generator.layers = LayerText.choices("[dense: 16, tanh, dense: 2]")
            $0.discriminator.layers = LayerText.choices(
                name == "residual"
                    ? """
                    - dense: 16
                    - residual: [leaky_relu: 0.2, dense: 12, leaky_relu: 0.2, dense: 16]
                    - residual: {layers: [tanh, dense: 8], shortcut: [dense: 8]}
                    - leaky_relu: 0.2
                    - dense: 1
                    """
                    : "[dense: 16, leaky_relu: 0.2, dense: 16, leaky_relu: 0.2, dense: 1]")
            func penalty(_ name: String, _ given: [String: Value]) -> [Choice] {
                [Fixture.choice(.regularizers, name, given)]
            }
            switch name {
            case "spectral_norm": $0.discriminator.weightTransforms = ["spectral_norm"]
            case "weight_norm":
                $0.discriminator.weightTransforms = ["weight_norm"]
                $0.generator.weightTransforms = ["weight_norm"]
                $0.discriminator.regularization = penalty("r1", ["weight": .real(2), "every": .integer(4)])
            case "average": $0.generator.average = AverageSpec(decay: 0.9)
            case "gradient_penalty", "one_sided":
                $0.loss = Fixture.choice(.losses, "wasserstein")
                $0.discriminator.regularization = penalty(
                    "gradient_penalty",
                    name == "one_sided"
                        ? ["weight": .real(5), "target": .real(0.5), "sides": .text("one")] : ["weight": .real(5)])
            case "max_gradient_penalty":
                $0.discriminator.regularization = penalty(name, ["weight": .real(0.5)])
            case "dragan": $0.discriminator.regularization = penalty("dragan", ["weight": .real(5)])
            case "latent_consistency":
                $0.discriminator.regularization = penalty(
                    name, ["discriminator": .real(3), "generator": .real(0.5), "std": .real(0.5)])
            case "path_length":
                $0.generator.regularization = penalty(
                    name, ["weight": .real(2), "decay": .real(0.1), "every": .integer(2)])
            case "skip_above": $0.stepRatio.skipAbove = 0.55
            case "consensus":
                ($0.training.order, $0.training.consensusWeight) = (.consensus, 2)
            case "consensus_images":
                ($0.training.order, $0.training.consensusWeight) = (.consensus, 0.5)
                $0.loss = Fixture.choice(.losses, "minimax")
                ($0.generator.layers, $0.discriminator.layers) = Self.images
            case "unrolled":
                $0.training.unrolled = 3
                $0.loss = Fixture.choice(.losses, "minimax")
            case "unrolled_images":
                $0.training.unrolled = 2
                ($0.generator.layers, $0.discriminator.layers) = Self.images
                $0.discriminator.optimizer = Fixture.choice(
                    .optimizers, "sgd",
                    [
                        "learning_rate": .real(0.05), "momentum": .real(0.5), "nesterov": .boolean(true),
                        "weight_decay": .real(0.1),
                    ])
            case "unrolled_rmsprop":
                $0.training.unrolled = 3
                $0.loss = Fixture.choice(.losses, "least_squares")
                $0.discriminator.optimizer = Fixture.choice(
                    .optimizers, "rmsprop",
                    ["learning_rate": .real(1e-3), "decay": .real(0.9), "weight_decay": .real(0.1)])
            case "unrolled_held": ($0.training.unrolled, $0.training.differentiatesUnrolled) = (3, false)
            case "feature_matching": $0.loss = Fixture.choice(.losses, name, ["weight": .real(2)])
            case "absolute_features":
                $0.loss = Fixture.choice(
                    .losses, "feature_matching",
                    ["weight": .real(2), "distance": .text("absolute"), "adversarial": .real(0.5)])
                $0.discriminator.weightTransforms = ["spectral_norm"]
            case "gradient_accumulation":
                $0.training.gradientAccumulation = 3
                $0.discriminator.weightTransforms = ["weight_norm"]
                $0.discriminator.regularization = penalty("r1", ["weight": .real(2), "every": .integer(4)])
            case "r1_every_4":
                $0.discriminator.regularization = penalty("r1", ["weight": .real(2), "every": .integer(4)])
            case "projection":
                $0.condition = ConditionSpec(method: .projection)
                $0.loss = Fixture.choice(.losses, "hinge")
                $0.generator.layers = LayerText.choices("[dense: {units: 16, bias: false}, batch_norm, tanh, dense: 2]")
                $0.discriminator.weightTransforms = ["spectral_norm"]
            case "auxiliary":
                $0.condition = ConditionSpec(method: .auxiliary, weight: 0.5)
                $0.discriminator.regularization = penalty("r1", ["weight": .real(2), "every": .integer(4)])
            case "relativistic", "relativistic_average": $0.loss = Fixture.choice(.losses, name)
            default: break
            }
        }
    }

    /// Networks that make points by way of images, with all that has weights.
    private static let images = (
        LayerText.choices(
            """
            - dense: {units: 16, bias: false}
            - batch_norm: {epsilon: 0.01}
            - tanh
            - reshape: [2, 2, 4]
            - conv_transpose2d: {filters: 3, kernel: 4, stride: 2, padding: 1, bias: false}
            - batch_norm: {epsilon: 0.01}
            - tanh
            - flatten
            - dense: 2
            """),
        LayerText.choices(
            """
            - dense: 18
            - leaky_relu: 0.2
            - reshape: [3, 3, 2]
            - conv2d: {filters: 4, kernel: 2, bias: false}
            - batch_norm: {epsilon: 0.01}
            - tanh
            - flatten
            - dense: 8
            - layer_norm: {epsilon: 0.01}
            - sigmoid
            - dense: 1
            """)
    )

    @Test(arguments: cases) func agrees(_ name: String) throws {
        let run = Self.run(name)
        let trainer = try run.condition == nil ? Fixture.trainer(run) : Trainer(run, dataset: ConditionTests.data)
        if let path = ProcessInfo.processInfo.environment["SADDLE_PYTORCH"] {
            return try Self.write(trainer, to: URL(filePath: path).appending(path: "\(name).json"))
        }
        let data = try Data(contentsOf: Self.folder.appending(path: "expected.json"))
        let expected = try #require(JSONDecoder().decode([String: [String: [Double]]].self, from: data)[name])
        for _ in 0..<Self.iterations { try trainer.step() }
        let tensors = trainer.checkpoint().tensors.filter { !$0.name.hasPrefix("optimizer.") }
        #expect(Set(tensors.map(\.name)) == Set(expected.keys))
        for tensor in tensors {
            // Losses of differences do not depend on the last bias, nor does hinge between its margins: what it gets is
            // rounding, of which adam makes steps.
            let isOpen = trainer.loss.comparesSides || ["wasserstein", "hinge"].contains(trainer.spec.loss.name)
            if isOpen, tensor.name == "discriminator.4.bias" { continue }
            let values = expected[tensor.name] ?? []
            #expect(values.count == tensor.values.count)
            let worst = zip(tensor.values, values).map { abs(Double($0) - $1) }.max() ?? 0
            #expect(worst < 2e-5, "\(tensor.name) is off by \(worst)")
        }
    }

    private struct Inputs: Encodable {
        struct Start: Encodable { let shape: [Int], values: [Float] }
        struct Draw: Encodable {
            let real: [Float], noise: [Float], generator_noise: [Float]
            /// What a penalty draws to make its points.
            let made: [Float]
            /// What is added to either noise.
            let change: [Float], generator_change: [Float]
            /// Over the generated samples of path lengths.
            let path: [Float]
            /// Of all samples; empty where they have none.
            let labels: [Int]
        }
        var start: [String: Start] = [:]
        var draws: [Draw] = []
    }

    private static func write(_ trainer: Trainer, to file: URL) throws {
        let (seed, batch, samples) = (trainer.seed, trainer.spec.training.batchSize, trainer.dataset.training)
        let batches = Batches(sampleCount: samples.count, batchSize: batch, seed: seed)
        var inputs = Inputs()
        for tensor in trainer.checkpoint().tensors where !tensor.name.hasPrefix("optimizer.") {
            inputs.start[tensor.name] = Inputs.Start(shape: tensor.shape, values: tensor.values)
        }
        func drawn(_ count: Int, _ fill: (UnsafeMutablePointer<Float>) -> Void) -> [Float] {
            let buffer = FloatBuffer(count: count)
            fill(buffer.pointer)
            return (0..<count).map { buffer[$0] }
        }
        for number in 0..<iterations * trainer.spec.training.gradientAccumulation {
            var indices = [Int32](repeating: 0, count: batch)
            indices.withUnsafeMutableBufferPointer {
                if let base = $0.baseAddress { batches.indices(ofBatch: number, into: base) }
            }
            func noise(_ stream: RandomStream) -> [Float] {
                drawn(3 * batch) {
                    trainer.prior.fill(
                        $0, count: 3 * batch, at: stream.address(seed: seed, at: number), workers: .shared)
                }
            }
            func change(_ stream: RandomStream) -> [Float] {
                guard trainer.latentPairs != nil else { return [] }
                return drawn(3 * batch) {
                    Random.fillNormal(
                        $0, count: 3 * batch, deviation: 0.5, at: stream.address(seed: seed, at: number),
                        workers: .shared)
                }
            }
            let points = RandomStream.penaltyPoints.address(seed: seed, at: 16 * number)
            let isNormal = trainer.spec.discriminator.regularization.first?.name == "dragan"
            let made = drawn(isNormal ? 2 * batch : batch) {
                if isNormal {
                    Random.fillNormal($0, count: 2 * batch, deviation: 1, at: points, workers: .shared)
                } else {
                    Random.fillUniform($0, count: batch, low: 0, high: 1, at: points, workers: .shared)
                }
            }
            inputs.draws.append(
                Inputs.Draw(
                    real: indices.flatMap { samples.values[2 * Int($0)..<2 * Int($0) + 2] },
                    noise: noise(.discriminatorNoise), generator_noise: noise(.generatorNoise), made: made,
                    change: change(.latentChange), generator_change: change(.latentChangeForGenerator),
                    path: trainer.pathLengths == nil
                        ? []
                        : drawn(2 * batch) {
                            Random.fillNormal(
                                $0, count: 2 * batch, deviation: 1,
                                at: RandomStream.pathLength.address(seed: seed, at: number), workers: .shared)
                        },
                    labels: samples.labels.map { labels in indices.map { Int(labels[Int($0)]) } } ?? []))
        }
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try JSONEncoder().encode(inputs).write(to: file)
    }
}
