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
            if step.readsOutput(.everything) { kept.insert(index + 1) }
            var places = kept.compactMap { slot in plan.memory.values[slot].map { $0..<$0 + 3 * counts[slot] } }
            let gradients = plan.memory.gradients
            let isInPlace = step.operation.overwritesGradient && gradients[input] == gradients[index + 1]
            places += (isInPlace ? [input] : [input, index + 1]).map { gradients[$0]..<gradients[$0] + 3 * counts[$0] }
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
