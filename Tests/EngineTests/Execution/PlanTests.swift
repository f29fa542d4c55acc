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
        let plan = Plan(graph, batch: 3)
        let counts = plan.slotCounts
        // At a step: the values that its gradients and those of earlier steps read, and the two gradients at work.
        var kept: Set<Int> = []
        for (index, step) in plan.steps.enumerated() {
            let input = try #require(plan.slots[step.inputs[0]])
            if step.gradientReads.contains(.input) { kept.insert(input) }
            if step.gradientReads.contains(.output) { kept.insert(index + 1) }
            var places = kept.compactMap { slot in plan.values[slot].map { $0..<$0 + 3 * counts[slot] } }
            places += [input, index + 1].map { plan.gradients[$0]..<plan.gradients[$0] + 3 * counts[$0] }
            places.sort { $0.lowerBound < $1.lowerBound }
            for (a, b) in zip(places, places.dropFirst()) { #expect(a.upperBound <= b.lowerBound) }
            #expect(places.allSatisfy { $0.upperBound <= plan.ownCount + plan.sharedCount })
        }
    }

    @Test func gradientsShareMemory() throws {
        let layers = (0..<12).flatMap { _ in [dense(128), layer("relu")] }
        let plan = Plan(try graph(layers, input: [128]), batch: 10)
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

    /// Gradients that late steps read once more lie apart from all that a backward pass writes, and so do the values
    /// beside them.
    @Test(arguments: [Holding.values, .nothing])
    func gradientsThatAreReadLaterLieApart(holding: Holding) throws {
        let layers = (0..<4).flatMap { _ in [dense(256), layer("relu")] }
        let plan = Plan(try graph(layers, input: [256]), batch: 10, holding: holding)
        // Four values, the output's among them, four gradients and that of the input.
        #expect(plan.ownCount + plan.sharedCount == (4 + 4 + 1) * 2560)
        let places = (plan.values.compactMap { $0 } + plan.gradients).sorted()
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

    /// A value with three readers: two of them leave their gradients apart, and the plan says that they add up.
    @Test func gradientsOfSeveralReadersMeet() throws {
        let graph = try graph(
            LayerText.choices("[dense: {units: 4, id: a}, tanh, add: a, dense: 4, concat: a, dense: 1]"), input: [3])
        let plan = Plan(graph, batch: 1)
        #expect(
            plan.description == """
                80: [4] = matmul + bias(the input)
                0: [4] = tanh(80), gradients add up
                16: [4] = sum(0, 80), gradients add up
                96: [4] = matmul + bias(16)
                32: [8] = concatenation(96, 80)
                48: [1] = matmul + bias(32)
                batch 1, 80 floats and 64 shared
                """)
        #expect(plan.sums.flatMap { $0 }.map(\.slot) == [1, 1])
    }

    @Test func printed() throws {
        let graph = try graph([dense(20), layer("relu"), dense(1)], input: [3])
        #expect(
            Plan(graph, batch: 2).description == """
                0: [20] = matmul + bias + relu(the input)
                48: [1] = matmul + bias(0)
                batch 2, 80 floats and 64 shared
                """)
    }
}
