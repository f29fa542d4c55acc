import Configuration
import Foundation
import Reference
import TestSupport

@testable import Networks

/// Layers that follow a label or the noise, each as its formula reads.
extension Walk {
    static let conditional: [String: LayerStep] = [
        "adaptive_instance_norm": { walk, layer, index in
            walk.normalize(layer, index, groups: walk.rows.shape[2])
            try walk.modulate(index, hidden: nil)
        },
        "self_modulated_batch_norm": { walk, layer, index in
            walk.toMemoryOrder()
            walk.batchNorm(layer.values, index, nil, nil)
            try walk.modulate(index, hidden: layer.values.integer("hidden"))
        },
        "modulated_conv2d": { walk, layer, index in
            let (x, epsilon) = (walk.rows, layer.values.boolean("demodulate") ? layer.values.real("epsilon") : nil)
            let channels = x.shape[2]
            guard let source = walk.style, let weight = walk.values["\(index).weight"] ?? walk.transformed(index) else {
                throw ReferenceNetwork.Failure(message: "no style or no weights")
            }
            walk.rows = source
            try walk.step(LayerText.choice("dense: \(channels)"), "\(index).gain")
            let (gain, bias) = (walk.rows, walk.values["\(index).bias"])
            // As the formula reads: weights of each sample's own.
            let (field, n) = (weight.shape[2] * weight.shape[3], x.count)
            var outputs: [Rows] = []
            for row in 0..<n {
                var own = weight
                for i in own.values.indices {
                    own.values[i] *= 1 + gain.values[row * channels + i / field % channels]
                }
                if let epsilon {
                    let size = channels * field
                    for o in 0..<weight.shape[0] {
                        let part = o * size..<(o + 1) * size
                        let length = (own.values[part].reduce(0) { $0 + $1 * $1 } + epsilon).squareRoot()
                        walk.result.steepness *= max(1, 1 / length)
                        for i in part { own.values[i] /= length }
                    }
                }
                let sample = Rows(x.shape, Array(x.values[row * x.width..<(row + 1) * x.width]))
                outputs.append(Walk.convolved(sample, weight: own, bias: bias, layer))
            }
            walk.rows = Rows(outputs[0].shape, outputs.flatMap(\.values))
        },
        "embedding": { walk, _, index in
            walk.rows = try walk.embedded(index, count: walk.rows.count)
            walk.image = nil
        },
        "concat_label": { walk, layer, index in
            walk.toMemoryOrder()
            let isEmbedded = layer.values["embedding"] != .null
            let label =
                isEmbedded
                ? try walk.embedded("\(index).embed", count: walk.rows.count) : walk.scopes[0][Graph.Input.label]?.0
            guard let label else { throw ReferenceNetwork.Failure(message: "no labels") }
            let places = walk.rows.width / walk.rows.shape[walk.rows.shape.count - 1]
            let planes = (0..<label.count).flatMap { n in
                (0..<places).flatMap { _ in label.values[n * label.width..<(n + 1) * label.width] }
            }
            walk.rows = walk.rows.joined(Rows(walk.rows.shape.dropLast() + [label.width], planes))
        },
        "conditional_batch_norm": { walk, layer, index in
            walk.toMemoryOrder()
            walk.batchNorm(layer.values, index, nil, nil)
            let gain = try walk.embedded("\(index).gain", count: walk.rows.count)
            let bias = try walk.embedded("\(index).bias", count: walk.rows.count)
            let plus: Double = layer.values.boolean("one_plus") ? 1 : 0
            for i in walk.rows.values.indices {
                let place = i / walk.rows.width * gain.width + i % gain.width
                walk.rows.values[i] = walk.rows.values[i] * (gain.values[place] + plus) + bias.values[place]
            }
        },
        "projection": { walk, layer, index in
            walk.toMemoryOrder()
            let x = walk.rows
            try walk.step(LayerText.choice("dense: 1"), index)
            let vectors = try walk.embedded("\(index).embed", count: x.count)
            for n in 0..<x.count {
                for c in 0..<x.width {
                    walk.rows.values[n] += x.values[n * x.width + c] * vectors.values[n * x.width + c]
                }
            }
        },
    ]

    /// (1 + gain(s)) · x + bias(s), s the style, or a hidden layer of it.
    mutating func modulate(_ index: String, hidden: Int?) throws {
        let (x, channels) = (rows, rows.shape[rows.shape.count - 1])
        guard var source = style else { throw ReferenceNetwork.Failure(message: "no style") }
        func dense(_ name: String, _ units: Int) throws -> Rows {
            rows = source
            try step(LayerText.choice("dense: \(units)"), "\(index).\(name)")
            return rows
        }
        if let hidden {
            _ = try dense("hidden", hidden)
            activate(.relu())
            source = rows
        }
        let (gain, shift) = (try dense("gain", channels), try dense("bias", channels))
        rows = x
        for i in x.values.indices {
            let place = i / x.width * channels + i % channels
            rows.values[i] = (1 + gain.values[place]) * x.values[i] + shift.values[place]
        }
    }

    /// A table's row for each row's class.
    mutating func embedded(_ index: String, count: Int) throws -> Rows {
        guard let table = values["\(index).weight"] ?? transformed(index, isTransposed: true) else {
            throw ReferenceNetwork.Failure(message: "\(index).weight is not exported")
        }
        let width = table.shape[1]
        return Rows(
            [width],
            (0..<count).flatMap { n in
                let label = NetworkCase.label(ofRow: n)
                return table.values[label * width..<(label + 1) * width]
            })
    }
}
