import Configuration
import Foundation
import TestSupport
import Reference

@testable import Networks

/// The layers beyond those in `Walk.step`, each as its formula reads. A new layer of the registry has its plain
/// counterpart here.
extension Walk {
    typealias LayerStep = @Sendable (inout Walk, Choice, String) throws -> Void

    /// In parts: a compiler of version 6.2 gives up on one that is as long as all of them.
    static let table: [String: LayerStep] =
        [pixels, normal, lines, pairs, columns, conditional].reduce(into: [:]) { $0.merge($1) { step, _ in step } }

    private static let pixels: [String: LayerStep] = [
        "upsample": { walk, layer, _ in
            walk.rows = Reference.upsampled(
                walk.rows, factor: layer.sides("factor"), isLinear: layer.values.text("mode") == "bilinear")
        },
        "average_pool": { walk, layer, _ in
            let kernel = layer.sides("kernel")
            walk.rows = walk.pooled(layer) { window in window.reduce(0, +) / Double(kernel[0] * kernel[1]) }
        },
        "max_pool": { walk, layer, _ in
            var closest = Double.infinity
            walk.rows = walk.pooled(layer) { window in
                let ordered = window.sorted(by: >)
                if ordered.count > 1 { closest = min(closest, ordered[0] - ordered[1]) }
                return ordered[0]
            }
            walk.result.closestKink = min(walk.result.closestKink, closest)
        },
        "global_pool": { walk, layer, _ in
            let x = walk.rows
            let (channels, positions) = (x.shape[2], x.shape[0] * x.shape[1])
            var sums = [Double](repeating: 0, count: x.count * channels)
            for i in x.values.indices { sums[i / x.width * channels + i % channels] += x.values[i] }
            let share = layer.values.text("mode") == "mean" ? 1 / Double(positions) : 1
            walk.rows = Rows([channels], sums.map { $0 * share })
        },
        "rescale": { walk, layer, _ in
            let (factor, shift) = (layer.values.real("factor"), layer.values.real("shift"))
            walk.rows = walk.rows.map { Double(Float(factor)) * $0 + Double(Float(shift)) }
        },
        "clamp": { walk, layer, _ in
            let (low, high) = (layer.values.real("low"), layer.values.real("high"))
            let kink = walk.rows.values.reduce(Double.infinity) { min($0, abs($1 - low), abs($1 - high)) }
            walk.result.closestKink = min(walk.result.closestKink, kink)
            walk.rows = walk.rows.map { min(max($0, low), high) }
        },
        "reconstruction_error": { walk, layer, _ in
            walk.toMemoryOrder()
            guard let given = walk.style else { throw ReferenceNetwork.Failure(message: "nothing to compare with") }
            let isSquared = layer.values.text("norm") == "l2"
            let (count, width) = (walk.rows.count, walk.rows.width)
            var errors = [Double](repeating: 0, count: count)
            for i in walk.rows.values.indices {
                let difference = walk.rows.values[i] - given.values[i]
                if !isSquared { walk.result.closestKink = min(walk.result.closestKink, abs(difference)) }
                errors[i / width] -= (isSquared ? difference * difference : abs(difference)) / Double(width)
            }
            (walk.rows, walk.image) = (Rows([1], errors), nil)
        },
        "blur": { walk, layer, _ in
            walk.rows = Reference.blurred(
                walk.rows, kernel: layer.reals("kernel"), stride: layer.sides("stride"),
                mirrors: layer.values.text("edges") == "reflect")
        },
        "pixel_shuffle": { walk, layer, _ in
            let (r, x) = (layer.values.integer("factor"), walk.rows)
            let (height, width, channels) = (x.shape[0], x.shape[1], x.shape[2] / r / r)
            var y = Rows([height * r, width * r, channels], x.values)
            for n in 0..<x.count {
                for (i, j, c) in Reference.places([height, width, x.shape[2]]) {
                    let (block, u, v) = (c / (r * r), c / r % r, c % r)
                    y[n, i * r + u, j * r + v, block] = x[n, i, j, c]
                }
            }
            walk.rows = y
        },
    ]

    private static let normal: [String: LayerStep] = [
        "channel_dropout": { walk, layer, index in
            guard walk.mode == .training, layer.values.real("rate") > 0 else { return }
            walk.rows = Reference.dropout(
                walk.rows, mask: try walk.mask(index), rate: Double(Float(layer.values.real("rate"))))
        },
        "phase_shuffle": { walk, _, index in
            guard walk.mode == .training else { return }
            walk.rows = Walk.shifted(walk.rows, by: try walk.mask(index).map { Int($0) })
        },
        "gaussian_noise": { walk, layer, index in
            guard walk.mode == .training, layer.values.real("std") > 0 else { return }
            walk.rows.values = zip(walk.rows.values, try walk.mask(index)).map { $0 + $1 }
        },
        "instance_norm": { walk, layer, index in
            walk.normalize(layer, index, groups: walk.rows.shape[2])
        },
        "group_norm": { walk, layer, index in
            let groups = layer.values.integer("groups")
            if groups > 1 { walk.toMemoryOrder() }
            walk.normalize(layer, index, groups: groups)
        },
        "pixel_norm": { walk, layer, _ in
            let (x, channels) = (walk.rows, walk.rows.shape.last ?? 1)
            let epsilon = layer.values.real("epsilon")
            for start in stride(from: 0, to: x.values.count, by: channels) {
                let square = x.values[start..<start + channels].reduce(0) { $0 + $1 * $1 } / Double(channels)
                walk.watch([square], epsilon, isAlone: false)
                for i in start..<start + channels {
                    walk.rows.values[i] = x.values[i] / (square + epsilon).squareRoot()
                }
            }
        },
        "prelu": { walk, layer, index in
            let slopes = walk.values["\(index).weight"]?.values ?? []
            walk.result.closestKink = walk.rows.values.reduce(walk.result.closestKink) { min($0, abs($1)) }
            for (i, x) in walk.rows.values.enumerated() where x <= 0 {
                walk.rows.values[i] = slopes[i % slopes.count] * x
            }
        },
    ]

    private static let lines: [String: LayerStep] = [
        "conv1d": { walk, layer, index in
            let keys = layer.values
            let padding = keys["padding"] == .text("same") ? "same" : "[0, \(keys.integer("padding"))]"
            let groups = keys.optionalInteger("groups") ?? 1
            let dilation = keys.optionalInteger("dilation") ?? 1
            let same = [
                "filters: \(keys.integer("filters"))", "kernel: [1, \(keys.integer("kernel"))]",
                "stride: [1, \(keys.integer("stride"))]", "padding: \(padding)", "groups: \(groups)",
                "dilation: [1, \(dilation)]",
            ]
            let image = LayerText.choice("conv2d: {\(same.joined(separator: ", "))}")
            // `same` needs stride 1, which a pair of ones is.
            try walk.asImages(index) { try $0.step(image, index) }
        },
        "conv_transpose1d": { walk, layer, index in
            let keys = layer.values
            func pair(_ name: String, _ height: Int) -> String { "\(name): [\(height), \(keys.integer(name))]" }
            let same = [
                "filters: \(keys.integer("filters"))", pair("kernel", 1), pair("stride", 1), pair("padding", 0),
                pair("output_padding", 0),
            ]
            let image = LayerText.choice("conv_transpose2d: {\(same.joined(separator: ", "))}")
            try walk.asImages(index) { try $0.step(image, index) }
        },
    ]

    private static let pairs: [String: LayerStep] = [
        "self_attention": { walk, layer, index in
            let (input, keys) = (walk.rows, layer.values)
            let channels = input.shape[2]
            let pool = keys.integer("pool")
            func part(_ name: String, _ filters: Int, pools: Bool) throws -> Rows {
                walk.rows = input
                try walk.step(LayerText.choice("conv2d: {filters: \(filters), kernel: 1}"), "\(index).\(name)")
                if pools, pool > 1 { try walk.step(LayerText.choice("max_pool: \(pool)"), "") }
                return walk.rows
            }
            let inner = keys.optionalInteger("channels") ?? max(1, channels / 8)
            let width = keys.optionalInteger("values") ?? max(1, channels / 2)
            let queries = try part("theta", inner, pools: false)
            let (found, values) = (try part("phi", inner, pools: true), try part("g", width, pools: true))
            let (positions, sources) = (input.width / channels, found.width / inner)
            var read = Rows([input.shape[0], input.shape[1], width], [])
            for n in 0..<input.count {
                for i in 0..<positions {
                    var powers: [Double] = []
                    for j in 0..<sources {
                        let (query, key) = ((n * positions + i) * inner, (n * sources + j) * inner)
                        var product = 0.0
                        for k in 0..<inner { product += queries.values[query + k] * found.values[key + k] }
                        powers.append(exp(product))
                    }
                    let total = powers.reduce(0, +)
                    for c in 0..<width {
                        var sum = 0.0
                        for j in 0..<sources { sum += powers[j] * values.values[(n * sources + j) * width + c] }
                        read.values.append(sum / total)
                    }
                }
            }
            walk.rows = read
            try walk.step(LayerText.choice("conv2d: {filters: \(channels), kernel: 1}"), "\(index).o")
            let gamma = walk.values["\(index).gamma"]?.values[0] ?? .nan
            walk.rows.values = zip(walk.rows.values, input.values).map { gamma * $0 + $1 }
        },
        "minibatch_discrimination": { walk, layer, index in
            walk.toMemoryOrder()
            let (x, kernels, size) = (walk.rows, layer.values.integer("kernels"), layer.values.integer("dimensions"))
            try walk.step(LayerText.choice("dense: {units: \(kernels * size)}"), index)
            let projected = walk.rows
            var sums = Rows([kernels], [])
            for i in 0..<x.count {
                for b in 0..<kernels {
                    var sum = 0.0
                    for j in 0..<x.count where j != i {
                        var distance = 0.0
                        for k in 0..<size {
                            let (one, other) = ((i * kernels + b) * size + k, (j * kernels + b) * size + k)
                            let difference = abs(projected.values[one] - projected.values[other])
                            distance += difference
                            walk.result.closestKink = min(walk.result.closestKink, difference)
                        }
                        sum += exp(-distance)
                    }
                    sums.values.append(sum)
                }
            }
            walk.rows = x.joined(sums)
        },
    ]

    private static let columns: [String: LayerStep] = [
        "softmax": { walk, layer, _ in walk.softmax(temperature: layer.values.real("temperature")) },
        "gumbel_softmax": { walk, layer, index in
            walk.rows.values = zip(walk.rows.values, try walk.mask(index)).map { $0 + $1 }
            walk.softmax(temperature: layer.values.real("temperature"))
        },
        "per_column": { walk, layer, index in
            walk.toMemoryOrder()
            let whole = walk.rows
            var (parts, first): ([Rows], Int) = ([], 0)
            for (run, count) in layer.values.integers("columns").enumerated() {
                walk.rows = whole.columns(first..<first + count)
                try walk.step(layer.values.choices("activations")[run], "\(index).activations.\(run)")
                parts.append(walk.rows)
                first += count
            }
            walk.rows = parts.dropFirst().reduce(parts[0]) { $0.joined($1) }
        },
        "table": { walk, layer, index in
            try walk.step(Choice(.layers, "dense", Values([:])), index)
            let whole = walk.rows
            var (parts, first): ([Rows], Int) = ([], 0)
            for count in layer.values.integers("runs") {
                walk.rows = whole.columns(first..<first + count)
                if count > 1 {
                    walk.softmax(temperature: layer.values.real("temperature"))
                } else {
                    walk.rows.values = walk.rows.values.map { tanh($0) }
                }
                parts.append(walk.rows)
                first += count
            }
            walk.rows = parts.dropFirst().reduce(parts[0]) { $0.joined($1) }
        },
        "minibatch_stddev": { walk, layer, _ in
            walk.toMemoryOrder()
            walk.appendDeviation(size: layer.values.integer("group"), epsilon: layer.values.real("epsilon"))
        },
    ]

    /// Calls `body` with weights of a layer over sequences as those of one over images of height 1.
    mutating func asImages(_ index: String, _ body: (inout Walk) throws -> Void) throws {
        var inner = self
        let stored = ["original", "original0", "original1"].map { "\(index).parametrizations.weight.\($0)" }
        for name in ["\(index).weight"] + stored {
            guard let weight = values[name], weight.shape.count == 3 else { continue }
            inner.values[name] = Tensor(
                shape: [weight.shape[0], weight.shape[1], 1, weight.shape[2]], values: weight.values)
        }
        try body(&inner)
        (rows, image, result) = (inner.rows, inner.image, inner.result)
    }

    /// Over the last axis.
    mutating func softmax(temperature: Double) {
        let channels = rows.shape[rows.shape.count - 1]
        result.steepness *= max(1, 1 / temperature)
        for start in stride(from: 0, to: rows.values.count, by: channels) {
            let powers = rows.values[start..<start + channels].map { exp($0 / temperature) }
            let sum = powers.reduce(0, +)
            for (c, power) in powers.enumerated() { rows.values[start + c] = power / sum }
        }
    }

    /// Images moved along their width, each by a number of its own, mirrored at the ends.
    static func shifted(_ x: Rows, by shifts: [Int]) -> Rows {
        var y = x
        let width = x.shape[1]
        for n in 0..<x.count {
            for (i, j, c) in Reference.places(x.shape) {
                let from = abs(j - shifts[n])
                y[n, i, j, c] = x[n, i, from < width ? from : 2 * width - 2 - from, c]
            }
        }
        return y
    }

    /// What the engine drew for a layer.
    func mask(_ index: String) throws -> [Double] {
        guard let mask = masks[index] else { throw ReferenceNetwork.Failure(message: "no mask for layer \(index)") }
        return mask
    }

    /// `summary` of the values of each window, those outside the image left out.
    func pooled(_ layer: Choice, _ summary: ([Double]) -> Double) -> Rows {
        let (kernel, padding) = (layer.sides("kernel"), layer.sides("padding"))
        let stride = layer.values["stride"] == .null ? kernel : layer.sides("stride")
        func positions(_ axis: Int) -> Int {
            let free: Int = rows.shape[axis] + 2 * padding[axis] - kernel[axis]
            return free / stride[axis] + 1
        }
        let shape: [Int] = [positions(0), positions(1), rows.shape[2]]
        var y = Rows(shape, [Double](repeating: 0, count: rows.count * shape.reduce(1, *)))
        for n in 0..<rows.count {
            for (i, j, c) in Reference.places(y.shape) {
                var window: [Double] = []
                for u in 0..<kernel[0] {
                    for v in 0..<kernel[1] {
                        let k: Int = i * stride[0] + u - padding[0]
                        let l: Int = j * stride[1] + v - padding[1]
                        if k >= 0, k < rows.shape[0], l >= 0, l < rows.shape[1] { window.append(rows[n, k, l, c]) }
                    }
                }
                y[n, i, j, c] = summary(window)
            }
        }
        return y
    }

    /// Over the positions and channels of each group, then scale and shift by channel. In PyTorch's order.
    mutating func normalize(_ layer: Choice, _ index: String, groups: Int) {
        let (x, epsilon) = (rows, layer.values.real("epsilon"))
        let channels = x.shape[x.shape.count - 1]
        let (weight, bias) = (values["\(index).weight"], values["\(index).bias"])
        for n in 0..<x.count {
            for group in 0..<groups {
                let members = (n * x.width..<(n + 1) * x.width).filter { $0 % channels * groups / channels == group }
                let mean = members.reduce(0) { $0 + x.values[$1] } / Double(members.count)
                let variance =
                    members.reduce(0) { $0 + (x.values[$1] - mean) * (x.values[$1] - mean) } / Double(members.count)
                watch([variance], epsilon, isAlone: members.count == 1)
                for i in members {
                    rows.values[i] =
                        (x.values[i] - mean) / (variance + epsilon).squareRoot()
                        * (weight?.values[i % channels] ?? 1) + (bias?.values[i % channels] ?? 0)
                }
            }
        }
    }

    mutating func appendDeviation(size: Int, epsilon: Double) {
        let (x, groups) = (rows, (rows.count + size - 1) / size)
        let deviations = (0..<groups).map { group in
            let members = stride(from: group, to: x.count, by: groups).map { $0 }
            var total = 0.0
            for i in 0..<x.width {
                let values = members.map { x.values[$0 * x.width + i] }
                let mean = values.reduce(0, +) / Double(values.count)
                let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
                if members.count > 1 {
                    result.smallestDeviation = min(result.smallestDeviation, variance.squareRoot())
                }
                total += (variance + epsilon).squareRoot()
            }
            return total / Double(x.width)
        }
        let places = x.width / x.shape[x.shape.count - 1]
        let appended = (0..<x.count).flatMap { [Double](repeating: deviations[$0 % groups], count: places) }
        rows = x.joined(Rows(x.shape.dropLast() + [1], appended))
    }
}

extension Choice {
    func reals(_ key: String) -> [Double] {
        values.list(key).map {
            switch $0 {
            case .real(let x): x
            case .integer(let x): Double(x)
            default: .nan
            }
        }
    }
}

extension Rows {
    /// Of images.
    subscript(_ n: Int, _ i: Int, _ j: Int, _ c: Int) -> Double {
        get { values[((n * shape[0] + i) * shape[1] + j) * shape[2] + c] }
        set { values[((n * shape[0] + i) * shape[1] + j) * shape[2] + c] = newValue }
    }
}
