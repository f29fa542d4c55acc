import Configuration
import Reference

@testable import Engine
@testable import Networks

/// A list of layers computed by the reference, parameters and vectors in PyTorch's order: a vector that is an image
/// written out has its channels first. Input and output are as the engine has them, channels last.
struct ReferenceNetwork {
    let layers: [Choice]
    /// Of one sample.
    let input: [Int]

    enum Mode { case training, inference }

    struct Failure: Error { let message: String }

    struct Result {
        var output: Rows
        /// The smallest distance from 0 of any input of an activation whose derivative jumps there.
        var closestKink = Double.infinity
        /// The smallest standard deviation that a normalization divides by, a population of one left out.
        var smallestDeviation = Double.infinity
        /// How much the normalizations magnify the rounding of what comes before them.
        var steepness = 1.0
        /// Running statistics after a batch in training.
        var state: [String: [Double]] = [:]
    }

    /// - Parameters:
    ///   - values: parameters and running statistics by their PyTorch names: "0.weight".
    ///   - masks: what each dropout layer keeps, by the layer's path, for training.
    func forward(
        _ x: Rows, _ values: [String: Tensor], mode: Mode, masks: [String: [Double]] = [:]
    ) throws -> Result {
        var walk = Walk(
            rows: x, values: values, mode: mode, masks: masks, image: imageOfInput, result: Result(output: x))
        if let image = imageOfInput { walk.rows = x.channelsFirst(image) }
        let labels = Rows(
            [NetworkCase.classes],
            (0..<x.count).flatMap { n in
                (0..<NetworkCase.classes).map { $0 == NetworkCase.label(ofRow: n) ? 1.0 : 0 }
            })
        walk.scopes = [["input": (walk.rows, walk.image), Graph.Input.label: (labels, nil)]]
        try walk.list(layers, prefix: "")
        walk.result.output = walk.image.map { walk.rows.channelsLast($0) } ?? walk.rows
        return walk.result
    }

    /// The image that an input vector becomes: the first `reshape`, unless a `dense` layer mixes the values before it.
    private var imageOfInput: [Int]? {
        guard input.count == 1 else { return nil }
        for layer in layers {
            if ["dense", "maxout", "learned_constant", "embedding"].contains(layer.name) { return nil }
            if layer.name == "reshape", layer.shape.count == 3 { return layer.shape }
        }
        return nil
    }
}

extension Choice {
    var shape: [Int] {
        values.list("shape").map { if case .integer(let size) = $0 { size } else { 0 } }
    }

    /// [vertical, horizontal], from a number or a pair.
    func sides(_ key: String) -> [Int] {
        switch values[key] {
        case .integer(let side): [side, side]
        case .list(let sides): sides.map { if case .integer(let side) = $0 { side } else { 0 } }
        default: []
        }
    }
}

/// What is carried from layer to layer.
struct Walk {
    var rows: Rows
    var values: [String: Tensor]
    let mode: ReferenceNetwork.Mode
    let masks: [String: [Double]]
    /// Of a vector that is an image written out.
    var image: [Int]?
    var result: ReferenceNetwork.Result

    /// Outputs by id, the innermost list's last.
    var scopes: [[String: (Rows, [Int]?)]] = []
    /// What a layer's `from` names, or the network's input.
    var style: Rows?
    /// Whether a vector stands as the engine holds it, though it may become an image.
    var isInMemoryOrder = false
    /// Whether the layer at work keeps its weights as [in, out, ...].
    var isTransposed = false

    mutating func list(_ layers: [Choice], prefix: String) throws {
        scopes.append([:])
        for (index, layer) in layers.enumerated() {
            let others = layer.from.compactMap { id in scopes.reversed().lazy.compactMap { $0[id] }.first }
            let joining = [
                "add", "concat", "adaptive_instance_norm", "self_modulated_batch_norm", "reconstruction_error",
                "modulated_conv2d",
            ]
            if let first = others.first, !joining.contains(layer.name) { (rows, image) = first }
            style = others.first?.0 ?? scopes[0]["input"]?.0
            switch layer.name {
            case "add":
                for other in others { rows.values = zip(rows.values, other.0.values).map { $0 + $1 } }
            case "concat":
                toMemoryOrder()
                rows = others.reduce(rows) { $0.joined($1.1.map($1.0.channelsLast) ?? $1.0) }
            default: try step(layer, "\(prefix)\(index)")
            }
            if case .text(let id)? = layer.values.entries["id"] { scopes[scopes.count - 1][id] = (rows, image) }
        }
        scopes.removeLast()
    }

    static func convolved(_ x: Rows, weight: Tensor, bias: Tensor?, _ layer: Choice) -> Rows {
        let kernel = Array(weight.shape.suffix(2))
        var window = Reference.Window(kernel: kernel, stride: layer.sides("stride"))
        guard layer.values["padding"] == .text("same") else {
            window.padding = layer.sides("padding")
            return Reference.convolution(x, weight: weight, bias: bias, window)
        }
        // Of the zeros that keep the size, the odd one goes below and to the right, as in PyTorch.
        window.padding = kernel.map { $0 / 2 }
        let y = Reference.convolution(x, weight: weight, bias: bias, window)
        return y.dropping((0..<2).map { y.shape[$0] - x.shape[$0] })
    }

    private mutating func residual(_ layers: [Choice], _ shortcut: [Choice], _ path: String) throws {
        let start = (rows, image)
        try list(layers, prefix: "\(path).layers.")
        let end = rows
        (rows, image) = start
        try list(shortcut, prefix: "\(path).shortcut.")
        rows.values = zip(end.values, rows.values).map { $0 + $1 }
    }

    mutating func step(_ layer: Choice, _ index: String) throws {
        isTransposed = ["conv_transpose2d", "conv_transpose1d"].contains(layer.name)
        if ["dense", "maxout", "learned_constant"].contains(layer.name) { isInMemoryOrder = false }
        let weight = values["\(index).weight"] ?? transformed(index)
        let bias = values["\(index).bias"]
        func needed() throws -> Tensor {
            guard let weight else { throw ReferenceNetwork.Failure(message: "\(index).weight is not exported") }
            return weight
        }
        let keys = layer.values
        switch layer.name {
        case "dense":
            rows = Reference.dense(rows, weight: try needed(), bias: bias)
            image = nil
        case "maxout":
            maximum(Reference.dense(rows, weight: try needed(), bias: bias), pieces: keys.integer("pieces"))
        case "learned_constant": try constant(values["\(index).value"])
        case "conv2d":
            let weight = try needed().spread(
                groups: keys.optionalInteger("groups") ?? 1,
                dilation: keys["dilation"] == .null ? [1, 1] : layer.sides("dilation"))
            rows = Self.convolved(rows, weight: weight, bias: bias, layer)
        case "conv_transpose2d":
            let window = Reference.Window(
                kernel: layer.sides("kernel"), stride: layer.sides("stride"), padding: layer.sides("padding"),
                outputPadding: layer.sides("output_padding"))
            rows = Reference.transposedConvolution(rows, weight: try needed(), bias: bias, window)
        case "batch_norm": batchNorm(keys, index, weight, bias)
        case "layer_norm": layerNorm(keys, weight, bias)
        case "dropout":
            guard mode == .training, keys.real("rate") > 0 else { break }
            guard let mask = masks[index] else { throw ReferenceNetwork.Failure(message: "no mask for layer \(index)") }
            rows = Reference.dropout(rows, mask: mask, rate: Double(Float(keys.real("rate"))))
        case "residual":
            try residual(
                keys.choices("layers"), keys["shortcut"] == .null ? [] : keys.choices("shortcut"), index)
        case "repeat":
            for copy in 0..<keys.integer("times") { try list(keys.choices("layers"), prefix: "\(index).\(copy).") }
        case "flatten": if rows.shape.count == 3 { toVector() }
        case "reshape": reshape(layer.shape)
        case "relu": activate(.relu())
        case "leaky_relu": activate(.leakyRelu(slope: Double(Float(keys.real("slope")))))
        case "elu": activate(.elu(alpha: Double(Float(keys.real("alpha")))))
        case "selu": activate(.selu())
        case "gelu": activate(.gelu())
        case "softplus": activate(.softplus())
        case "tanh": activate(.tanhActivation())
        case "sigmoid": activate(.sigmoid())
        default:
            guard let step = Self.table[layer.name] else {
                throw ReferenceNetwork.Failure(message: "the reference does not know the layer '\(layer.name)' yet")
            }
            try step(&self, layer, index)
        }
    }

    /// What a transform makes of the stored weights of a layer.
    mutating func transformed(_ index: String, isTransposed: Bool? = nil) -> Tensor? {
        spectrallyNormalized(index, isTransposed: isTransposed) ?? normalized(index)
    }

    /// g v / |v|, |v| over what goes into an output channel: the axis along which g has values. Salimans & Kingma 2016.
    private mutating func normalized(_ index: String) -> Tensor? {
        let name = "\(index).parametrizations.weight"
        guard let g = values["\(name).original0"], var weight = values["\(name).original1"] else { return nil }
        let axis = g.shape.firstIndex { $0 > 1 } ?? 0
        let inner = weight.shape[(axis + 1)...].reduce(1, *)
        func channel(_ i: Int) -> Int { i / inner % g.shape[axis] }
        var squares = [Double](repeating: 0, count: g.values.count)
        for (i, value) in weight.values.enumerated() { squares[channel(i)] += value * value }
        result.smallestDeviation = min(result.smallestDeviation, squares.min()?.squareRoot() ?? 1)
        weight.values = weight.values.enumerated().map { i, value in
            value * g.values[channel(i)] / squares[channel(i)].squareRoot()
        }
        return weight
    }

    /// W / sigma with sigma = u·(M v), M the weights as [out, in and kernel], u and v given. Miyato et al. 2018.
    private mutating func spectrallyNormalized(_ index: String, isTransposed: Bool? = nil) -> Tensor? {
        let name = "\(index).parametrizations.weight"
        guard var weight = values["\(name).original"], let u = values["\(name).0._u"]?.values,
            let v = values["\(name).0._v"]?.values
        else { return nil }
        // Of transposed convolutions the second axis is the output.
        let outer = isTransposed ?? self.isTransposed ? 1 : 0
        let field = weight.shape.dropFirst(2).reduce(1, *)
        var sigma = 0.0
        for (i, value) in weight.values.enumerated() {
            let (a, b, t) = (i / field / weight.shape[1], i / field % weight.shape[1], i % field)
            sigma += value * (outer == 0 ? u[a] * v[b * field + t] : u[b] * v[a * field + t])
        }
        result.smallestDeviation = min(result.smallestDeviation, abs(sigma))
        result.steepness *= max(1, 1 / abs(sigma))
        weight.values = weight.values.map { $0 / sigma }
        return weight
    }

    /// The largest of the pieces, which lie one after another. It has a kink where the two largest are equal.
    private mutating func maximum(_ sums: Rows, pieces: Int) {
        let units = sums.width / pieces
        var largest: [Double] = []
        for n in 0..<sums.count {
            for unit in 0..<units {
                let values = (0..<pieces).map { sums.values[n * sums.width + $0 * units + unit] }.sorted(by: >)
                largest.append(values[0])
                if pieces > 1 { result.closestKink = min(result.closestKink, values[0] - values[1]) }
            }
        }
        rows = Rows([units], largest)
        image = nil
    }

    private mutating func constant(_ value: Tensor?) throws {
        guard let value else { throw ReferenceNetwork.Failure(message: "the constant is not exported") }
        let repeated = (0..<rows.count).flatMap { _ in value.values }
        image = nil
        guard value.shape.count == 3 else {
            rows = Rows(value.shape, repeated)
            return
        }
        let shape = [value.shape[1], value.shape[2], value.shape[0]]
        rows = Rows(shape, Rows([value.values.count], repeated).channelsLast(shape).values)
    }

    mutating func activate(_ activation: ReferenceActivation) {
        if activation.kinked {
            result.closestKink = rows.values.reduce(result.closestKink) { min($0, abs($1)) }
        }
        rows = rows.map(activation.value)
    }

    mutating func watch(_ variances: [Double], _ epsilon: Double, isAlone: Bool) {
        let smallest = variances.min() ?? 1
        if !isAlone { result.smallestDeviation = min(result.smallestDeviation, smallest.squareRoot()) }
        result.steepness *= max(1, 1 / (smallest + epsilon).squareRoot())
    }

    /// A vector that is an image written out, where an operation takes it value by value.
    mutating func toMemoryOrder() {
        if let image { rows = rows.channelsLast(image) }
        image = nil
        isInMemoryOrder = true
    }

    private mutating func toVector() {
        image = rows.shape
        rows = rows.channelsFirst(rows.shape)
    }

    private mutating func reshape(_ shape: [Int]) {
        if shape == rows.shape { return }
        if rows.shape.count == 1, shape.count == 3 {
            rows = Rows(shape, isInMemoryOrder ? rows.values : rows.channelsLast(shape).values)
            image = nil
        } else if shape.count == 1 {
            toVector()
        } else {
            // From image to image nothing moves: channels stay innermost.
            rows.shape = shape
        }
    }

    mutating func batchNorm(_ keys: Values, _ index: String, _ weight: Tensor?, _ bias: Tensor?) {
        let mean = values["\(index).running_mean"]?.values ?? []
        let variance = values["\(index).running_var"]?.values ?? []
        let epsilon = Double(Float(keys.real("epsilon")))
        if mode == .inference {
            rows = Reference.batchNorm(
                rows, weight: weight, bias: bias, mean: mean, variance: variance, epsilon: epsilon)
            return
        }
        let moments = Reference.channelMoments(rows)
        let momentum = keys.real("momentum")
        let population = Double(rows.values.count / moments.mean.count)
        watch(moments.variance, epsilon, isAlone: population == 1)
        let unbiased = population > 1 ? population / (population - 1) : 1
        result.state["\(index).running_mean"] = zip(mean, moments.mean).map { $0 + momentum * ($1 - $0) }
        result.state["\(index).running_var"] = zip(variance, moments.variance).map {
            $0 + momentum * ($1 * unbiased - $0)
        }
        rows = Reference.batchNorm(
            rows, weight: weight, bias: bias, mean: moments.mean, variance: moments.variance, epsilon: epsilon)
    }

    /// Scale and shift have PyTorch's shape, [channels, height, width] for an image.
    private mutating func layerNorm(_ keys: Values, _ weight: Tensor?, _ bias: Tensor?) {
        let shape = rows.shape
        let epsilon = Double(Float(keys.real("epsilon")))
        let variances = (0..<rows.count).map { n in
            Reference.channelMoments(Rows([1], Array(rows.values[n * rows.width..<(n + 1) * rows.width]))).variance[0]
        }
        watch(variances, epsilon, isAlone: rows.width == 1)
        func inPlace(_ parameter: Tensor?) -> [Double]? {
            guard let parameter else { return nil }
            let row = Rows([parameter.values.count], parameter.values)
            return shape.count == 3 ? row.channelsLast(shape).values : row.values
        }
        rows = Reference.layerNorm(
            rows, group: rows.width, weight: inPlace(weight), bias: inPlace(bias), epsilon: epsilon)
    }
}

extension Rows {
    /// Some numbers of every row.
    func columns(_ range: Range<Int>) -> Rows {
        let parts = (0..<count).map { values[$0 * width + range.lowerBound..<$0 * width + range.upperBound] }
        return Rows([range.count], parts.flatMap(\.self))
    }

    /// Both along the last axis.
    func joined(_ other: Rows) -> Rows {
        let (a, b) = (shape[shape.count - 1], other.shape[other.shape.count - 1])
        var joined: [Double] = []
        for row in 0..<values.count / a {
            joined += values[row * a..<(row + 1) * a]
            joined += other.values[row * b..<(row + 1) * b]
        }
        return Rows(shape.dropLast() + [a + b], joined)
    }

    /// Without the first rows and columns of every image.
    fileprivate func dropping(_ count: [Int]) -> Rows {
        let (height, width, channels) = (shape[0], shape[1], shape[2])
        var kept: [Double] = []
        for n in 0..<self.count {
            for y in count[0]..<height {
                for x in count[1]..<width {
                    let start = ((n * height + y) * width + x) * channels
                    kept += values[start..<start + channels]
                }
            }
        }
        return Rows([height - count[0], width - count[1], channels], kept)
    }
}

extension Tensor {
    /// Weights of a convolution with zeros between the groups and in the gaps between taps: those of one without
    /// either that computes the same.
    func spread(groups: Int, dilation: [Int]) -> Tensor {
        let kernel = (0..<2).map { (shape[2 + $0] - 1) * dilation[$0] + 1 }
        let (outputs, inputs) = (shape[0], shape[1])
        var result = Tensor(
            shape: [outputs, inputs * groups] + kernel,
            values: [Double](repeating: 0, count: outputs * inputs * groups * kernel[0] * kernel[1]))
        for (index, value) in values.enumerated() {
            let (u, v) = (index / shape[3] % shape[2], index % shape[3])
            let (o, c) = (index / shape[3] / shape[2] / inputs, index / shape[3] / shape[2] % inputs)
            let channel = o / (outputs / groups) * inputs + c
            let place = ((o * inputs * groups + channel) * kernel[0] + u * dilation[0]) * kernel[1] + v * dilation[1]
            result.values[place] = value
        }
        return result
    }
}
