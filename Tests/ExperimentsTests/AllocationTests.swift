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
          regularization: [r1: {weight: 1}, instance_noise: {std: 0.1}, lecam: {start: 2}, pseudo_reals: 0.3, top_k, historical_averaging, orthogonal, consistency: {fake: 1}, latent_consistency]
          augmentation: [color, translation, cutout, flip]
          augmentation_probability: {target: 0.5, samples: 500}
        label_smoothing: {real: [0.8, 0.9], fake: 0.1, flip: 0.1}
        step_ratio: {discriminator: 2, generator: 1}
        training: {iterations: 100, batch_size: 8}
        """

    /// `everything` with texts in the place of others, which it must hold.
    private static func changed(_ changes: KeyValuePairs<String, String>) -> String {
        changes.reduce(everything) { text, change in
            precondition(text.contains(change.key), "'\(change.key)' is not there")
            return text.replacingOccurrences(of: change.key, with: change.value)
        }
    }

    private static let own: [String: String] = [
        "everything": everything,
        "simultaneous": changed([
            "discriminator: 2, generator: 1": "discriminator: 1",
            "iterations: 100": "iterations: 100, order: simultaneous",
        ]),
        "penalties": changed([
            "[r1: {weight: 1}, ": "[r2, gradient_penalty, max_gradient_penalty, dragan: {every: 2}, ",
            "label_smoothing: {real: [0.8, 0.9], fake: 0.1, flip: 0.1}": "loss: relativistic_average",
            "{target: 0.5, samples: 500}": "0.8",
            "discriminator:\n": "discriminator:\n  spectral_norm: true\n",
            "generator:\n": "generator:\n  weight_norm: true\n  average: {decay: 0.9}\n",
        ]),
        "layers": layers.replacingOccurrences(of: "DEVIATION", with: "").replacingOccurrences(
            of: "REGULARIZATION", with: "[r1, gradient_penalty]"),
        "batch deviation": layers.replacingOccurrences(of: "DEVIATION", with: "minibatch_stddev,")
            .replacingOccurrences(of: "REGULARIZATION", with: "none"),
        "auxiliary": "condition: {method: auxiliary}\n" + everything,
        "columns": columns,
        "extragradient": changed([
            "discriminator: 2, generator: 1": "discriminator: 1",
            "iterations: 100": "iterations: 100, order: extragradient",
        ]),
        "consensus": plain.replacingOccurrences(of: "GAME", with: "order: consensus"),
        "unrolled": plain.replacingOccurrences(of: "GAME", with: "unrolled: 2"),
        "unrolled, held": plain.replacingOccurrences(of: "GAME", with: "unrolled: 2, unrolled_derivatives: false"),
        "generator first": changed([
            "iterations: 100": "iterations: 100, order: generator_first, fakes: reuse", ", latent_consistency": "",
        ]),
        "paths": changed([
            "dense: 32, batch_norm": "dense: 32", "generator:\n": "generator:\n  regularization: [path_length]\n",
            "generator: 1}": "generator: 1, skip_above: 0.6}",
        ]),
        "features": changed(["label_smoothing": "loss: feature_matching\nlabel_smoothing", "top_k, ": ""]),
        "schedules": changed([
            "r1: {weight: 1}, instance_noise: {std: 0.1}, lecam: {start: 2}":
                "r1: {schedule: cosine}, r2: {schedule: {step: 2}}, dragan: {schedule: {warm_restarts: 3}}, "
                + "instance_noise: {schedule: linear}, lecam: {start: 2, schedule: cosine}",
            "historical_averaging, orthogonal, consistency: {fake: 1}, latent_consistency]":
                "historical_averaging: {schedule: linear}, orthogonal: {schedule: {step: 3}}, "
                + "consistency: {fake: 1, schedule: cosine}, latent_consistency: {schedule: cosine}]",
            "label_smoothing":
                "loss: {feature_matching: {schedule: cosine}}\ncondition: {method: auxiliary, schedule: linear}\n"
                + "label_smoothing", "top_k, ": "", "dense: 32, batch_norm": "dense: 32",
            "generator:\n": "generator:\n  regularization: [path_length: {schedule: {warm_restarts: 4}}]\n",
        ]),
        "consensus by schedule": plain.replacingOccurrences(
            of: "GAME", with: "order: consensus, consensus_schedule: cosine"),
        "wide": """
        name: wide
        data: {dataset: digits}
        noise: {dimension: 8}
        generator: {layers: [dense: 300, relu, dense: 300, batch_norm, dense: 64, reshape: [8, 8, 1]]}
        discriminator:
          layers: [flatten, dense: 300, leaky_relu, dense: 300, dense: 1]
          optimizer: {lookahead: {steps: 2}}
        training: {iterations: 100, batch_size: 8}
        """,
        "accumulation": changed(["iterations: 100": "iterations: 100, gradient_accumulation: 3"]),
    ]

    /// All that has weights, without what does not go with second derivatives.
    private static let plain = """
        name: plain
        data: {dataset: digits}
        noise: {dimension: 8}
        generator:
          layers: [dense: 32, batch_norm, relu, dense: {units: 48}, reshape: [4, 4, 3], leaky_relu,
                   conv_transpose2d: {filters: 1, kernel: 4, stride: 2, padding: 1}, tanh]
        discriminator:
          layers: [conv2d: {filters: 64, kernel: 3, padding: 1}, prelu, conv2d: {filters: 64, kernel: 3, padding: 1},
                   conv2d: {filters: 4, kernel: 4, stride: 2, padding: 1}, batch_norm, leaky_relu, dropout: 0.3, flatten,
                   layer_norm, maxout: {units: 8, pieces: 2}, dense: 1]
        training: {iterations: 100, batch_size: 8, GAME}
        """

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
