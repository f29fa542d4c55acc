import Configuration
import Datasets
import Diagnostics
import Engine
import Formats
import Foundation
import Kernels
import Networks

/// A classifier of a dataset's labels, trained by a fixed recipe: its last hidden layer gives features to compare
/// images by, and its output says which class an image looks like. It knows nothing of the run that it judges.
public struct Judge: Sendable {
    /// Changes whenever the same data would give another judge.
    static let recipe = 1

    /// What it was trained on: see `checksum(of:)`.
    public let checksum: String
    /// The share of held-out samples that it classifies rightly: how far to trust it.
    public let accuracy: Double
    /// With PyTorch's names and layouts.
    public let tensors: [NamedTensor]
    let architecture: JudgeArchitecture

    /// What it makes of samples, in their order.
    struct Judgement {
        /// [samples, `JudgeArchitecture.features`]
        let features: [Float]
        let classes: [UInt8]
        /// Of the class, by softmax.
        let confidences: [Float]
    }

    func judgement(of samples: Samples, limit: Int, workers: Workers) throws(DiagnosticError) -> Judgement {
        let count = min(limit, samples.count)
        func outputs(_ network: Network) -> [Float] {
            let execution = Execution(network, batch: 256, workers: workers, holding: .outputs)
            return samples.withRows { execution.outputs($0, from: 0, count: count) }
        }
        let features = outputs(try architecture.body(tensors))
        let logits = outputs(try architecture.network(tensors))
        let (classes, confidences) = Self.winners(logits, of: architecture.classes)
        return Judgement(features: features, classes: classes, confidences: confidences)
    }

    /// The most probable class of each row, and its probability by softmax.
    /// - Parameter logits: [rows, count].
    static func winners(_ logits: [Float], of count: Int) -> (classes: [UInt8], confidences: [Float]) {
        let rows = logits.count / count
        var classes = [UInt8](repeating: 0, count: rows)
        var confidences = [Float](repeating: 0, count: rows)
        classes.withUnsafeMutableBufferPointer { classes in
            confidences.withUnsafeMutableBufferPointer { confidences in
                guard let classes = classes.baseAddress, let confidences = confidences.baseAddress else { return }
                Softmax.winners(logits, rows: rows, classes: count, into: classes, confidences: confidences)
            }
        }
        return (classes, confidences)
    }

    /// Sixteen hexadecimal digits of the recipe, the samples and their labels: two judges of the same checksum are the
    /// same judge, up to the rounding of another processor.
    public static func checksum(of dataset: Dataset) -> String {
        let recipe = Array("\(recipe) \(dataset.shape) \(dataset.classNames.count)".utf8)
        let hash = recipe.withUnsafeBufferPointer { recipe in
            recipe.baseAddress.map { Checksum.fnv($0, count: recipe.count) } ?? Checksum.start
        }
        return Checksum.text(dataset.heldOut.checksum(from: dataset.training.checksum(from: hash)))
    }
}

/// The judge's layers: two hidden layers of a plain network. With two convolutions instead of the first, Fashion-MNIST
/// took 2.5 times as long, for 87.7 % right instead of 87.5 %.
struct JudgeArchitecture: Hashable, Sendable {
    /// Width of the last hidden layer.
    static let features = 64
    private static let hidden = 256

    let shape: [Int]
    let classes: Int

    var layers: [Choice] {
        [
            layer("flatten"), layer("dense", ["units": .integer(Self.hidden)]), layer("leaky_relu"),
            layer("dense", ["units": .integer(Self.features)]), layer("leaky_relu"),
            layer("dense", ["units": .integer(classes)]),
        ]
    }

    func network(_ tensors: [NamedTensor]) throws(DiagnosticError) -> Network { try loaded(layers, tensors) }

    /// All but the last layer: what gives the features.
    func body(_ tensors: [NamedTensor]) throws(DiagnosticError) -> Network {
        let last = "\(layers.count - 1)."
        return try loaded(layers.dropLast(), tensors.filter { !$0.name.hasPrefix(last) })
    }

    func graph(_ layers: [Choice]) throws(DiagnosticError) -> Graph {
        let initializer = Initializers.registry.choice("kaiming")
        return try Graph(layers: layers, input: Shape(shape), initializer: initializer)
    }

    private func loaded(_ layers: [Choice], _ tensors: [NamedTensor]) throws(DiagnosticError) -> Network {
        let network = Network(try graph(layers), seed: 0, stream: MetricStream.judgeParameters.rawValue)
        do {
            try network.load(tensors)
        } catch {
            throw DiagnosticError([Diagnostic(.error, "the judge's parameters do not fit: \(error)")])
        }
        return network
    }

    private func layer(_ name: String, _ values: [String: Value] = [:]) -> Choice {
        Layers.registry.choice(name, values)
    }
}
