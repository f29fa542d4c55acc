import Configuration
import TestSupport
import Testing

@testable import Networks

@Suite struct GraphTests {
    @Test func rows() throws {
        let graph = try graph(
            [
                convolution("conv2d", 4, kernel: 3, padding: 1), layer("batch_norm"), layer("leaky_relu"),
                layer("flatten"),
                dense(5, bias: false), layer("sigmoid"),
            ],
            input: [6, 6, 2], foldFinalSigmoid: true)
        #expect(
            graph.rows == [
                LayerRow(
                    path: "0", text: "conv2d: {filters: 4, kernel: 3, padding: 1}", output: Shape([6, 6, 4]),
                    parameters: 3 * 3 * 2 * 4 + 4, flops: 2 * 36 * 18 * 4),
                LayerRow(path: "1", text: "batch_norm", output: Shape([6, 6, 4]), parameters: 8, flops: 0),
                LayerRow(path: "2", text: "leaky_relu: 0.2", output: Shape([6, 6, 4]), parameters: 0, flops: 0),
                LayerRow(path: "3", text: "flatten", output: Shape([144]), parameters: 0, flops: 0),
                LayerRow(
                    path: "4", text: "dense: {units: 5, bias: false}", output: Shape([5]), parameters: 720,
                    flops: 2 * 144 * 5),
                LayerRow(
                    path: "5", text: "sigmoid (in the loss)", output: Shape([5]), parameters: 0, flops: 0),
            ])
        #expect(graph.foldedSigmoid)
        #expect(graph.hasBatchStatistics)
        #expect(graph.parameterCount == 76 + 8 + 720)
        #expect(graph.forwardFlops == 5184 + 1440)
        #expect(graph.parameterGradientFlops == 5184 + 1440)
        #expect(graph.inputGradientFlops(towardsInput: false) == 1440)
        #expect(graph.inputGradientFlops(towardsInput: true) == 5184 + 1440)
    }

    @Test func onlyAFinalSigmoidIsFolded() throws {
        let layers = [dense(2), layer("sigmoid"), dense(1)]
        #expect(try !graph(layers, input: [2], foldFinalSigmoid: true).foldedSigmoid)
        #expect(try !graph([dense(1), layer("sigmoid")], input: [2]).foldedSigmoid)
    }

    @Test func printed() throws {
        let graph = try graph(
            [dense(32), layer("batch_norm"), layer("relu"), reshape(4, 4, 2), convolution("conv2d", 1, kernel: 4)],
            input: [3])
        #expect(
            graph.description == """
                %0 [3]
                %1 [32] = matmul(%0) with 0.weight
                %2 [32] = bias(%1) with 0.bias
                %3 [32] = batch_norm(%2) with 1.weight, 1.bias, 1.running_mean, 1.running_var
                %4 [32] = relu(%3)
                %5 [4, 4, 2] = view(%4)
                %6 [1, 1, 1] = matmul(%5) with 4.weight
                %7 [1, 1, 1] = bias(%6) with 4.bias
                """)
    }

    @Test func insideLayersHavePaths() throws {
        let graph = try graph(
            LayerText.choices(
                "[dense: {units: 4, id: a}, residual: {layers: [tanh, dense: 4]}, repeat: {times: 2, layers: [dense: 4]}, add: a]"
            ),
            input: [4])
        #expect(
            graph.description == """
                %0 [4]
                %1 [4] = matmul(%0) with 0.weight
                %2 [4] = bias(%1) with 0.bias
                %3 [4] = tanh(%2)
                %4 [4] = matmul(%3) with 1.layers.1.weight
                %5 [4] = bias(%4) with 1.layers.1.bias
                %6 [4] = sum(%5, %2)
                %7 [4] = matmul(%6) with 2.0.0.weight
                %8 [4] = bias(%7) with 2.0.0.bias
                %9 [4] = matmul(%8) with 2.1.0.weight
                %10 [4] = bias(%9) with 2.1.0.bias
                %11 [4] = sum(%10, %2)
                """)
        #expect(
            graph.rows.map { "\($0.path) \($0.text) \($0.parameters)" } == [
                "0 dense: {units: 4, id: a} 20", "1 residual 0", "1.layers.0 tanh 0", "1.layers.1 dense: 4 20",
                "2 repeat: {times: 2} 0", "2.0.0 dense: 4 20", "2.1.0 dense: 4 20", "3 add: a 0",
            ])
    }

    @Test func severalInputsHaveNames() throws {
        let graph = try Graph(
            layers: LayerText.choices("[dense: 3, concat: label, dense: 1]"),
            inputs: [Graph.Input("sample", Shape([2])), Graph.Input("label", Shape([5]))], initializer: kaiming)
        #expect(graph.parameters.map(\.shape) == [[3, 2], [3], [1, 8], [1]])
        #expect(graph.description.hasPrefix("%0 [2] sample\n%1 [5] label\n%2 [3] = matmul(%0)"))
    }

    @Test func parametersHaveTheNamesAndShapesOfPyTorch() throws {
        let graph = try Sample.discriminator.graph()
        #expect(
            graph.parameters.map { "\($0.name) \($0.shape)" } == [
                "0.weight [10, 3, 4, 4]", "0.bias [10]", "2.weight [20, 10, 3, 3]", "3.weight [20]", "3.bias [20]",
                "5.weight [1, 20, 2, 2]", "5.bias [1]",
            ])
        #expect(graph.state.map { "\($0.name) \($0.shape)" } == ["3.running_mean [20]", "3.running_var [20]"])
        #expect(
            try Sample.generator.graph().parameters.filter { $0.name.hasSuffix("weight") }.map(\.shape) == [
                [5, 12, 4, 4], [12], [12, 6, 4, 4], [6], [6, 1, 3, 3],
            ])
    }

    @Test func layerNormHasTheShapeOfPyTorchsSample() throws {
        let shapes = try Sample.normalized.graph().parameters.map { "\($0.name) \($0.shape)" }
        #expect(shapes[2...3] == ["1.weight [4, 8, 8]", "1.bias [4, 8, 8]"])
        #expect(shapes.suffix(2) == ["9.weight [8]", "9.bias [8]"])
    }

    /// The operations of one iteration as counted for the same networks elsewhere: batch 64, one pass of the
    /// discriminator over real and generated samples with weight gradients, one without, both players' gradients.
    @Test(arguments: [("perceptrons", 1.01e9), ("convolutions", 17.1e9)])
    func operationsOfAnIteration(_ name: String, _ expected: Double) throws {
        let leaky = layer("leaky_relu")
        func up(_ filters: Int) -> [Choice] {
            [convolution("conv_transpose2d", filters, kernel: 4, stride: 2, padding: 1, bias: false)]
        }
        func down(_ filters: Int) -> [Choice] {
            [convolution("conv2d", filters, kernel: 4, stride: 2, padding: 1, bias: false), leaky]
        }
        let isDense = name == "perceptrons"
        let generator = try graph(
            isDense
                ? [dense(256), leaky, dense(512), leaky, dense(1024), leaky, dense(784)]
                : [reshape(1, 1, 100), convolution("conv_transpose2d", 256, kernel: 7, bias: false)] + up(128) + up(1),
            input: [100])
        let discriminator = try graph(
            isDense
                ? [dense(512), leaky, dense(256), leaky, dense(1)]
                : down(64) + down(128) + [convolution("conv2d", 1, kernel: 7, bias: false)],
            input: isDense ? [784] : [28, 28, 1])
        let forGenerator =
            2 * generator.forwardFlops + generator.inputGradientFlops(towardsInput: false)
            + discriminator.forwardFlops + discriminator.inputGradientFlops(towardsInput: true)
        let forDiscriminator =
            discriminator.forwardFlops + discriminator.parameterGradientFlops
            + discriminator.inputGradientFlops(towardsInput: false)
        let total = Double(64 * (forGenerator + 2 * forDiscriminator))
        #expect(abs(total / expected - 1) < 0.01, "\(total)")
    }
}
