import Foundation
import Testing
import TestSupport

@testable import Equilibrium

@Suite struct AccuracyTests {
    @Test func countsBothSides() {
        let accuracy = Accuracy(real: [1, 2, -1, 3], fake: [-1, -2, 1, -3, -4], threshold: 0)
        #expect(accuracy.real.value == 0.75)
        #expect(accuracy.fake.value == 0.8)
        #expect(accuracy.mean == 0.775)
        #expect(abs(accuracy.distance - 0.275) < 1e-15)
    }

    @Test func tiesCountHalf() {
        let constant = Accuracy(real: [0, 0, 0], fake: [0, 0], threshold: 0)
        #expect(constant.real.value == 0.5)
        #expect(constant.fake.value == 0.5)
        let some = Accuracy(real: [0, 1], fake: [0, -1], threshold: 0)
        #expect(some.real.value == 0.75)
        #expect(some.fake.value == 0.75)
    }

    /// The output of a perfect discriminator under targets 0.9 / 0 is logit(0.45) in single precision, and ties.
    @Test func tiesAtASmoothedThreshold() {
        let threshold = log(0.45 / 0.55)
        let accuracy = Accuracy(real: [Float(threshold)], fake: [Float(threshold)], threshold: threshold)
        #expect(accuracy.real.value == 0.5)
        #expect(accuracy.fake.value == 0.5)
    }

    /// Always "real": the mean is a half, the sides are not.
    @Test func oneSided() {
        let accuracy = Accuracy(real: [1, 2, 3], fake: [1, 2, 3], threshold: 0)
        #expect(accuracy.real.value == 1)
        #expect(accuracy.fake.value == 0)
        #expect(accuracy.mean == 0.5)
    }

    /// Judged at 0.5, an equilibrium under targets 0.9 / 0 would read as 0 % / 100 %.
    @Test func thresholdFollowsSmoothing() {
        let outputs = [Float](repeating: Float(log(0.45 / 0.55)), count: 10)
        let naive = Accuracy(real: outputs, fake: outputs, threshold: 0)
        #expect(naive.real.value == 0)
        #expect(naive.fake.value == 1)
    }
}

@Suite struct RankingTests {
    @Test(arguments: 0..<20 as Range<UInt64>)
    func areaMatchesAllPairs(seed: UInt64) {
        var generator = SplitMix(seed: seed)
        func values(_ count: Int) -> [Float] {
            (0..<count).map { _ in Float(Int.random(in: 0...9, using: &generator)) }
        }
        let real = values(23)
        let fake = values(17)
        var sum = 0.0
        for r in real { for f in fake { sum += r > f ? 1 : (r == f ? 0.5 : 0) } }
        #expect(abs(Ranking.areaUnderCurve(real: real, fake: fake) - sum / Double(23 * 17)) < 1e-12)
    }

    @Test func areaOfConstants() {
        #expect(Ranking.areaUnderCurve(real: [3, 3], fake: [3, 3, 3]) == 0.5)
        #expect(Ranking.areaUnderCurve(real: [2], fake: [1]) == 1)
        #expect(Ranking.areaUnderCurve(real: [1], fake: [2]) == 0)
        #expect(Ranking.areaUnderCurve(real: [], fake: [2]).isNaN)
    }

    /// No threshold does better than the one found.
    @Test(arguments: 0..<20 as Range<UInt64>)
    func bestThresholdIsBest(seed: UInt64) {
        var generator = SplitMix(seed: seed)
        func values(_ centre: Int) -> [Float] {
            (0..<15).map { _ in Float(Int.random(in: centre...(centre + 8), using: &generator)) }
        }
        let real = values(3)
        let fake = values(0)
        let found = Accuracy(real: real, fake: fake, threshold: Ranking.bestThreshold(real: real, fake: fake)).mean
        let best = (-2...26).map { Accuracy(real: real, fake: fake, threshold: Double($0) / 2).mean }.max() ?? 1
        #expect(abs(found - best) < 1e-12)
    }

    @Test func bestThresholdSeparates() {
        #expect(Ranking.bestThreshold(real: [5, 6], fake: [1, 3]) == 4)
        #expect(Ranking.bestThreshold(real: [7, 7], fake: [7, 7]) == 7)
    }

    /// On samples of one distribution the best threshold would flatter; measured on the other half it does not.
    @Test func validationDoesNotFlatter() {
        var flattered = 0.0
        var validated = 0.0
        for seed in 0..<200 as Range<UInt64> {
            var generator = SplitMix(seed: seed)
            func values() -> [Float] { (0..<40).map { _ in Float.random(in: 0...1, using: &generator) } }
            let real = values()
            let fake = values()
            let threshold = Ranking.bestThreshold(real: real, fake: fake)
            flattered += Accuracy(real: real, fake: fake, threshold: threshold).mean / 200
            validated += Ranking.accuracyAtValidatedThreshold(real: real, fake: fake).accuracy.mean / 200
        }
        #expect(flattered > 0.55)
        #expect(abs(validated - 0.5) < 0.02)
    }

    @Test func validatedAccuracyOfSeparateSamples() {
        let accuracy = Ranking.accuracyAtValidatedThreshold(real: [5, 6, 7, 8], fake: [-1, 0, 1, 2]).accuracy
        #expect(accuracy.mean == 1)
        #expect(accuracy.real.count == 2)
    }
}
