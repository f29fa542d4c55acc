import Datasets
import Testing
import TestSupport
import Training

@testable import Equilibrium

/// What is known of each class.
@Suite struct ClassTests {
    /// Outputs of class 0 that say nothing, of class 1 that say all, and one that is undecided of each kind.
    private static let real: [(Float, UInt8)] =
        (0..<40).map { ($0 % 2 == 0 ? 1 : -1, 0) } + (0..<30).map { _ in (2, 1) } + [(0.001, 1)]
    private static let fake: [(Float, UInt8)] =
        (0..<20).map { ($0 % 2 == 0 ? 1 : -1, 0) } + (0..<50).map { _ in (-2, 1) } + [(-0.001, 1)]

    private static func critic(
        _ real: [(Float, UInt8)] = real, _ fake: [(Float, UInt8)] = fake
    ) -> CriticByClass {
        CriticByClass(real: (real.map(\.0), real.map(\.1)), fake: (fake.map(\.0), fake.map(\.1)))
    }

    @Test func aCriticsAnswersByClass() {
        let (plain, known) = (Self.critic().finding(0), Self.critic().finding(1))
        #expect(plain.accuracy.mean == 0.5 && plain.accuracy.real.count == 40 && plain.accuracy.fake.count == 20)
        #expect(plain.pValue > 0.99)
        // The undecided ones count half.
        #expect(known.accuracy.real == Proportion(successes: 30.5, count: 31))
        #expect(known.accuracy.fake == Proportion(successes: 50.5, count: 51))
        // 1 of all ways to choose 30 of 80.
        #expect(known.pValue < 1e-20)
        #expect(known.pValueAmongClasses < 1e-4 && plain.pValueAmongClasses < 1e-4)
        let missing = Self.critic().finding(2)
        #expect(missing.accuracy.real.count == 0 && missing.pValue == 1 && missing.pValueAmongClasses == 1)
    }

    /// A critic that calls one kind of both more often than half is no evidence, however unequal their numbers.
    @Test func aOneSidedCriticProvesNothing() {
        let (real, fake) = (
            (0..<90).map { _ in (Float(1), UInt8(0)) }, (0..<10).map { _ in (Float(1), UInt8(0)) }
        )
        let found = Self.critic(real, fake).finding(0)
        #expect(found.accuracy.mean == 0.5 && found.pValue == 1)
    }

    /// Labels that have nothing to do with the answers are below the level as often as it says, or less often.
    @Test func falseAlarms() {
        var alarms = 0
        for trial in 0..<400 {
            let outputs = normal(trial, rows: 200, columns: 2).values
            let real = (0..<100).map { (outputs[$0], UInt8($0 % 4)) }
            let fake = (100..<200).map { (outputs[$0], UInt8($0 % 4)) }
            let critic = Self.critic(real, fake)
            let p = (0..<4).map { critic.finding($0).pValue }
            let others = (0..<4).map { critic.finding($0).pValueAmongClasses }
            if (p.min() ?? 1) < 0.05 / 4 { alarms += 1 }
            #expect((others.min() ?? 1) > 1e-6)
        }
        #expect((1...32).contains(alarms), "\(alarms) of 400")
    }

    @Test func intervalsOfManyClassesAreWider() {
        let share = Proportion(successes: 8, count: 10)
        #expect(abs(share.interval(level: 0.05).lower - share.interval.lower) < 1e-9)
        #expect(share.interval(level: 0.005).lower < share.interval.lower - 0.05)
        let accuracy = Accuracy(real: share, fake: share)
        #expect(abs(accuracy.interval(level: 0.05).upper - accuracy.interval.upper) < 1e-9)
        #expect(accuracy.interval(level: 0.005).upper > accuracy.interval.upper)
    }

    /// Of classes together the accuracies come to that of all, whatever the loss.
    @Test(arguments: [true, false]) func accuraciesByClass(hasThreshold: Bool) {
        let values = normal(1, rows: 120, columns: 2).values
        let (real, fake) = (Array(values[..<120]), Array(values[120...]).map { $0 - 0.5 })
        let labels = (0..<120).map { UInt8($0 % 3) }
        let expectation =
            hasThreshold
            ? Expectation(
                loss: "hinge", output: .raw,
                equilibrium: LossEquilibrium(output: nil, discriminatorLoss: 2, generatorLoss: nil, threshold: 0))
            : Expectation(
                loss: "wasserstein", output: .raw,
                equilibrium: LossEquilibrium(output: nil, discriminatorLoss: 2, generatorLoss: nil, threshold: nil))
        let measurement = Measurement(
            Evaluation(
                iteration: 1, realOutputs: real, fakeOutputs: fake, discriminatorLoss: nil, generatorLoss: nil,
                discriminatorGradientNorm: nil, generatorGradientNorm: nil), expectation)
        let found = ClassQuestion.accuracies(
            LabelledOutputs(real: real, realLabels: labels, fake: fake, fakeLabels: labels), classes: 3, expectation,
            measurement)
        #expect(found.count == 3 && found.allSatisfy { $0.real.count == (hasThreshold ? 40 : 20) })
        let sum = found.reduce(0) { $0 + $1.mean } / 3
        #expect(abs(sum - measurement.accuracy.mean) < 1e-9)
    }
}
