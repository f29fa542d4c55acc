import Allocations
import Datasets
import Foundation
import Kernels
import Testing
import TestSupport
import Training

@testable import Experiments

/// An iteration allocates nothing on the heap.
@Suite struct AllocationTests {
    private static let everything = """
        name: everything
        data: {dataset: digits}
        noise: {dimension: 8}
        generator:
          layers: [dense: 32, batch_norm, relu, dense: {units: 48}, reshape: [4, 4, 3], leaky_relu,
                   conv_transpose2d: {filters: 1, kernel: 4, stride: 2, padding: 1}, tanh]
          schedule: cosine
          gradient_clipping: 1
        discriminator:
          layers: [conv2d: {filters: 64, kernel: 3, padding: 1}, conv2d: {filters: 64, kernel: 3, padding: 1},
                   conv2d: {filters: 4, kernel: 4, stride: 2, padding: 1}, layer_norm, leaky_relu, dropout: 0.3, flatten,
                   maxout: {units: 8, pieces: 2}, dense: 1]
          optimizer: {rmsprop: 1e-3}
          regularization: [r1: {weight: 1}, instance_noise: {std: 0.1}, lecam: {start: 2}, pseudo_reals: 0.3, top_k, historical_averaging, orthogonal, consistency: {fake: 1}]
          augmentation: [color, translation, cutout, flip]
          augmentation_probability: {target: 0.5, samples: 500}
        label_smoothing: {real: [0.8, 0.9], fake: 0.1, flip: 0.1}
        step_ratio: {discriminator: 2, generator: 1}
        training: {iterations: 100, batch_size: 8}
        """

    private static let own = [
        "everything": everything,
        "simultaneous": everything.replacingOccurrences(of: "discriminator: 2, generator: 1", with: "discriminator: 1")
            .replacingOccurrences(of: "iterations: 100", with: "iterations: 100, order: simultaneous"),
        "penalties": everything.replacingOccurrences(
            of: "[r1: {weight: 1}, ", with: "[r2, gradient_penalty, max_gradient_penalty, dragan: {every: 2}, "
        ).replacingOccurrences(
            of: "label_smoothing: {real: [0.8, 0.9], fake: 0.1, flip: 0.1}", with: "loss: relativistic_average"
        ).replacingOccurrences(of: "{target: 0.5, samples: 500}", with: "0.8")
            .replacingOccurrences(of: "discriminator:\n", with: "discriminator:\n  spectral_norm: true\n")
            .replacingOccurrences(
                of: "generator:\n", with: "generator:\n  weight_norm: true\n  average: {decay: 0.9}\n"),
        "layers": layers.replacingOccurrences(of: "DEVIATION", with: "").replacingOccurrences(
            of: "REGULARIZATION", with: "[r1, gradient_penalty]"),
        "batch deviation": layers.replacingOccurrences(of: "DEVIATION", with: "minibatch_stddev,")
            .replacingOccurrences(of: "REGULARIZATION", with: "none"),
        "auxiliary": "condition: {method: auxiliary}\n" + everything,
        "columns": columns,
        "extragradient": everything.replacingOccurrences(of: "discriminator: 2, generator: 1", with: "discriminator: 1")
            .replacingOccurrences(of: "iterations: 100", with: "iterations: 100, order: extragradient"),
        "generator first": everything.replacingOccurrences(
            of: "iterations: 100", with: "iterations: 100, order: generator_first, fakes: reuse"),
    ]

    private static let columns = """
        name: columns
        data: {dataset: table, path: \(Shipped.path("tables/loans.csv"))}
        condition: {method: columns}
        noise: {dimension: 8}
        generator: {layers: [dense: 16, batch_norm, relu, table]}
        discriminator: {pack: 2, layers: [dense: 16, leaky_relu, dense: 1], regularization: [gradient_penalty]}
        training: {iterations: 100, batch_size: 8}
        """

    private static let layers = """
        name: layers
        data: {dataset: digits}
        noise: {dimension: 8}
        generator:
          layers: [pixel_norm, dense: 32, prelu, reshape: [4, 4, 2], batch_norm: {initializer: {normal: {mean: 1}}},
                   upsample: 2, gaussian_noise, conv2d: {filters: 4, kernel: 3, padding: 1}, instance_norm,
                   average_pool: 2, pixel_shuffle: 2, gumbel_softmax, tanh]
        discriminator:
          layers: [conv2d: {filters: 8, kernel: 3, padding: 1}, group_norm: 2, prelu: {per_channel: true}, max_pool: 2,
                   channel_dropout: 0.3, upsample: {factor: 2, mode: bilinear}, blur: [1, 2, 1], DEVIATION
                   global_pool: sum, dense: 8, per_column: {columns: [3, 5], activations: [softmax, tanh]},
                   dense: 1]
          regularization: REGULARIZATION
        training: {iterations: 100, batch_size: 8}
        """

    @Test(.enabled(if: allocation_count() >= 0)) func allocationsAreCounted() {
        let before = allocation_count()
        let buffers = (0..<10).map { _ in FloatBuffer(count: 100) }
        #expect(allocation_count() - before >= 2 * buffers.count)
    }

    @Test(.enabled(if: allocation_count() >= 0), arguments: ["ring", "mlp"] + own.keys.sorted())
    func anIterationAllocatesNothing(name: String) throws {
        let folder = try TemporaryFolder()
        defer { withExtendedLifetime(folder) {} }
        var path = Shipped.path("benchmarks/\(name).yaml")
        if let text = Self.own[name] {
            path = try folder.write("own.yaml", text)
        }
        let run = try #require(try Preparation(files: [path]).experiments.first?.runs.first)
        let dataset = try DatasetSources.registry.make(run.spec.data).load()
        // One thread: the count is that of the calling thread.
        let trainer = Trainer(run.spec, run.blueprint, dataset: dataset, workers: Workers(threads: 1))
        for _ in 0..<3 { try trainer.step() }
        let before = allocation_count()
        for _ in 0..<5 { try trainer.step() }
        #expect(allocation_count() - before == 0)
    }
}
