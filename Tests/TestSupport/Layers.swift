import Configuration
import Diagnostics
import Networks

/// A choice with the defaults of its declaration filled in, as decoding a file would make it.
public func choice(
    _ kind: RegistryKind, _ name: String, _ values: [String: Value] = [:], at location: Location? = nil
) -> Choice {
    let declarations = kind == .layers ? Layers.registry.declarations : Initializers.registry.declarations
    let choice = declarations.choice(kind, name, values, at: location)
    precondition(values.keys.allSatisfy { choice.values.entries[$0] != nil }, "a key that '\(name)' does not have")
    return choice
}

public func layer(_ name: String, _ values: [String: Value] = [:]) -> Choice { choice(.layers, name, values) }
public func dense(_ units: Int, bias: Bool = true) -> Choice {
    layer("dense", ["units": .integer(units), "bias": .boolean(bias)])
}
public func reshape(_ shape: Int...) -> Choice { layer("reshape", ["shape": .list(shape.map { .integer($0) })]) }
public func convolution(
    _ name: String, _ filters: Int, kernel: Int, stride: Int = 1, padding: Int = 0, bias: Bool = true,
    _ more: [String: Value] = [:]
) -> Choice {
    let values: [String: Value] = [
        "filters": .integer(filters), "kernel": .integer(kernel), "stride": .integer(stride),
        "padding": .integer(padding), "bias": .boolean(bias),
    ]
    return layer(name, values.merging(more) { $1 })
}

public let kaiming = choice(.initializers, "kaiming")

public func graph(_ layers: [Choice], input: [Int], foldFinalSigmoid: Bool = false) throws -> Graph {
    try Graph(layers: layers, input: Shape(input), initializer: kaiming, foldFinalSigmoid: foldFinalSigmoid)
}

/// Networks that between them use every operation in its several forms.
public enum Sample: String, CaseIterable, Sendable {
    case perceptron, unfused, generator, discriminator, normalized, odd, shallow

    public var input: [Int] {
        switch self {
        case .perceptron, .unfused: [6]
        case .generator: [5]
        case .discriminator, .normalized: [8, 8, 3]
        case .odd: [5, 7, 2]
        case .shallow: [4]
        }
    }

    public var layers: [Choice] {
        switch self {
        case .perceptron:
            [
                dense(33), layer("leaky_relu"), dense(17, bias: false), layer("elu"), layer("dropout"), dense(9),
                layer("softplus"), dense(3), layer("tanh"),
            ]
        case .unfused:
            [layer("tanh"), dense(16), layer("gelu"), layer("sigmoid"), layer("relu"), dense(2), layer("selu")]
        case .generator:
            [
                reshape(1, 1, 5), convolution("conv_transpose2d", 12, kernel: 4), layer("batch_norm"), layer("relu"),
                convolution("conv_transpose2d", 6, kernel: 4, stride: 2, padding: 1, bias: false), layer("batch_norm"),
                layer("relu"), convolution("conv_transpose2d", 1, kernel: 3, stride: 1, padding: 1), layer("tanh"),
            ]
        case .discriminator:
            [
                convolution("conv2d", 10, kernel: 4, stride: 2, padding: 1), layer("leaky_relu"),
                convolution("conv2d", 20, kernel: 3, bias: false), layer("batch_norm"), layer("leaky_relu"),
                convolution("conv2d", 1, kernel: 2), layer("flatten"),
            ]
        case .normalized:
            [
                convolution("conv2d", 4, kernel: 3, ["padding": .text("same")]), layer("layer_norm"), layer("elu"),
                layer("flatten"), layer("dropout", ["rate": .real(0.25)]), dense(24), layer("batch_norm"),
                layer("tanh"), dense(8), layer("layer_norm"), reshape(2, 2, 2),
            ]
        case .odd:
            [
                convolution(
                    "conv2d", 3, kernel: 1,
                    ["kernel": .list([.integer(3), .integer(2)]), "stride": .list([.integer(2), .integer(1)])]),
                layer("sigmoid"),
                convolution("conv_transpose2d", 2, kernel: 3, stride: 2, padding: 1, ["output_padding": .integer(1)]),
                layer("flatten"), dense(1),
            ]
        case .shallow: [dense(4)]
        }
    }

    public func graph() throws -> Graph { try TestSupport.graph(layers, input: input) }
}
