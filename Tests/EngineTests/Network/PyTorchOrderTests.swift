import Kernels
import TestSupport
import Testing

@testable import Engine
@testable import Networks

/// Where values would come in another order in PyTorch, and the expressions that restore it: by running them.
@Suite struct PyTorchOrderTests {
    struct Case: CustomTestStringConvertible {
        let input: [Int]
        /// Reshapes; a vector is a flatten.
        let shapes: [[Int]]
        let places: [PyTorchReordering.Place]

        var testDescription: String { "\(input) to \(shapes)" }
    }

    static let cases = [
        Case(input: [2, 3, 4], shapes: [[4, 3, 2]], places: [.layer(0)]),
        Case(input: [2, 3, 4], shapes: [[4, 6, 1]], places: [.layer(0)]),
        Case(input: [4, 6, 1], shapes: [[2, 3, 4]], places: [.layer(0)]),
        Case(input: [2, 3, 4], shapes: [[24], [2, 2, 6]], places: [.layer(1)]),
        Case(input: [4, 6, 1], shapes: [[24], [2, 2, 6]], places: [.layer(1)]),
        Case(input: [2, 3, 4], shapes: [[24]], places: [.output]),
        Case(input: [24], shapes: [[2, 3, 4]], places: [.input(layer: 0)]),
        Case(input: [24], shapes: [[2, 3, 4], [6, 2, 2]], places: [.input(layer: 0), .layer(1)]),
        Case(input: [24], shapes: [[2, 3, 4], [24]], places: [.input(layer: 0), .output]),
        // As many channels of as many pixels: PyTorch's order of the one is that of the other.
        Case(input: [2, 3, 4], shapes: [[3, 2, 4]], places: []),
        Case(input: [2, 3, 4], shapes: [[24], [1, 6, 4]], places: []),
        // One channel, or one pixel.
        Case(input: [24], shapes: [[4, 6, 1], [8, 3, 1], [24]], places: []),
        Case(input: [24], shapes: [[1, 1, 24]], places: []),
        Case(input: [4, 6, 1], shapes: [[1, 1, 24]], places: []),
    ]

    @Test(arguments: cases)
    func theExpressionsRestoreTheOrder(_ example: Case) throws {
        let layers = example.shapes.map { shape in
            shape.count == 1 ? layer("flatten") : reshape(shape[0], shape[1], shape[2])
        }
        let graph = try graph(layers, input: example.input)
        let reorderings = graph.pyTorchReorderings
        #expect(reorderings.map(\.place) == example.places)

        let count = example.input.reduce(1, *)
        let here = Execution(Network(graph, seed: 1, stream: 2), batch: 1, workers: Workers(threads: 1))
            .output((0..<count).map { Float($0) }, rows: 1)
        // The same in PyTorch.
        var there = Tensor(channelsLastOf: example.input)
        for reordering in reorderings {
            if case .input = reordering.place { there.evaluate(reordering.expression) }
        }
        for (index, shape) in example.shapes.enumerated() {
            if let reordering = reorderings.first(where: { $0.place == .layer(index) }) {
                there.evaluate(reordering.expression)
            } else {
                there.shape = [1] + Tensor.channelsFirst(shape)
            }
            #expect(there.shape == [1] + Tensor.channelsFirst(shape))
        }
        for reordering in reorderings where reordering.place == .output { there.evaluate(reordering.expression) }
        #expect(there.channelsLast.map { Float($0) } == here)
    }

    /// What weights make up for needs nothing.
    @Test(arguments: Sample.allCases)
    func ordinaryNetworksNeedNothing(_ sample: Sample) throws {
        #expect(try sample.graph().pyTorchReorderings.isEmpty)
    }

    @Test func normalizedNoiseIsReordered() throws {
        let graph = try graph([layer("batch_norm"), layer("relu"), reshape(2, 2, 3), layer("tanh")], input: [12])
        #expect(
            graph.pyTorchReorderings == [
                PyTorchReordering(
                    place: .input(layer: 2), expression: "x.reshape(-1, 2, 2, 3).permute(0, 3, 1, 2).flatten(1)")
            ])
    }
}

/// A tensor of PyTorch, a batch of one sample, as far as the expressions need it.
private struct Tensor {
    /// With the batch.
    var shape: [Int]
    var values: [Int]

    static func channelsFirst(_ shape: [Int]) -> [Int] { shape.count == 3 ? [shape[2], shape[0], shape[1]] : shape }

    /// A sample whose values, in the order here, count from 0.
    init(channelsLastOf shape: [Int]) {
        self.shape = [1] + shape
        values = Array(0..<shape.reduce(1, *))
        if shape.count == 3 { permute([0, 3, 1, 2]) }
    }

    /// The values in the order here.
    var channelsLast: [Int] {
        var copy = self
        if shape.count == 4 { copy.permute([0, 2, 3, 1]) }
        return copy.values
    }

    mutating func evaluate(_ expression: String) {
        for call in expression.split(separator: ".").dropFirst() {
            let parts = call.split { "(), ".contains($0) }
            let numbers = parts.dropFirst().compactMap { Int($0) }
            switch parts[0] {
            case "reshape": shape = [1] + numbers.dropFirst()
            case "permute": permute(numbers)
            case "flatten": shape = [1, values.count]
            default: Issue.record("unknown call \(call)")
            }
            #expect(shape.reduce(1, *) == values.count)
        }
    }

    private mutating func permute(_ axes: [Int]) {
        let strides = shape.indices.map { shape[($0 + 1)...].reduce(1, *) }
        let permuted = axes.map { shape[$0] }
        values = values.indices.map { index in
            var (rest, from) = (index, 0)
            for axis in axes.indices.reversed() {
                from += rest % permuted[axis] * strides[axes[axis]]
                rest /= permuted[axis]
            }
            return values[from]
        }
        shape = permuted
    }
}
