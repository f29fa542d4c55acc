import Configuration
import Formats
import Kernels
import TestSupport
import Networks
import Testing

@testable import Engine

private let address = RandomAddress(seed: 5, stream: 3, iteration: 17)
private let one = Workers(threads: 1)

@Suite struct ExecutionTests {
    /// Output and gradients of one training step from fixed numbers.
    private func step(_ sample: Sample, rows: Int, batch: Int, workers: Workers = one) throws -> [[Float]] {
        let network = Network(try sample.graph(), seed: 1, stream: 2)
        let execution = Execution(network, batch: batch, workers: workers)
        let input = numbers(rows * network.graph.input.count, seed: 4)
        let output = execution.output(input, rows: rows, training: address)
        let slope = numbers(output.count, seed: 8)
        let gradient = execution.backward(slope, parameters: .overwrite, inputGradient: true)
        let inputGradient = Array(UnsafeBufferPointer(start: gradient, count: input.count))
        return [output, inputGradient, network.gradientValues, network.stateValues]
    }

    @Test(arguments: Sample.allCases)
    func aSampleDoesNotDependOnTheBatchItComesIn(_ sample: Sample) throws {
        let network = Network(try sample.graph(), seed: 1, stream: 2)
        let width = network.graph.output.count
        let input = numbers(7 * network.graph.input.count, seed: 4)
        let all = Execution(network, batch: 7, workers: one).output(input, rows: 7)
        let single = Execution(network, batch: 3, workers: one)
        for row in 0..<7 {
            let start = row * network.graph.input.count
            let output = single.output(Array(input[start..<start + network.graph.input.count]), rows: 1)
            for (a, b) in zip(output, all[row * width..<(row + 1) * width]) { #expect(abs(a - b) < 1e-5) }
        }
    }

    @Test(arguments: Sample.allCases)
    func fewerRowsThanTheBatchAreJustThoseRows(_ sample: Sample) throws {
        let (exact, larger) = (try step(sample, rows: 5, batch: 5), try step(sample, rows: 5, batch: 16))
        for (a, b) in zip(exact, larger) { for (x, y) in zip(a, b) { #expect(abs(x - y) <= 1e-5 * max(1, abs(x))) } }
    }

    @Test(arguments: Sample.allCases)
    func threadsDoNotChangeABit(_ sample: Sample) throws {
        let single = try step(sample, rows: 33, batch: 33)
        for threads in [2, 3] {
            let several = try step(sample, rows: 33, batch: 33, workers: Workers(threads: threads))
            #expect(single == several, "\(threads) threads")
        }
    }

    @Test(arguments: Sample.allCases)
    func gradientsAreThoseOfTheOutput(_ sample: Sample) throws {
        // Central differences in single precision, along one direction over all parameters and along the input.
        let network = Network(try sample.graph(), seed: 1, stream: 2)
        let execution = Execution(network, batch: 6, workers: one)
        let input = numbers(6 * network.graph.input.count, seed: 4)
        let slope = numbers(6 * network.graph.output.count, seed: 8)
        func value(_ input: [Float]) -> Double {
            zip(execution.output(input, rows: 6, training: address), slope).reduce(0) {
                $0 + Double($1.0) * Double($1.1)
            }
        }
        _ = value(input)
        let gradient = execution.backward(slope, parameters: .overwrite, inputGradient: true)
        let inputGradient = Array(UnsafeBufferPointer(start: gradient, count: input.count))
        let gradients = network.gradientValues
        let start = network.parameterValues
        let norm = gradients.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
        let inputNorm = inputGradient.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
        // Along the gradient itself, so that the difference is as large as it can be.
        let h = 2e-3
        func move(_ t: Double) -> Double {
            for i in start.indices { network.parameters[i] = start[i] + Float(t * Double(gradients[i]) / norm) }
            return value(input)
        }
        let difference = (move(h) - move(-h)) / (2 * h)
        _ = move(0)
        #expect(abs(difference - norm) < 0.02 * norm, "\(difference) is not \(norm)")
        func shifted(_ t: Double) -> [Float] {
            zip(input, inputGradient).map { $0 + Float(t * Double($1) / inputNorm) }
        }
        let along = (value(shifted(h)) - value(shifted(-h))) / (2 * h)
        #expect(abs(along - inputNorm) < 0.02 * inputNorm, "\(along) is not \(inputNorm)")
    }

    @Test(arguments: Sample.allCases)
    func gradientsAreComputedOnlyWhenAsked(_ sample: Sample) throws {
        let network = Network(try sample.graph(), seed: 1, stream: 2)
        let execution = Execution(network, batch: 4, workers: one)
        let input = numbers(4 * network.graph.input.count, seed: 4)
        let slope = numbers(4 * network.graph.output.count, seed: 8)
        execution.output(input, rows: 4, training: address)
        let both = try #require(execution.backward(slope, parameters: .overwrite, inputGradient: true))
        let expected = Array(UnsafeBufferPointer(start: both, count: input.count))
        let gradients = network.gradientValues

        // Towards the input only: the gradients of the parameters stay as they are, even not-a-number.
        network.gradients.update(repeating: .nan, count: network.flatCount)
        let input2 = try #require(execution.backward(slope, parameters: .none, inputGradient: true))
        #expect(Array(UnsafeBufferPointer(start: input2, count: input.count)) == expected)
        #expect(network.gradientValues.allSatisfy { $0.isNaN })

        // Towards the parameters only.
        network.gradients.update(repeating: 0, count: network.flatCount)
        #expect(execution.backward(slope, parameters: .overwrite, inputGradient: false) == nil)
        #expect(network.gradientValues == gradients)
        execution.backward(slope, parameters: .accumulate, inputGradient: false)
        for (twice, once) in zip(network.gradientValues, gradients) {
            #expect(abs(twice - 2 * once) <= 1e-4 * max(1, abs(once)))
        }
        #expect(execution.backward(slope, parameters: .none, inputGradient: false) == nil)
    }

    @Test func theFirstLayersInputGradientIsNotComputedUnlessAsked() throws {
        let network = Network(try graph([dense(4), layer("tanh"), dense(1)], input: [3]), seed: 1, stream: 2)
        let execution = Execution(network, batch: 2, workers: one)
        execution.output(numbers(6, seed: 1), rows: 2, training: address)
        let place = try #require(execution.backward([1, 1], parameters: .none, inputGradient: true))
        place.update(repeating: 77, count: 6)
        execution.backward([1, 1], parameters: .overwrite, inputGradient: false)
        #expect((0..<6).allSatisfy { place[$0] == 77 })
    }

    @Test(arguments: Sample.allCases)
    func paddingStaysZero(_ sample: Sample) throws {
        let network = Network(try sample.graph(), seed: 1, stream: 2)
        let execution = Execution(network, batch: 4, workers: one)
        execution.output(numbers(4 * network.graph.input.count, seed: 4), rows: 4, training: address)
        execution.backward(
            numbers(4 * network.graph.output.count, seed: 8), parameters: .overwrite, inputGradient: false)
        // All that does not come back after a round trip through PyTorch's layout is padding.
        for (flat, values) in [
            (network.gradients, network.gradientValues), (network.parameters, network.parameterValues),
        ] {
            let tensors = network.export(flat: flat)
            let again = Network(network.graph, seed: 0, stream: 0)
            again.parameters.update(repeating: 0, count: again.flatCount)
            try again.load(tensors, flat: again.parameters)
            #expect(again.parameterValues == values)
        }
    }

    @Test func batchNormUsesTheBatchInTrainingAndRunningAveragesOutside() throws {
        let network = Network(
            try graph([layer("batch_norm", ["momentum": .real(0.5)])], input: [1]), seed: 1, stream: 2)
        let execution = Execution(network, batch: 4, workers: one)
        let input: [Float] = [1, 2, 3, 6]  // mean 3, biased variance 3.5, unbiased 14/3
        let trained = execution.output(input, rows: 4, training: address)
        let deviation = Float(3.50001).squareRoot()
        for (x, y) in zip(input, trained) { #expect(abs(y - (x - 3) / deviation) < 1e-5) }
        #expect(abs(network.state[0] - 1.5) < 1e-6)
        #expect(abs(network.state[16] - (0.5 + 7.0 / 3)) < 1e-5)
        let inferred = execution.output(input, rows: 4)
        let running = (Float(17.0 / 6) + 1e-5).squareRoot()
        for (x, y) in zip(input, inferred) { #expect(abs(y - (x - 1.5) / running) < 1e-5) }
        #expect(abs(network.state[0] - 1.5) < 1e-6, "inference leaves the averages alone")
    }

    @Test func dropoutDropsInTrainingOnly() throws {
        let network = Network(
            try graph(
                [layer("dropout", ["rate": .real(0.25)]), layer("dropout", ["rate": .real(0.25)])], input: [1000]),
            seed: 1, stream: 2)
        let execution = Execution(network, batch: 4, workers: one)
        let input = [Float](repeating: 3, count: 4000)
        #expect(execution.output(input, rows: 4) == input)
        let output = execution.output(input, rows: 4, training: address)
        let kept = output.filter { $0 != 0 }
        #expect(kept.allSatisfy { abs($0 - 3 / 0.75 / 0.75) < 1e-5 })
        // Two layers of independent masks keep 0.5625; one mask twice would keep 0.75. Five standard deviations.
        let error = (0.5625 * 0.4375 / 4000).squareRoot()
        #expect(abs(Double(kept.count) / 4000 - 0.5625) < 5 * error)
        #expect(execution.output(input, rows: 4, training: address) == output)
        #expect(execution.output(input, rows: 4, training: RandomAddress(seed: 5, stream: 3, iteration: 18)) != output)
        execution.output(input, rows: 4, training: address)
        let ones = [Float](repeating: 1, count: 4000)
        let gradient = try #require(execution.backward(ones, parameters: .none, inputGradient: true))
        #expect((0..<4000).allSatisfy { abs(gradient[$0] - output[$0] / 3) < 1e-5 })
    }

    @Test func viewsAloneComputeNothing() throws {
        let network = Network(try graph([layer("flatten"), reshape(2, 1, 2)], input: [2, 2, 1]), seed: 1, stream: 2)
        let execution = Execution(network, batch: 1, workers: one)
        #expect(execution.output([1, 2, 3, 4], rows: 1, training: address) == [1, 2, 3, 4])
        let gradient = try #require(execution.backward([5, 6, 7, 8], parameters: .overwrite, inputGradient: true))
        #expect((0..<4).map { gradient[$0] } == [5, 6, 7, 8])
    }

    @Test(arguments: Sample.allCases)
    func theCallersMemoryIsOnlyRead(_ sample: Sample) throws {
        let network = Network(try sample.graph(), seed: 1, stream: 2)
        let execution = Execution(network, batch: 3, workers: one)
        let input = FloatBuffer(count: 3 * network.graph.input.count)
        let slope = FloatBuffer(count: 3 * network.graph.output.count)
        for (i, x) in numbers(input.count, seed: 4).enumerated() { input[i] = x }
        for (i, x) in numbers(slope.count, seed: 8).enumerated() { slope[i] = x }
        execution.forward(input.pointer, rows: 3, mode: .training(address))
        execution.backward(slope.pointer, parameters: .overwrite, inputGradient: true)
        #expect((0..<input.count).map { input[$0] } == numbers(input.count, seed: 4))
        #expect((0..<slope.count).map { slope[$0] } == numbers(slope.count, seed: 8))
    }

    /// Two networks that take turns in one memory, of which the second asks for more: the first one's values are held
    /// meanwhile, or its passes are over before.
    @Test(arguments: Sample.allCases)
    func sharedMemoryChangesNothing(_ sample: Sample) throws {
        let alone = try step(sample, rows: 5, batch: 5)
        for holding in [Holding.everything, .values, .nothing] {
            let memory = PassMemory()
            let network = Network(try sample.graph(), seed: 1, stream: 2)
            let other = Network(try sample.graph(), seed: 3, stream: 2)
            // All is made again that can be.
            let first = Execution(network, batch: 5, workers: one, memory: memory, holding: holding, remaking: 1)
            let second = Execution(other, batch: 9, workers: one, memory: memory, holding: .nothing)
            let input = numbers(9 * network.graph.input.count, seed: 6)
            func passOfSecond() {
                let slope = numbers(second.output(input, rows: 9, training: address).count, seed: 7)
                second.backward(slope, parameters: .overwrite, inputGradient: true)
            }
            passOfSecond()
            let samples = numbers(5 * network.graph.input.count, seed: 4)
            let output = first.output(samples, rows: 5, training: address)
            if holding.isOwn { passOfSecond() }
            let slope = numbers(output.count, seed: 8)
            let gradient = first.backward(slope, parameters: .overwrite, inputGradient: true)
            passOfSecond()
            let inputGradient = Array(UnsafeBufferPointer(start: gradient, count: samples.count))
            #expect([output, inputGradient, network.gradientValues, network.stateValues] == alone)
        }
    }

    /// Inference needs no memory for gradients, and gives the same.
    @Test(arguments: Sample.allCases)
    func outputsAlone(_ sample: Sample) throws {
        let graph = try sample.graph()
        let trained = Network(graph, seed: 1, stream: 2)
        let frozen = Network(graph, seed: 1, stream: 2, isTrained: false)
        let input = numbers(3 * graph.input.count, seed: 4)
        let outputs = Execution(frozen, batch: 3, workers: one, holding: .outputs).output(input, rows: 3)
        #expect(outputs == Execution(trained, batch: 3, workers: one).output(input, rows: 3))
    }

    /// What is needed is known before anything is made.
    @Test(arguments: Sample.allCases)
    func need(_ sample: Sample) throws {
        let graph = try sample.graph()
        let network = Network(graph, seed: 1, stream: 2)
        let output = FloatBuffer(count: 5 * graph.output.count)
        let gradient = FloatBuffer(count: 5 * graph.input.count)
        for holding in [Holding.everything, .values, .nothing, .outputs] {
            for outside in [
                OutsideMemory(), OutsideMemory(output: output.pointer), OutsideMemory(inputGradient: gradient.pointer),
            ] {
                let execution = Execution(network, batch: 5, workers: one, holding: holding, outside: outside)
                let need = PassMemoryNeed(graph, batch: 5, holding: holding, outside: outside.places, workers: one)
                #expect(need.bytes == execution.ownBytes + execution.memory.bytes)
            }
        }
    }

    /// Results in memory of the caller's are the same, and so is all that is made of them; the execution has none for
    /// them.
    @Test(arguments: Sample.allCases)
    func resultsInMemoryOfTheCallers(_ sample: Sample) throws {
        let alone = try step(sample, rows: 5, batch: 5)
        let network = Network(try sample.graph(), seed: 1, stream: 2)
        let graph = network.graph
        let places = (FloatBuffer(count: 5 * graph.output.count), FloatBuffer(count: 5 * graph.input.count))
        let outside = OutsideMemory(output: places.0.pointer, inputGradient: places.1.pointer)
        let memory = PassMemory()
        let execution = Execution(network, batch: 5, workers: one, memory: memory, holding: .values, outside: outside)
        // Asks for more of the shared memory, which moves.
        let other = Execution(
            Network(try sample.graph(), seed: 3, stream: 2), batch: 9, workers: one, memory: memory, holding: .nothing)
        let input = numbers(5 * graph.input.count, seed: 4)
        let output = execution.output(input, rows: 5, training: address)
        _ = other.output(numbers(9 * graph.input.count, seed: 6), rows: 9, training: address)
        execution.backward(numbers(output.count, seed: 8), parameters: .overwrite, inputGradient: true)
        let found = [places.0, places.1].map { place in (0..<place.count).map { place[$0] } }
        #expect(found + [network.gradientValues, network.stateValues] == alone)
        let kept = Execution(network, batch: 5, workers: one, holding: .values)
        #expect(kept.ownBytes - execution.ownBytes == 4 * (aligned(places.0.count) + aligned(places.1.count)))
    }

    /// A second input joined to the first is the same as one input that holds both.
    @Test func severalInputs() throws {
        let label = try Graph(
            layers: LayerText.choices("[concat: label, dense: 4, tanh]"),
            inputs: [Graph.Input("sample", Shape([2])), Graph.Input("label", Shape([3]))], initializer: kaiming)
        let (two, whole) = (
            Network(label, seed: 1, stream: 2),
            Network(try graph([dense(4), layer("tanh")], input: [5]), seed: 7, stream: 2)
        )
        let tensors = two.export().map {
            NamedTensor("0" + $0.name.dropFirst(), shape: $0.shape, values: $0.values)
        }
        try whole.load(tensors)
        let (execution, expected) = (
            Execution(two, batch: 2, workers: one), Execution(whole, batch: 2, workers: one)
        )
        let (samples, labels, slope) = (numbers(4, seed: 1), numbers(6, seed: 2), numbers(8, seed: 3))
        let joined = Array(samples[0..<2] + labels[0..<3] + samples[2..<4] + labels[3..<6])
        try labels.withUnsafeBufferPointer { labels in
            execution.bind(try #require(labels.baseAddress), toInput: 1)
            #expect(
                execution.output(samples, rows: 2, training: address)
                    == expected.output(joined, rows: 2, training: address))
            execution.backward(slope, parameters: .overwrite, inputGradient: true)
        }
        let gradient = try #require(expected.backward(slope, parameters: .overwrite, inputGradient: true))
        #expect((0..<2).map { execution.gradient(ofInput: 0)[$0] } == (0..<2).map { gradient[$0] })
        #expect((0..<3).map { execution.gradient(ofInput: 1)[$0] } == (2..<5).map { gradient[$0] })
        #expect((0..<3).map { execution.gradient(ofInput: 1)[3 + $0] } == (7..<10).map { gradient[$0] })
        #expect(two.gradientValues == whole.gradientValues)
    }
}
