import Foundation
import Kernels
import Reference
import Testing

@testable import Training

/// Every registered loss in single precision against its formula on paper in double precision: the value on outputs
/// that differ from sample to sample, and the gradient by central differences of the formula.
@Suite struct LossGradientTests {
    enum Part: CaseIterable { case real, fake, generator }

    /// Of one output x with target t; the loss is the mean over the batch.
    typealias Formula = (_ x: Double, _ t: Double) -> Double

    /// Losses of one side at a time; the others are judged by `PairLossTests` and `FeatureLossTests`.
    static let names: [String] = Losses.registry.types.compactMap { type in
        (type as? any SeparableLoss.Type).flatMap { $0.comparesSides ? nil : $0.declaration.name }
    }

    /// As the papers write them, with 1 - D(x) as the probability of -x.
    static func formula(_ name: String, _ part: Part) -> Formula? {
        func probability(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
        func crossEntropy(_ x: Double, _ t: Double) -> Double {
            -(t * log(probability(x)) + (1 - t) * log(probability(-x)))
        }
        switch (name, part) {
        case ("minimax", .real), ("minimax", .fake): return crossEntropy
        case ("minimax", .generator): return { x, _ in log(probability(-x)) }
        case ("non_saturating", .real), ("non_saturating", .fake): return crossEntropy
        case ("non_saturating", .generator): return { x, _ in -log(probability(x)) }
        case ("least_squares", .real), ("least_squares", .fake): return { x, t in (x - t) * (x - t) / 2 }
        case ("least_squares", .generator): return { x, _ in (x - 1) * (x - 1) / 2 }
        case ("hinge", .real): return { x, _ in max(0, 1 - x) }
        case ("hinge", .fake): return { x, _ in max(0, 1 + x) }
        case ("hinge", .generator): return { x, _ in -x }
        case ("wasserstein", .real): return { x, _ in -x }
        case ("wasserstein", .fake): return { x, _ in x }
        case ("wasserstein", .generator): return { x, _ in -x }
        case ("ebgan", .real), ("ebgan", .generator): return { x, _ in -x }
        case ("ebgan", .fake): return { x, _ in max(0, 1 + x) }
        case ("f_divergence", .real), ("f_divergence", .generator):
            return { x, _ in max(-x, 0) + log1p(exp(-abs(x))) - log(2) }
        case ("f_divergence", .fake): return { x, _ in max(x, 0) + log1p(exp(-abs(x))) - log(2) }
        default: return nil
        }
    }

    /// Of losses that have second derivatives, against differences of the formula.
    @Test(arguments: names) func curvatureIsTheDifference(_ name: String) throws {
        let loss = try #require(LossTests.make(name) as? any CurvedLoss)
        let step = 1e-4
        for (part, term) in [(Part.real, LossTerm.real), (.fake, .fake), (.generator, .generator)] {
            let formula = try #require(Self.formula(name, part), "no formula on paper for '\(name)' yet")
            for output in [-3, -0.4, 0.2, 1.7] {
                let difference =
                    (formula(output + step, 0.9) - 2 * formula(output, 0.9) + formula(output - step, 0.9))
                    / (step * step)
                let curvature = loss.curvature(term, output: output, target: 0.9)
                #expect(abs(curvature - difference) < 1e-6, "\(part) at \(output)")
            }
        }
    }

    /// Counts around the width of a vector; targets as smoothing and flipping leave them.
    @Test(arguments: names, [1, 5, 16, 37])
    func valueAndGradientAreTheFormulas(name: String, count: Int) throws {
        for part in Part.allCases {
            let formula = try #require(Self.formula(name, part), "no formula on paper for '\(name)' yet")
            var numbers = TestNumbers(seed: UInt64(count))
            // Away from the hinge's kinks at 1 and -1.
            let outputs = numbers.numbers(count, scale: 5).map { abs(abs($0) - 1) < 1e-3 ? 0.5 : $0 }
            // The generator's target is 1 in every loss that has one.
            let targets = (0..<count).map { _ in
                part == .generator ? 1 : [0, 0.1, 0.9, 1].map { Double(Float($0)) }[numbers.below(4)]
            }
            let found = evaluate(name, part, outputs, targets)
            func mean(_ x: [Double]) -> Double { zip(x, targets).map(formula).reduce(0, +) / Double(count) }
            let expected = mean(outputs)
            #expect(abs(found.value - expected) < 1e-6 * max(1, abs(expected)), "\(part)")
            for i in 0..<count {
                let slope = Differences.partial(mean, at: outputs, i) * Double(count)
                #expect(abs(found.gradient[i] * Double(count) - slope) < 2e-6 * max(1, abs(slope)), "\(part) \(i)")
            }
        }
    }

    /// A discriminator that is sure of itself must not make a loss overflow: the logarithm of a probability grows as
    /// the logit does, and its slope keeps its limit.
    @Test(arguments: names, [30.0, 100, 1e4])
    func sureDiscriminators(name: String, size: Double) throws {
        for (part, x) in Part.allCases.flatMap({ [($0, size), ($0, -size)] }) {
            let target = part == .fake ? 0.0 : 1
            let found = evaluate(name, part, [x], [target])
            let formula = try #require(Self.formula(name, part))
            var expected = formula(x, target)
            var slope = Differences.partial({ formula($0[0], target) }, at: [x], 0, step: 0.5)
            // On paper a probability underflows to 0 here: these are the limits.
            if case .probability = LossTests.make(name).output {
                switch (name, part) {
                case ("minimax", .generator): (expected, slope) = (min(0, -x), x > 0 ? -1 : 0)
                case (_, .fake): (expected, slope) = (max(0, x), x > 0 ? 1 : 0)
                default: (expected, slope) = (max(0, -x), x < 0 ? -1 : 0)
                }
            }
            #expect(abs(found.value - expected) <= 1e-6 * max(1, abs(expected)), "\(part) at \(x)")
            #expect(abs(found.gradient[0] - slope) <= 1e-6 * max(1, abs(slope)), "slope of \(part) at \(x)")
        }
    }

    /// The registered loss on a batch of its own memory.
    private func evaluate(
        _ name: String, _ part: Part, _ outputs: [Double], _ targets: [Double]
    ) -> (value: Double, gradient: [Double]) {
        guard let loss = LossTests.make(name) as? any SeparableLoss else { return (.nan, []) }
        let count = outputs.count
        let (x, t, gradient) = (FloatBuffer(count: count), FloatBuffer(count: count), FloatBuffer(count: count))
        for i in 0..<count { (x[i], t[i], gradient[i]) = (Float(outputs[i]), Float(targets[i]), .nan) }
        let batch = LossBatch(outputs: x.pointer, targets: t.pointer, gradient: gradient.pointer, count: count)
        let value =
            switch part {
            case .real: loss.discriminatorOnReal(batch)
            case .fake: loss.discriminatorOnFake(batch)
            case .generator: loss.generator(batch)
            }
        let slopes = (0..<count).map { Double(gradient[$0]) }
        return withExtendedLifetime((x, t, gradient)) { (value, slopes) }
    }
}
