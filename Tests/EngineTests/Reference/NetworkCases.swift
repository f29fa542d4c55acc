import Configuration
import TestSupport
@testable import Networks

@testable import Engine

/// A network under test: its layers as they stand in a file, and the shape of its input.
struct NetworkCase: Sendable, CustomStringConvertible {
    let input: [Int]
    let layers: [String]
    /// Read once: gradients by differences ask for them thousands of times.
    let choices: [Choice]

    init(_ input: [Int], _ layers: String...) { self.init(input, layers) }

    init(_ input: [Int], _ layers: [String]) {
        self.input = input
        self.layers = layers
        choices = layers.flatMap { LayerText.choices($0.hasPrefix("- ") ? $0 : "- " + $0) }
    }

    var description: String { "\(input) " + layers.joined(separator: ", ") }

    func graph() throws -> Graph {
        try Graph(
            layers: choices,
            inputs: [Graph.Input("input", Shape(input))]
                + (readsLabels ? [Graph.Input(Graph.Input.label, Shape([Self.classes]))] : []),
            initializer: Choice(.initializers, "normal", Values(["mean": .real(0), "std": .real(0.5)])),
            transforms: .all())
    }

    static let classes = 3

    /// The class of a row of a batch, where layers read labels.
    static func label(ofRow n: Int) -> Int { (n * n + n / 2 + 1) % classes }

    private var readsLabels: Bool {
        choices.flatMap(\.withInner).contains {
            ["embedding", "concat_label", "conditional_batch_norm", "projection"].contains($0.name)
                || $0.from.contains(Graph.Input.label)
        }
    }

    /// Whether its layers can follow each other from this input.
    var isValid: Bool { (try? graph()) != nil }
}

extension NetworkCase {
    /// Every entry of the registry by the example that it declares, on each input that it accepts: a new entry is
    /// under test by being listed.
    static let examples: [NetworkCase] = Layers.registry.declarations.flatMap { declaration in
        exampleInputs.map { NetworkCase($0, declaration.example) }.filter(\.isValid)
    }

    static let exampleInputs = [[7], [64], [5, 4, 3], [3, 2, 4]]

    /// Sizes, windows and settings that the examples leave out: not multiples of any vector's width, strides that leave
    /// a rest, kernels that reach over the edge, cover the image or leave gaps.
    static let variants: [NetworkCase] = [
        NetworkCase([1], "dense: 1"), NetworkCase([3], "dense: {units: 5, bias: false}"),
        NetworkCase([17], "dense: 16"), NetworkCase([33], "dense: 31"), NetworkCase([41], "dense: 70"),

        NetworkCase([9], "maxout: {units: 1, pieces: 3}"), NetworkCase([5], "maxout: {units: 35, pieces: 2}"),
        NetworkCase([5], "maxout: {units: 6, pieces: 1, bias: false}"),
        NetworkCase([3], "learned_constant: 1"), NetworkCase([2, 2, 3], "learned_constant: [3, 2, 5]"),

        NetworkCase([7, 5, 3], "conv2d: {filters: 5, kernel: 3}"),
        NetworkCase([6, 7, 2], "conv2d: {filters: 4, kernel: [2, 3], stride: [2, 1], padding: [1, 0]}"),
        NetworkCase([5, 6, 2], "conv2d: {filters: 3, kernel: 3, padding: same}"),
        NetworkCase([5, 6, 2], "conv2d: {filters: 3, kernel: [4, 2], padding: same, bias: false}"),
        NetworkCase([4, 3, 2], "conv2d: {filters: 6, kernel: [4, 3]}"),
        NetworkCase([3, 4, 5], "conv2d: {filters: 7, kernel: 1}"),
        NetworkCase([5, 5, 3], "conv2d: {filters: 2, kernel: 1, stride: 2}"),
        NetworkCase([7, 8, 1], "conv2d: {filters: 5, kernel: 5, stride: 3, padding: 2}"),
        NetworkCase([8, 8, 4], "conv2d: {filters: 6, kernel: 4, stride: 2, padding: 1, bias: false}"),
        NetworkCase([4, 4, 19], "conv2d: {filters: 35, kernel: 3, padding: 1}"),
        NetworkCase([1, 1, 3], "conv2d: {filters: 2, kernel: 3, padding: 1}"),
        NetworkCase([2, 2, 3], "conv2d: {filters: 4, kernel: 4, stride: 2, padding: 1}"),

        NetworkCase([3, 4, 3], "conv_transpose2d: {filters: 5, kernel: 4, stride: 2, padding: 1}"),
        NetworkCase([1, 1, 6], "conv_transpose2d: {filters: 3, kernel: 4}"),
        NetworkCase([1, 1, 6], "conv_transpose2d: {filters: 3, kernel: [2, 3], stride: 2, padding: [0, 1]}"),
        NetworkCase([3, 4, 2], "conv_transpose2d: {filters: 3, kernel: 3, stride: 2, padding: 1, output_padding: 1}"),
        NetworkCase([3, 2, 2], "conv_transpose2d: {filters: 3, kernel: [3, 2], stride: [3, 2], bias: false}"),
        NetworkCase([2, 3, 2], "conv_transpose2d: {filters: 3, kernel: 2, stride: 3, output_padding: [2, 1]}"),
        NetworkCase([3, 3, 1], "conv_transpose2d: {filters: 2, kernel: 5, stride: 2, padding: 2, output_padding: 1}"),
        NetworkCase([4, 5, 3], "conv_transpose2d: {filters: 4, kernel: 3, padding: 1}"),
        NetworkCase([3, 3, 19], "conv_transpose2d: {filters: 35, kernel: 4, stride: 2, padding: 1}"),
        NetworkCase([4, 4, 2], "conv_transpose2d: {filters: 1, kernel: 1, stride: 2}"),

        NetworkCase([7], "dense: {units: 5, spectral_norm: true}"),
        NetworkCase([3], "dense: {units: 1, spectral_norm: true, bias: false}"),
        NetworkCase([35], "dense: {units: 41, spectral_norm: true}", "tanh"),
        NetworkCase([4], "maxout: {units: 3, pieces: 2, spectral_norm: true}"),
        NetworkCase([3, 4, 2], "flatten", "dense: {units: 8, spectral_norm: true}", "reshape: [2, 2, 2]"),
        NetworkCase([5, 4, 3], "conv2d: {filters: 4, kernel: 3, padding: 1, spectral_norm: true}", "tanh"),
        NetworkCase([4, 3, 2], "conv2d: {filters: 6, kernel: [4, 3], spectral_norm: true}"),
        NetworkCase(
            [3, 2, 4], "conv_transpose2d: {filters: 3, kernel: 4, stride: 2, padding: 1, spectral_norm: true}"),
        NetworkCase([1, 1, 6], "conv_transpose2d: {filters: 3, kernel: [2, 3], spectral_norm: true}"),

        NetworkCase([7], "dense: {units: 5, weight_norm: true}"),
        NetworkCase([3], "dense: {units: 1, weight_norm: true, bias: false}"),
        NetworkCase([35], "dense: {units: 41, weight_norm: true}", "tanh"),
        NetworkCase([4], "maxout: {units: 3, pieces: 2, weight_norm: true}"),
        NetworkCase([3, 4, 2], "flatten", "dense: {units: 8, weight_norm: true}", "reshape: [2, 2, 2]"),
        NetworkCase([5, 4, 3], "conv2d: {filters: 4, kernel: 3, padding: 1, weight_norm: true}", "tanh"),
        NetworkCase([4, 3, 2], "conv2d: {filters: 6, kernel: [4, 3], weight_norm: true}"),
        NetworkCase(
            [3, 2, 4], "conv_transpose2d: {filters: 3, kernel: 4, stride: 2, padding: 1, weight_norm: true}"),
        NetworkCase([1, 1, 6], "conv_transpose2d: {filters: 3, kernel: [2, 3], weight_norm: true}"),

        NetworkCase([1], "batch_norm"), NetworkCase([19], "batch_norm"), NetworkCase([3, 3, 5], "batch_norm"),
        NetworkCase([35], "batch_norm: {epsilon: 0.1, momentum: 0.3}"),
        NetworkCase([2, 3, 17], "batch_norm: {affine: false}"),

        NetworkCase([1], "layer_norm"), NetworkCase([19], "layer_norm"), NetworkCase([3, 5, 2], "layer_norm"),
        NetworkCase([37], "layer_norm: {epsilon: 0.1, affine: false}"), NetworkCase([3, 3, 17], "layer_norm"),

        NetworkCase([3, 4, 2], "upsample: 3"), NetworkCase([1, 3, 17], "upsample: [2, 1]"),
        NetworkCase([3, 4, 2], "upsample: {factor: 2, mode: bilinear}"),
        NetworkCase([2, 1, 5], "upsample: {factor: [3, 2], mode: bilinear}"),
        NetworkCase([5, 4, 3], "average_pool: {kernel: 3, stride: 1, padding: 1}"),
        NetworkCase([7, 6, 2], "average_pool: {kernel: [3, 2], stride: [2, 1]}"),
        NetworkCase([5, 4, 3], "max_pool: {kernel: 3, stride: 2, padding: 1}"),
        NetworkCase([4, 6, 17], "max_pool: {kernel: [2, 3]}"),
        NetworkCase([3, 4, 5], "global_pool"), NetworkCase([3, 4, 5], "global_pool: sum", "dense: 2"),
        NetworkCase([5, 4, 3], "blur: {kernel: [1, 3, 5, 3, 2], stride: 2}"),
        NetworkCase([5, 4, 3], "blur: {edges: reflect}"),
        NetworkCase([4, 5, 2], "blur: {kernel: [1, 4, 6, 4, 1], stride: [1, 2], edges: reflect}"),
        NetworkCase([2, 3, 18], "pixel_shuffle: 3"), NetworkCase([2, 3, 4], "pixel_shuffle"),
        NetworkCase([3, 2, 5], "channel_dropout: 0.4"), NetworkCase([3, 2, 5], "channel_dropout: 0"),
        NetworkCase([1, 9, 2], "phase_shuffle"), NetworkCase([3, 5, 2], "phase_shuffle: 4"),
        NetworkCase([9], "gaussian_noise: 0.5"), NetworkCase([3, 2, 2], "gaussian_noise: 0"),
        NetworkCase([3, 4, 5], "instance_norm"), NetworkCase([3, 4, 5], "instance_norm: {affine: true, epsilon: 0.1}"),
        NetworkCase([3, 4, 6], "group_norm: 3"), NetworkCase([12], "group_norm: 4"),
        NetworkCase([3, 4, 6], "group_norm: {groups: 2, affine: false}"),
        NetworkCase([2, 2, 6], "flatten", "group_norm: 4", "dense: 3"),
        NetworkCase([8], "dense: 12", "group_norm: 3", "reshape: [2, 2, 3]", "conv2d: {filters: 2, kernel: 2}"),
        NetworkCase([3, 4, 5], "pixel_norm"), NetworkCase([9], "pixel_norm: {epsilon: 0.1}"),
        NetworkCase([9], "prelu: -0.3"), NetworkCase([9], "prelu: {per_channel: true}"),
        NetworkCase([3, 2, 5], "prelu: {per_channel: true}"),
        NetworkCase([2, 2, 3], "flatten", "prelu: {per_channel: true}", "dense: 2"),
        NetworkCase([3, 2, 2], "minibatch_stddev: 2"), NetworkCase([7], "minibatch_stddev: {group: 3, epsilon: 0.1}"),
        NetworkCase([3, 2, 2], "flatten", "minibatch_stddev", "dense: 2"),
        NetworkCase([3, 2, 2], "flatten: {id: a}", "concat: a", "dense: 2"),
        NetworkCase([5, 4, 6], "conv2d: {filters: 9, kernel: 3, padding: 1, groups: 3}"),
        NetworkCase([5, 6, 4], "conv2d: {filters: 4, kernel: [3, 2], stride: [2, 1], padding: [1, 0], groups: 4}"),
        NetworkCase([3, 4, 5], "conv2d: {filters: 10, kernel: 2, groups: 5, bias: false}"),
        NetworkCase([7, 8, 3], "conv2d: {filters: 35, kernel: 3, dilation: 2, padding: 2}", "tanh"),
        NetworkCase([7, 8, 2], "conv2d: {filters: 4, kernel: 2, dilation: [3, 2], padding: same, groups: 2}"),
        NetworkCase([5, 5, 4], "conv2d: {filters: 6, kernel: 3, groups: 2, spectral_norm: true}", "relu"),
        NetworkCase([5, 5, 4], "conv2d: {filters: 6, kernel: 3, groups: 2, weight_norm: true}", "relu"),
        NetworkCase([1, 9, 3], "conv1d: {filters: 4, kernel: 4, stride: 2, padding: 1}", "tanh"),
        NetworkCase([1, 9, 4], "conv1d: {filters: 6, kernel: 3, dilation: 2, groups: 2, bias: false}"),
        NetworkCase([1, 8, 3], "conv1d: {filters: 5, kernel: 8}"),
        NetworkCase([1, 7, 2], "conv1d: {filters: 3, kernel: 4, padding: same, spectral_norm: true}"),
        NetworkCase([1, 5, 3], "conv_transpose1d: {filters: 4, kernel: 5, stride: 3, padding: 1, output_padding: 2}"),
        NetworkCase([1, 4, 2], "conv_transpose1d: {filters: 3, kernel: 4, stride: 2, spectral_norm: true}"),
        NetworkCase([1, 4, 2], "conv_transpose1d: {filters: 3, kernel: 4, stride: 2, weight_norm: true}"),
        NetworkCase([4], "dense: 12", "reshape: [1, 6, 2]", "conv1d: {filters: 3, kernel: 3}", "flatten", "dense: 2"),
        NetworkCase([4, 5, 8], "self_attention"), NetworkCase([3, 2, 3], "self_attention: {pool: 1, values: 5}"),
        NetworkCase([4, 4, 4], "self_attention: {channels: 3, spectral_norm: true}", "tanh"),
        NetworkCase([6], "minibatch_discrimination: {kernels: 3, dimensions: 2}", "dense: 2"),
        NetworkCase([2, 2, 2], "flatten", "minibatch_discrimination: {kernels: 2, dimensions: 1}", "dense: 2"),
        NetworkCase([4], "dense: 12", "reshape: [2, 3, 2]", "adaptive_instance_norm", "tanh"),
        NetworkCase(
            [4], "dense: {units: 3, id: w}", "dense: 12", "reshape: [2, 3, 2]",
            "adaptive_instance_norm: {from: w, spectral_norm: true}", "flatten", "dense: 2"),
        NetworkCase([4], "dense: 12", "reshape: [2, 3, 2]", "modulated_conv2d: {filters: 5, kernel: 3}", "tanh"),
        NetworkCase(
            [4], "dense: {units: 3, id: w}", "dense: 40", "reshape: [4, 5, 2]",
            "modulated_conv2d: {from: w, filters: 35, kernel: [4, 2], stride: 2, padding: 1, bias: false}", "flatten",
            "dense: 2"),
        NetworkCase(
            [4], "dense: {units: 3, id: w}", "dense: 12", "reshape: [2, 3, 2]",
            "modulated_conv2d: {from: w, filters: 1, kernel: 1, demodulate: false}", "tanh"),
        NetworkCase(
            [4], "dense: 18", "reshape: [3, 2, 3]",
            "modulated_conv2d: {filters: 4, kernel: [3, 2], padding: 0, epsilon: 0.1, spectral_norm: true}"),
        NetworkCase(
            [4], "dense: 18", "reshape: [3, 3, 2]", "modulated_conv2d: {filters: 1, kernel: 3, weight_norm: true}"),
        NetworkCase([4], "dense: 5", "self_modulated_batch_norm: {hidden: 3, epsilon: 0.1}", "dense: 2"),
        NetworkCase([5], "concat_label"), NetworkCase([3, 2, 2], "concat_label: {embedding: 4}"),
        NetworkCase([2, 2, 2], "flatten", "concat_label", "dense: 3"),
        NetworkCase([6], "dense: {units: 3, id: a}", "embedding: 5", "concat: a", "dense: 2"),
        NetworkCase([4], "concat: label", "dense: 2"),
        NetworkCase([5], "conditional_batch_norm"), NetworkCase([3, 2, 4], "conditional_batch_norm: {one_plus: true}"),
        NetworkCase(
            [4], "dense: 12", "conditional_batch_norm", "reshape: [2, 2, 3]", "conv2d: {filters: 2, kernel: 2}"),
        NetworkCase([2, 3, 2], "flatten", "projection"), NetworkCase([5], "projection: {bias: false}"),
        NetworkCase([4], "tanh", "projection: {spectral_norm: true}"),
        NetworkCase([4], "tanh", "projection: {weight_norm: true}"),
        NetworkCase([3, 2, 5], "softmax"), NetworkCase([5], "softmax: 0.3"), NetworkCase([1], "softmax"),
        NetworkCase([2, 3, 2], "flatten", "softmax", "dense: 2"),
        NetworkCase([6], "gumbel_softmax: 0.3"), NetworkCase([2, 2, 3], "gumbel_softmax"),
        NetworkCase(
            [9], "per_column: {columns: [1, 5, 3], activations: [sigmoid, softmax: 0.5, dense: 3]}", "dense: 2"),
        NetworkCase([2, 1, 3], "flatten", "per_column: {columns: [2, 4], activations: [tanh, batch_norm]}"),

        NetworkCase([3, 4, 2], "flatten"), NetworkCase([5], "flatten"),
        NetworkCase([24], "reshape: [2, 3, 4]"), NetworkCase([3, 4, 2], "reshape: [24]"),
        NetworkCase([3, 4, 2], "reshape: [6, 2, 2]"), NetworkCase([12], "reshape: [12]"),

        NetworkCase([37], "rescale: {factor: -0.7, shift: 0.2}"), NetworkCase([3, 2, 2], "rescale: 3", "flatten"),
        NetworkCase([37], "clamp: {low: -0.3, high: 0.4}"),
        NetworkCase([5], "dense: 7", "tanh", "dense: 5", "reconstruction_error: l2"),
        NetworkCase(
            [4, 3, 2], "conv2d: {filters: 3, kernel: 3, padding: 1}", "tanh",
            "conv2d: {filters: 2, kernel: 3, padding: 1}", "reconstruction_error"),

        NetworkCase([37], "leaky_relu: 0.01"),
        NetworkCase([5, 5, 3], "leaky_relu: 0"),
        NetworkCase([37], "elu: 0.3"), NetworkCase([9], "elu: 2.5"), NetworkCase([67], "gelu"),
        NetworkCase([67], "tanh"), NetworkCase([67], "sigmoid"), NetworkCase([67], "softplus"),
        NetworkCase([67], "selu"),
    ]

    /// Every entry between two products, where it may be computed in one pass with the first of them.
    static let sandwiches: [NetworkCase] = Layers.registry.declarations.flatMap { declaration in
        [
            NetworkCase([7], "dense: 19", declaration.example, "dense: 3"),
            NetworkCase(
                [6, 5, 2], "conv2d: {filters: 5, kernel: 3, padding: 1}", declaration.example,
                "conv2d: {filters: 3, kernel: 2}"),
            NetworkCase(
                [2, 3, 4], "conv_transpose2d: {filters: 3, kernel: 3, stride: 2, padding: 1}", declaration.example,
                "conv2d: {filters: 2, kernel: [3, 2], stride: 2}"),
            NetworkCase([6], "batch_norm", declaration.example, "dense: 4", "batch_norm"),
        ].filter {
            // Equal samples have no variance to normalize by.
            $0.isValid && !(declaration.name == "learned_constant" && $0.layers.contains("batch_norm"))
        }
    }

    /// Networks as people write them, small.
    static let stacks: [NetworkCase] = [
        NetworkCase([7], "dense: 9", "batch_norm", "leaky_relu: 0.2", "dense: 3"),
        NetworkCase([5], "dense: 17", "relu", "dense: 9", "leaky_relu: 0.1", "dense: 1", "sigmoid"),
        NetworkCase([6], "dense: {units: 11, bias: false}", "batch_norm: {affine: false}", "tanh", "dense: 4", "selu"),
        NetworkCase([6], "batch_norm", "relu", "tanh", "dense: 5", "layer_norm", "gelu", "dropout: 0", "dense: 2"),
        NetworkCase([4], "tanh", "softplus", "elu: 0.7", "sigmoid"),
        NetworkCase([5], "dense: 9", "leaky_relu: 1", "dense: 9", "leaky_relu: 0", "dense: 9", "elu: 0", "dense: 2"),
        NetworkCase(
            [7, 7, 2], "conv2d: {filters: 5, kernel: 4, stride: 2, padding: 1}", "leaky_relu: 0.2",
            "conv2d: {filters: 7, kernel: 3, stride: 2, padding: 1, bias: false}", "batch_norm", "leaky_relu: 0.2",
            "flatten", "dense: 1"),
        NetworkCase(
            [6, 6, 1], "conv2d: {filters: 3, kernel: 3, padding: same}", "layer_norm", "gelu", "flatten", "dense: 8",
            "batch_norm", "elu: 1", "dense: 2"),
        NetworkCase(
            [5, 4, 2], "conv2d: {filters: 4, kernel: 2}", "flatten", "batch_norm", "relu", "dense: 6", "layer_norm"),
        NetworkCase(
            [5, 5, 2], "batch_norm", "conv2d: {filters: 4, kernel: 3}", "softplus", "conv2d: {filters: 6, kernel: 3}",
            "tanh"),
        NetworkCase(
            [5], "dense: 24", "batch_norm", "relu", "reshape: [2, 3, 4]",
            "conv_transpose2d: {filters: 5, kernel: 4, stride: 2, padding: 1, bias: false}", "batch_norm", "relu",
            "conv_transpose2d: {filters: 2, kernel: 3, stride: 2, padding: 1, output_padding: 1}", "tanh"),
        NetworkCase(
            [4], "reshape: [1, 1, 4]", "conv_transpose2d: {filters: 6, kernel: 3}", "layer_norm", "leaky_relu",
            "conv_transpose2d: {filters: 1, kernel: 4, stride: 2, padding: 1}", "flatten", "dense: 3"),
        NetworkCase(
            [3, 2, 2], "flatten", "maxout: {units: 9, pieces: 5}", "maxout: {units: 4, pieces: 3}", "dense: 1"),
        NetworkCase([5], "maxout: {units: 12, pieces: 3}", "reshape: [2, 3, 2]", "conv2d: {filters: 3, kernel: 2}"),
        NetworkCase([4], "learned_constant: 12", "tanh", "reshape: [2, 3, 2]", "conv2d: {filters: 3, kernel: 2}"),
        NetworkCase(
            [3, 3, 2], "flatten", "dense: 12", "gelu", "reshape: [2, 2, 3]", "conv2d: {filters: 4, kernel: 2}",
            "flatten"),
    ]
}

extension NetworkCase {
    /// Values with several readers, steps with several inputs.
    static let graphs: [NetworkCase] = [
        NetworkCase([6], "add: input"), NetworkCase([6], "concat: [input, input]"),
        NetworkCase(
            [5], "dense: {units: 7, id: a}", "tanh", "dense: {units: 7, id: b}", "relu", "add: [a, b]", "dense: 2"),
        NetworkCase([5], "dense: {units: 7, id: a}", "sigmoid", "concat: [a, input]", "dense: 3", "tanh"),
        NetworkCase(
            [5], "dense: {units: 6, id: a}", "dense: {units: 4, id: b}", "tanh: {from: a}", "dense: 4", "add: b",
            "gelu"),
        NetworkCase([5], "residual: [dense: 9, tanh, dense: 5]", "relu", "dense: 2"),
        NetworkCase([5], "tanh", "residual: {layers: [dense: 9, tanh, dense: 3], shortcut: [dense: 3]}", "softplus"),
        NetworkCase([5], "residual: {layers: [dense: 5], shortcut: [residual: [tanh, dense: 5], selu]}"),
        NetworkCase([4], "repeat: {times: 3, layers: [residual: [dense: 6, elu: 1, dense: 4], tanh]}", "dense: 1"),
        NetworkCase(
            [4], "repeat: {times: 2, layers: [dense: {units: 5, id: a}, tanh, dense: 5, add: a]}", "batch_norm",
            "dense: 2"),
        NetworkCase(
            [5, 4, 3], "conv2d: {filters: 4, kernel: 3, padding: 1, id: early}", "batch_norm", "leaky_relu: 0.2",
            "conv2d: {filters: 2, kernel: 3, padding: 1}", "concat: [early, input]", "conv2d: {filters: 2, kernel: 2}",
            "tanh"),
        NetworkCase(
            [4, 4, 3],
            "residual: {layers: [batch_norm, relu, conv2d: {filters: 5, kernel: 3, stride: 2, padding: 1}], shortcut: [conv2d: {filters: 5, kernel: 1, stride: 2}]}",
            "layer_norm", "flatten", "dense: 2"),
        NetworkCase(
            [3, 3, 2], "flatten: {id: flat}", "dense: {units: 18, from: flat}", "reshape: [3, 3, 2]", "add: input",
            "tanh: {id: image}", "flatten", "maxout: {units: 5, pieces: 2}"),
    ]

    static let all = examples + variants + sandwiches + stacks + graphs
}
