import Configuration
import Formats
import Kernels
import TestSupport
import Networks
import Testing

@testable import Engine

private let one = Workers(threads: 1)

@Suite struct NetworkTests {
    @Test(arguments: Sample.allCases) func everyParameterHasItsPlace(_ sample: Sample) throws {
        let graph = try sample.graph()
        let layout = FlatLayout(graph.parameters)
        var end = 0
        for (index, spec) in graph.parameters.enumerated() {
            #expect(layout.offsets[index] == end && end % 16 == 0 && layout.counts[index] >= spec.count)
            end += aligned(layout.counts[index])
        }
        #expect(graph.flatCount == end)
    }

    @Test(arguments: Sample.allCases)
    func loadingWhatWasExportedGivesTheSameNetwork(_ sample: Sample) throws {
        let graph = try sample.graph()
        let (first, second) = (Network(graph, seed: 1, stream: 2), Network(graph, seed: 9, stream: 2))
        for i in 0..<graph.state.count { first.state[first.stateLayout.offsets[i]] = Float(i) + 2 }
        #expect(first.parameterValues != second.parameterValues)
        try second.load(first.export())
        #expect(first.parameterValues == second.parameterValues)
        #expect(first.stateValues == second.stateValues)
        #expect(first.export() == second.export())
    }

    /// What other networks have left in shared memory is cleared where this one writes no gradients.
    @Test(arguments: Sample.allCases) func paddingIsCleared(_ sample: Sample) throws {
        let graph = try sample.graph()
        let shared = FloatBuffer(count: graph.flatCount + 100)
        let network = Network(graph, seed: 1, stream: 2, gradients: shared)
        #expect(network.gradients == shared.pointer)
        for place in 0..<shared.count { shared[place] = 1 }
        network.clearPadding()
        #expect(network.export(flat: network.gradients).allSatisfy { $0.values.allSatisfy { $0 == 1 } })
        #expect(network.gradientValues.reduce(0, +) == Float(network.parameterCount))
    }

    @Test func layoutsAreThoseOfPyTorch() throws {
        // One weight at a time is 1: the output tells which.
        let network = Network(
            try graph(
                [convolution("conv2d", 3, kernel: 2, bias: false), layer("flatten"), dense(2)], input: [3, 3, 2]),
            seed: 1, stream: 2)
        let (o, c, u, v) = (2, 1, 0, 1)
        var weight = [Float](repeating: 0, count: 3 * 2 * 2 * 2)
        weight[((o * 2 + c) * 2 + u) * 2 + v] = 1
        var dense = [Float](repeating: 0, count: 2 * 12)
        // PyTorch's flatten of [3, 2, 2]: channel 2, row 1, column 0.
        dense[1 * 12 + (o * 2 + 1) * 2 + 0] = 1
        try network.load([
            NamedTensor("0.weight", shape: [3, 2, 2, 2], values: weight),
            NamedTensor("2.weight", shape: [2, 12], values: dense),
            NamedTensor("2.bias", shape: [2], values: [10, 20]),
        ])
        let image = (0..<18).map { Float($0) }
        // y[1, 0, 2] = x[1 + u, 0 + v, c]
        let x = image[((1 + u) * 3 + 0 + v) * 2 + c]
        #expect(Execution(network, batch: 1, workers: one).output(image, rows: 1) == [10, 20 + x])
    }

    @Test func aReshapeAfterDenseIsExportedChannelsFirst() throws {
        let network = Network(
            try graph([dense(12), layer("batch_norm"), layer("relu"), reshape(2, 3, 2)], input: [1]), seed: 1, stream: 2
        )
        // PyTorch's element (channel 1, row 0, column 2) of the unflattened [2, 2, 3].
        var (weight, scale) = ([Float](repeating: 0, count: 12), [Float](repeating: 1, count: 12))
        weight[(1 * 2 + 0) * 3 + 2] = 1
        scale[(1 * 2 + 0) * 3 + 2] = 4
        let zeros = [Float](repeating: 0, count: 12)
        try network.load([
            NamedTensor("0.weight", shape: [12, 1], values: weight), NamedTensor("0.bias", shape: [12], values: zeros),
            NamedTensor("1.weight", shape: [12], values: scale), NamedTensor("1.bias", shape: [12], values: zeros),
            NamedTensor("1.running_mean", shape: [12], values: zeros),
            NamedTensor("1.running_var", shape: [12], values: zeros.map { _ in 1 - 1e-5 }),
        ])
        let output = Execution(network, batch: 1, workers: one).output([3], rows: 1)
        // Here [height, width, channels].
        for i in 0..<12 { #expect(abs(output[i] - (i == (0 * 3 + 2) * 2 + 1 ? 12 : 0)) < 1e-5) }
    }

    @Test func aTransposedConvolutionFromOnePointIsExportedAsOne() throws {
        let point = Network(
            try graph([convolution("conv_transpose2d", 3, kernel: 4, stride: 2)], input: [1, 1, 5]), seed: 1, stream: 2)
        #expect(point.graph.description.contains("matmul"))
        // The same weights where the kernel cannot take the short way.
        let wide = Network(
            try graph([convolution("conv_transpose2d", 3, kernel: 4, stride: 2)], input: [1, 2, 5]), seed: 9, stream: 2)
        #expect(wide.graph.description.contains("transposed convolution"))
        point.parameters[point.layout.offsets[1] + 1] = 0.5
        try wide.load(point.export())
        let x = numbers(5, seed: 3)
        let a = Execution(point, batch: 1, workers: one).output(x, rows: 1)
        let b = Execution(wide, batch: 1, workers: one).output(x + [0, 0, 0, 0, 0], rows: 1)
        for row in 0..<4 {
            for column in 0..<2 {
                for o in 0..<3 {
                    #expect(abs(a[(row * 4 + column) * 3 + o] - b[(row * 6 + column) * 3 + o]) < 1e-5)
                }
            }
        }
    }

    @Test func loadingTellsAllThatDoesNotFit() throws {
        let network = Network(try graph([dense(2)], input: [3]), seed: 1, stream: 2)
        let before = network.parameterValues
        let error = #expect(throws: LoadError.self) {
            try network.load([
                NamedTensor("0.weight", shape: [3, 2], values: [0, 0, 0, 0, 0, 0]),
                NamedTensor("1.weight", shape: [1], values: [0]), NamedTensor("1.weight", shape: [1], values: [0]),
            ])
        }
        #expect(
            error?.problems == [
                "'1.weight' is there twice", "'0.weight' has shape [3, 2]; the network needs [2, 3]",
                "'0.bias' is missing",
                "'1.weight' is not in the network", "'1.weight' is not in the network",
            ])
        #expect(network.parameterValues == before)
    }

    @Test func startingValuesDependOnTheAddressAlone() throws {
        let small = try graph([dense(40), dense(3)], input: [7])
        let first = Network(small, seed: 1, stream: 2).export()
        #expect(Network(small, seed: 1, stream: 2).export() == first)
        #expect(Network(small, seed: 2, stream: 2).export() != first)
        #expect(Network(small, seed: 1, stream: 3).export() != first)
        #expect(first[0].values.prefix(120) != first[2].values.prefix(120))
        let longer = try graph([dense(40), dense(3), dense(5)], input: [7])
        #expect(Array(Network(longer, seed: 1, stream: 2).export().prefix(4)) == first)
    }

    @Test func copying() throws {
        let graph = try Sample.discriminator.graph()
        let (a, b) = (Network(graph, seed: 1, stream: 2), Network(graph, seed: 3, stream: 2))
        b.copy(a)
        #expect(a.export() == b.export())
    }
}
