import Kernels
import TestSupport
import Networks
import Testing

@testable import Engine

@Suite struct PlanTests {
    @Test func productsTakeBiasAndActivationAlong() throws {
        let graph = try graph(
            [
                dense(32), layer("leaky_relu"), reshape(4, 4, 2), convolution("conv2d", 16, kernel: 2),
                layer("batch_norm"),
                layer("relu"), layer("flatten"), dense(8, bias: false), layer("gelu"), dense(1),
            ],
            input: [3])
        #expect(
            Plan(graph, batch: 2).steps.map { $0.text(graph) } == [
                "matmul + bias + leakyRelu", "convolution 2x2 + bias", "batch_norm + relu", "matmul", "gelu",
                "matmul + bias",
            ])
    }

    @Test(arguments: Sample.allCases)
    func whatABackwardStepReadsLiesApart(_ sample: Sample) throws {
        let graph = try sample.graph()
        let plan = Plan(graph, batch: 3, workers: Workers(threads: 2))
        let counts = plan.slotCounts
        // At a step: the values that its gradients and those of earlier steps read, and the two gradients at work.
        var kept: Set<Int> = []
        for (index, step) in plan.steps.enumerated() {
            let input = try #require(plan.slots[step.inputs[0]])
            if step.gradientReads.contains(.input) { kept.insert(input) }
            if step.readsOutput(.everything) { kept.insert(index + 1) }
            var places = kept.compactMap { slot in plan.memory.values[slot].map { $0..<$0 + 3 * counts[slot] } }
            let gradients = plan.memory.gradients
            let isInPlace = step.operation.overwritesGradient && gradients[input] == gradients[index + 1]
            places += (isInPlace ? [input] : [input, index + 1]).map { gradients[$0]..<gradients[$0] + 3 * counts[$0] }
            // And what the step works in.
            let work = plan.memory.work[index].backward
            #expect(work.isEmpty || work.lowerBound >= plan.ownCount)
            places += [work].filter { !$0.isEmpty }
            places.sort { $0.lowerBound < $1.lowerBound }
            for (a, b) in zip(places, places.dropFirst()) { #expect(a.upperBound <= b.lowerBound) }
            #expect(places.allSatisfy { $0.upperBound <= plan.ownCount + plan.sharedCount })
        }
    }

    @Test func gradientsShareMemory() throws {
        let layers = (0..<12).flatMap { _ in [dense(128), layer("relu")] }
        let graph = try graph(layers, input: [128])
        let plan = Plan(graph, batch: 10)
        // Twelve kept values and the gradient towards the input; of the other gradients never more than two at once.
        #expect(plan.ownCount == 13 * 1280 && plan.sharedCount == 2 * 1280)
    }

    /// Values that make way once they were read leave room for gradients.
    @Test func holding() throws {
        let layers = (0..<12).flatMap { _ in [dense(128), layer("relu")] }
        let graph = try graph(layers, input: [128])
        let once = Plan(graph, batch: 10, holding: .nothing)
        // The output and the gradient towards the input; eleven values and, when the last is read, two gradients.
        #expect(once.ownCount == 2 * 1280 && once.sharedCount == 13 * 1280)
        let never = Plan(graph, batch: 10, holding: .outputs)
        #expect(never.ownCount == 1280 && never.sharedCount == 2 * 1280)
    }

    /// What a batch norm gave is made again where it is read; of what an activation gave signs are kept.
    @Test func valuesThatAreMadeAgain() throws {
        let layers = (0..<3).flatMap { _ in [dense(128), layer("batch_norm"), layer("relu")] } + [dense(128)]
        let normalized = try graph(layers, input: [128])
        let plan = Plan(normalized, batch: 10, holding: .values, remaking: 1)
        let whole = Plan(normalized, batch: 10, holding: .values, remaking: .max)
        #expect(plan.remakes.map { $0.map(\.step) } == [[], [], [1], [], [3], [], [5]])
        #expect(plan.remakes.allSatisfy { $0.allSatisfy(\.isForWeights) })
        #expect(whole.remakes.allSatisfy(\.isEmpty) && whole.ownCount - plan.ownCount == 3 * 1280)

        // Of an image of few channels a convolution's output is made again as well, and its signs are there meanwhile.
        let convolutions = Plan(
            try graph(
                [
                    convolution("conv2d", 16, kernel: 4, stride: 2, padding: 1), layer("leaky_relu"),
                    convolution("conv2d", 8, kernel: 4, stride: 2, padding: 1), layer("leaky_relu"), layer("flatten"),
                    dense(1),
                ], input: [8, 8, 3]), batch: 4, holding: .nothing, remaking: 1)
        #expect(convolutions.remakes.map { $0.map(\.step) } == [[], [0], []])
        #expect(convolutions.memory.signs.map { $0 != nil } == [true, true, false])

        let signed = Plan(
            try graph([dense(256), layer("leaky_relu"), dense(256), layer("relu"), dense(1)], input: [128]), batch: 4,
            holding: .nothing, remaking: 1)
        #expect(signed.memory.signs.map { $0 != nil } == [true, true, false])
    }

    /// Gradients that late steps read once more lie apart from all that a backward pass writes, and so do the values
    /// beside them.
    @Test(arguments: [Holding.values, .nothing])
    func gradientsThatAreReadLaterLieApart(holding: Holding) throws {
        let layers = (0..<4).flatMap { _ in [dense(256), layer("relu")] }
        let plan = Plan(try graph(layers, input: [256]), batch: 10, holding: holding)
        // Four values, the output's among them, four gradients and that of the input.
        #expect(plan.ownCount + plan.sharedCount == (4 + 4 + 1) * 2560)
        let places = (plan.memory.values.compactMap { $0 } + plan.memory.gradients).sorted()
        for (a, b) in zip(places, places.dropFirst()) { #expect(b - a >= 2560) }
    }

    @Test func lifetimes() {
        var arena = Arena()
        let a = arena.add(10, from: 0, to: 3)
        let b = arena.add(20, from: 4, to: 5)
        let c = arena.add(5, from: 3, to: 4)
        let (offsets, count) = arena.placed()
        #expect(offsets[b] == 0 && offsets[a] == 0 && offsets[c] == 32)
        #expect(count == 48)
    }

    /// Buffers never lie over one that is alive at the same time, and mostly no more is taken than is alive at once.
    @Test(arguments: 0..<40)
    func buffersAliveTogetherLieApart(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var arena = Arena()
        let buffers = (0..<12).map { _ in
            let first = Int.random(in: 0..<20, using: &random)
            return (
                count: 16 * Int.random(in: 1...30, using: &random), first: first,
                last: first + Int.random(in: 0..<8, using: &random)
            )
        }
        let indices = buffers.map { arena.add($0.count, from: $0.first, to: $0.last) }
        let (offsets, count) = arena.placed()
        for a in 0..<12 {
            #expect(offsets[indices[a]] + buffers[a].count <= count)
            for b in 0..<a where buffers[a].first <= buffers[b].last && buffers[b].first <= buffers[a].last {
                let (x, y) = (offsets[indices[a]], offsets[indices[b]])
                #expect(x + buffers[a].count <= y || y + buffers[b].count <= x)
            }
        }
        let alive = (0..<30).map { time in
            buffers.reduce(0) { $0 + ($1.first <= time && time <= $1.last ? $1.count : 0) }
        }
        #expect(count * 10 <= 11 * (alive.max() ?? 0))
    }

    /// A value with three readers: two of them leave their gradients apart, and the plan says that they add up.
    @Test func gradientsOfSeveralReadersMeet() throws {
        let graph = try graph(
            LayerText.choices("[dense: {units: 4, id: a}, tanh, add: a, dense: 4, concat: a, dense: 1]"), input: [3])
        let plan = Plan(graph, batch: 1)
        #expect(
            steps(of: plan) == [
                "1: [4] = matmul + bias(the input)", "2: [4] = tanh(1), gradients add up",
                "3: [4] = sum(2, 1), gradients add up", "4: [4] = matmul + bias(3)", "5: [8] = concatenation(4, 1)",
                "6: [1] = matmul + bias(5)",
            ])
        #expect(plan.sums.flatMap { $0 }.map(\.slot) == [1, 1])
    }

    @Test func printed() throws {
        let graph = try graph([dense(20), layer("relu"), dense(1)], input: [3])
        #expect(
            steps(of: Plan(graph, batch: 2)) == [
                "1: [20] = matmul + bias + relu(the input)", "2: [1] = matmul + bias(1)",
            ])
    }

    /// As a plan is printed, but for the line of its memory, which depends on the processor.
    private func steps(of plan: Plan) -> [String] {
        plan.description.split(separator: "\n").dropLast().map(String.init)
    }
}
