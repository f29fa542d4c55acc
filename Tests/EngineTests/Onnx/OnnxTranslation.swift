import Reference

/// What a case asks of the engine: these layers with these values turn this input into that output.
struct OnnxJudgement {
    var input: Rows
    var layers: [String]
    /// Parameters and running statistics by their PyTorch names.
    var values: [String: Tensor] = [:]
    var mode = ReferenceNetwork.Mode.inference
    var output: Rows
    /// Running statistics afterwards.
    var state: [String: [Double]] = [:]
}

extension OnnxCase {
    /// ONNX's operators that the engine has, by the layer that stands for each.
    static let layers = [
        "Gemm": "dense", "MatMul": "dense", "Conv": "conv2d", "ConvTranspose": "conv_transpose2d",
        "BatchNormalization": "batch_norm", "LayerNormalization": "layer_norm", "Dropout": "dropout",
        "Flatten": "flatten", "Reshape": "reshape", "Relu": "relu", "LeakyRelu": "leaky_relu", "Elu": "elu",
        "Selu": "selu", "Softplus": "softplus", "Tanh": "tanh", "Sigmoid": "sigmoid",
    ]

    /// Most cases ask for one thing, the stacked matrix products for one per matrix.
    func judgements() throws -> [OnnxJudgement] {
        let case_ = try content()
        switch operation {
        case "Gemm": return [try gemm(case_)]
        case "MatMul": return matmul(case_)
        case "Conv": return [try convolution(case_)]
        case "ConvTranspose": return [try transposedConvolution(case_)]
        case "BatchNormalization": return [try batchNorm(case_)]
        case "LayerNormalization": return [try layerNorm(case_)]
        case "Dropout": return [try dropout(case_)]
        case "Flatten": return [try flatten(case_)]
        case "Reshape": return [reshape(case_)]
        case "LeakyRelu": return [pointwise(case_, "leaky_relu: \(try case_.node.float("alpha", default: 0.01))")]
        case "Elu": return [pointwise(case_, "elu: \(try case_.node.float("alpha", default: 1))")]
        default: return Self.layers[operation].map { [pointwise(case_, $0)] } ?? []
        }
    }

    private func pointwise(_ case_: Content, _ layer: String) -> OnnxJudgement {
        OnnxJudgement(input: case_.inputs[0].vectors, layers: [layer], output: case_.outputs[0].vectors)
    }

    /// Y = alpha A B + beta C: a dense layer with weight alpha B^T and bias beta C.
    private func gemm(_ case_: Content) throws -> OnnxJudgement {
        let (alpha, beta) = (try case_.node.float("alpha", default: 1), try case_.node.float("beta", default: 1))
        var (a, b) = (case_.inputs[0].matrix, case_.inputs[1].matrix)
        if try case_.node.integer("transA", default: 0) == 1 { a = a.transposed }
        if try case_.node.integer("transB", default: 0) == 0 { b = b.transposed }
        let units = b.shape[0]
        var judgement = OnnxJudgement(
            input: Rows([a.shape[1]], a.values), layers: ["dense: {units: \(units), bias: \(case_.inputs.count > 2)}"],
            output: case_.outputs[0].vectors)
        judgement.values["0.weight"] = Tensor(shape: b.shape, values: b.values.map { alpha * $0 })
        if case_.inputs.count > 2 {
            let c = case_.inputs[2].doubles
            judgement.values["0.bias"] = Tensor(
                shape: [units], values: (0..<units).map { beta * c[c.count == 1 ? 0 : $0] })
        }
        return judgement
    }

    private func matmul(_ case_: Content) -> [OnnxJudgement] {
        zip(zip(case_.inputs[0].matrices, case_.inputs[1].matrices), case_.outputs[0].matrices).map {
            factors, product in
            OnnxJudgement(
                input: Rows([factors.0.shape[1]], factors.0.values),
                layers: ["dense: {units: \(factors.1.shape[1]), bias: false}"],
                values: ["0.weight": factors.1.transposed], output: Rows([product.shape[1]], product.values))
        }
    }

    /// kernel, stride and padding of one axis or two; one axis lies across an image of height 1.
    private func window(_ case_: Content) throws -> (kernel: [Int], stride: [Int], padding: [Int]) {
        let kernel = Array(case_.inputs[1].dimensions.dropFirst(2))
        let axes = kernel.count
        let stride = try case_.node.integers("strides") ?? [Int](repeating: 1, count: axes)
        var padding = Array((try case_.node.integers("pads") ?? [Int](repeating: 0, count: axes)).prefix(axes))
        if try case_.node.text("auto_pad") == "SAME_LOWER" {
            padding = (0..<axes).map { axis in
                let output = case_.outputs[0].dimensions[2 + axis]
                return ((output - 1) * stride[axis] + kernel[axis] - case_.inputs[0].dimensions[2 + axis]) / 2
            }
        }
        return axes == 1 ? ([1] + kernel, [1] + stride, [0] + padding) : (kernel, stride, padding)
    }

    private func convolution(_ case_: Content) throws -> OnnxJudgement {
        let weight = case_.inputs[1]
        let (kernel, stride, padding) = try window(case_)
        let dilation = [1] + (try case_.node.integers("dilations") ?? [1, 1])
        let groups = try case_.node.integer("group", default: 1)
        var judgement = OnnxJudgement(
            input: case_.inputs[0].images,
            layers: [
                "conv2d: {filters: \(weight.dimensions[0]), kernel: \(kernel), stride: \(stride), "
                    + "padding: \(padding), groups: \(groups), dilation: \(dilation.suffix(2)), "
                    + "bias: \(case_.inputs.count > 2)}"
            ], output: case_.outputs[0].images)
        judgement.values["0.weight"] = Tensor(
            shape: Array(weight.dimensions.prefix(2)) + kernel, values: weight.doubles)
        if case_.inputs.count > 2 { judgement.values["0.bias"] = case_.inputs[2].parameter }
        return judgement
    }

    private func transposedConvolution(_ case_: Content) throws -> OnnxJudgement {
        let weight = case_.inputs[1]
        let (kernel, stride, padding) = try window(case_)
        // What the output has beyond the formula without it, whether asked for by `output_padding` or `output_shape`.
        let (input, output) = (case_.inputs[0].images, case_.outputs[0].images)
        let outputPadding = (0..<2).map { axis -> Int in
            let size = (input.shape[axis] - 1) * stride[axis] - 2 * padding[axis] + kernel[axis]
            return output.shape[axis] - size
        }
        var judgement = OnnxJudgement(
            input: input,
            layers: [
                "conv_transpose2d: {filters: \(weight.dimensions[1]), kernel: \(kernel), stride: \(stride), "
                    + "padding: \(padding), output_padding: \(outputPadding), bias: \(case_.inputs.count > 2)}"
            ], output: output)
        judgement.values["0.weight"] = Tensor(
            shape: Array(weight.dimensions.prefix(2)) + kernel, values: weight.doubles)
        if case_.inputs.count > 2 { judgement.values["0.bias"] = case_.inputs[2].parameter }
        return judgement
    }

    private func batchNorm(_ case_: Content) throws -> OnnxJudgement {
        let training = try case_.node.integer("training_mode", default: 0) == 1
        let keep = try case_.node.float("momentum", default: 0.9)
        let epsilon = try case_.node.float("epsilon", default: 1e-5)
        var judgement = OnnxJudgement(
            input: case_.inputs[0].images, layers: ["batch_norm: {epsilon: \(epsilon), momentum: \(1 - keep)}"],
            mode: training ? .training : .inference, output: case_.outputs[0].images)
        for (index, name) in ["weight", "bias", "running_mean", "running_var"].enumerated() {
            judgement.values["0.\(name)"] = case_.inputs[1 + index].parameter
        }
        guard training else { return judgement }
        judgement.state["0.running_mean"] = case_.outputs[1].doubles
        // ONNX's running variance takes the biased variance of the batch, PyTorch's and so the engine's the unbiased.
        let population = Double(judgement.input.values.count / case_.inputs[1].doubles.count)
        judgement.state["0.running_var"] = zip(case_.inputs[4].doubles, case_.outputs[2].doubles).map { old, new in
            keep * old + (new - keep * old) * population / (population - 1)
        }
        return judgement
    }

    /// Normalization from `axis` on: the axes before it count samples, and the layer takes the whole of each.
    private func layerNorm(_ case_: Content) throws -> OnnxJudgement {
        let x = case_.inputs[0]
        let axis = x.axis(try case_.node.integer("axis", default: -1))
        var judgement = OnnxJudgement(
            input: x.samples(from: axis),
            layers: ["layer_norm: {epsilon: \(try case_.node.float("epsilon", default: 1e-5))}"],
            output: case_.outputs[0].samples(from: axis))
        judgement.values = ["0.weight": case_.inputs[1].parameter, "0.bias": case_.inputs[2].parameter]
        // Only images have a shape of their own; four axes and two are vectors here.
        for name in judgement.values.keys where judgement.input.shape.count == 1 {
            judgement.values[name]?.shape = judgement.input.shape
        }
        return judgement
    }

    private func dropout(_ case_: Content) throws -> OnnxJudgement {
        let rate = try case_.inputs.count > 1 ? case_.inputs[1].doubles[0] : case_.node.float("ratio", default: 0.5)
        var judgement = pointwise(case_, "dropout: \(rate)")
        // The third input asks for training; the value of a boolean is not read here, and all cases that have it set
        // it.
        if case_.inputs.count > 2 { judgement.mode = .training }
        return judgement
    }

    /// Values stand channels last here and channels first in ONNX: what must agree is what a dense layer behind (and,
    /// for `reshape`, before) makes of its exported weight. The identity shows the order as it is.
    private func flatten(_ case_: Content) throws -> OnnxJudgement {
        let x = case_.inputs[0]
        let input = x.samples(from: x.axis(try case_.node.integer("axis", default: 1)), folding: true)
        return OnnxJudgement(
            input: input, layers: ["flatten", "dense: {units: \(input.width), bias: false}"],
            values: ["1.weight": .identity(input.width)], output: Rows([input.width], case_.outputs[0].doubles))
    }

    /// The whole tensor is one sample.
    private func reshape(_ case_: Content) -> OnnxJudgement {
        let output = case_.outputs[0].samples(from: 0, folding: true)
        return OnnxJudgement(
            input: Rows([output.width], case_.inputs[0].doubles),
            layers: ["dense: {units: \(output.width), bias: false}", "reshape: \(output.shape)"],
            values: ["0.weight": .identity(output.width)], output: output)
    }
}
