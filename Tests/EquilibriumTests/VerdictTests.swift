import Testing
import Training

import func Foundation.log

@testable import Equilibrium

/// Constructed courses whose verdict is beyond dispute.
@Suite struct VerdictTests {
    static let logistic = Expectation(
        loss: "non_saturating", output: .probability,
        equilibrium: LossEquilibrium(output: 0.5, discriminatorLoss: 1.3863, generatorLoss: 0.6931, threshold: 0))
    static let hinge = Expectation(
        loss: "hinge", output: .raw,
        equilibrium: LossEquilibrium(output: nil, discriminatorLoss: 2, generatorLoss: nil, threshold: 0))

    /// A measurement with the given shares of real and fake samples judged right, outputs at +-1.
    static func measurement(
        _ iteration: Int, real: Double, fake: Double, gradient: Double = 1, diversity: Diversity? = nil
    ) -> Measurement {
        func outputs(_ above: Double) -> [Float] { (0..<1000).map { Double($0) < above * 1000 ? 1 : -1 } }
        return Measurement(
            Evaluation(
                iteration: iteration, realOutputs: outputs(real), fakeOutputs: outputs(1 - fake), discriminatorLoss: 1,
                generatorLoss: 1, discriminatorGradientNorm: gradient, generatorGradientNorm: gradient),
            logistic, diversity: diversity)
    }

    static func course(_ sides: [(real: Double, fake: Double)]) -> [Measurement] {
        [measurement(0, real: 0.5, fake: 0.5)]
            + sides.enumerated().map {
                measurement(($0.offset + 1) * 100, real: $0.element.real, fake: $0.element.fake)
            }
    }

    static func verdict(_ sides: [(real: Double, fake: Double)]) -> Verdict {
        Verdict(course: course(sides), expectation: logistic)
    }

    @Test(arguments: [
        ([(0.51, 0.49)], Verdict.Kind.cannotTell),
        ([(0.6, 0.42), (0.48, 0.55)], .cannotTell),
        ([(0.99, 0.98)], .discriminatorWins),
        ([(0.7, 0.6)], .discriminatorAhead),
        ([(0.3, 0.35)], .generatorWins),
        ([(1.0, 0.0)], .oneSided),
        ([(0.05, 0.97)], .oneSided),
        ([(0.9, 0.9), (0.1, 0.1)], .oscillating),
        ([(1.0, 0.0), (0.0, 1.0)], .oscillating),
        ([(0.57, 0.57), (0.42, 0.42)], .unsettled),
    ])
    func steadyAndCyclic(pattern: [(real: Double, fake: Double)], kind: Verdict.Kind) {
        let sides = (0..<24).map { pattern[$0 % pattern.count] }
        let verdict = Self.verdict(sides)
        #expect(verdict.kind == kind, "\(verdict.reason)")
        #expect(verdict.reason.hasSuffix("."))
    }

    /// A discriminator that wins at first and loses its lead for good is judged by the end.
    @Test func theEndCounts() {
        let sides = (0..<24).map { $0 < 10 ? (real: 0.95, fake: 0.95) : (real: 0.5, fake: 0.51) }
        #expect(Self.verdict(sides).kind == .cannotTell)
    }

    /// Nobody else looked, and the discriminator reads 0.5: the generated samples are known all the same.
    @Test func collapseIsSeenWithoutACritic() {
        func verdict(_ diversity: @escaping (Int) -> Diversity) -> Verdict {
            let course = (0...24).map { Self.measurement($0 * 100, real: 0.5, fake: 0.5, diversity: diversity($0)) }
            return Verdict(course: course, expectation: Self.logistic)
        }
        #expect(
            verdict { _ in Diversity(spread: 0.9, modesCovered: 8, modes: 8, highQuality: 0.9) }.kind
                == .cannotTell)
        let collapsed = verdict { _ in Diversity(spread: 0.9, modesCovered: 2, modes: 8, highQuality: 0.9) }
        #expect(collapsed.kind == .modeCollapse)
        #expect(collapsed.reason == "2 of 8 modes covered, and so it was over iterations 1,900 to 2,400.")
        // It came back.
        #expect(verdict { Diversity(spread: $0 == 24 ? 0.9 : 0.1) }.kind == .cannotTell)
    }

    /// A run that was ended near equilibrium is judged by what ended it, not by a rough way there.
    @Test func theWindowThatEndedARun() {
        let course = Self.course((0..<24).map { $0 < 21 ? (real: 0.9, fake: $0 % 2 == 0 ? 0.9 : 0.1) : (0.5, 0.51) })
        #expect(Verdict(course: course, expectation: Self.logistic).kind != .cannotTell)
        #expect(Verdict(course: course, expectation: Self.logistic, window: 3).kind == .cannotTell)
    }

    /// Narrow samples from the beginning are those of a network that has not learned.
    @Test func narrowSamplesAreACollapseWhereTheyWereWide() {
        func verdict(_ spread: @escaping (Int) -> Double) -> Verdict.Kind {
            let course = (0...24).map {
                Self.measurement($0 * 100, real: 0.9, fake: 0.9, diversity: Diversity(spread: spread($0)))
            }
            return Verdict(course: course, expectation: Self.logistic).kind
        }
        #expect(verdict { _ in 0.34 } == .discriminatorWins)
        #expect(verdict { $0 < 12 ? 0.9 : 0.34 } == .modeCollapse)
        #expect(verdict { _ in 0.01 } == .modeCollapse)
    }

    @Test func aVictoryIsShownByLossAndGradient() {
        func reason(loss: Double, gradient: Double) -> String {
            let course = (0...24).map { index in
                Measurement(
                    Evaluation(
                        iteration: 100 * index, realOutputs: [4, 4], fakeOutputs: [-4, -4], discriminatorLoss: loss,
                        generatorLoss: 4, discriminatorGradientNorm: 1, generatorGradientNorm: index < 12 ? 1 : gradient
                    ),
                    Self.logistic)
            }
            return Verdict(course: course, expectation: Self.logistic).reason
        }
        #expect(
            reason(loss: 0.04, gradient: 0.02).hasSuffix(
                "Its loss came down to 0.040, from 1.386 at equilibrium, and the generator's gradient faded to 2 % of its "
                    + "largest."))
        #expect(reason(loss: 0.5, gradient: 0.5).hasSuffix("it tells generated samples from real ones."))
    }

    @Test func neverClaimsEquilibrium() {
        let verdict = Self.verdict((0..<24).map { _ in (real: 0.5, fake: 0.5) })
        #expect(verdict.kind.rawValue == "cannot tell")
        #expect(verdict.reason.contains("a weak discriminator would read the same"))
    }

    @Test func tooShort() {
        #expect(Self.verdict([(real: 0.5, fake: 0.5)]).kind == .tooShort)
        #expect(Verdict(course: [], expectation: Self.logistic).kind == .tooShort)
    }

    @Test func divergenceComesFirst() {
        let divergence = Divergence(iteration: 7, player: .generator, quantity: .parameter(tensor: "0.weight"))
        let verdict = Verdict(
            course: Self.course((0..<24).map { _ in (real: 0.5, fake: 0.5) }), expectation: Self.logistic,
            divergence: divergence)
        #expect(verdict.kind == .diverged)
        #expect(
            verdict.reason == "Training broke down: in iteration 7 the generator's parameter '0.weight' was not finite."
        )
    }

    @Test func frozenGradients() {
        let course = (0...24).map { Self.measurement($0 * 100, real: 0.5, fake: 0.5, gradient: 0) }
        #expect(Verdict(course: course, expectation: Self.logistic).kind == .diverged)
    }

    /// Hinge leaves the constant open: 1.0 / 0.0 with outputs that do not separate the sides may be equilibrium; the
    /// same readings under a loss that fixes the constant may not.
    @Test func constantsLeftOpen() {
        let course = Self.course((0..<24).map { _ in (real: 1.0, fake: 0.0) })
        #expect(Verdict(course: course, expectation: Self.hinge).kind == .cannotTell)
        #expect(Verdict(course: course, expectation: Self.logistic).kind == .oneSided)
    }
}

@Suite struct MeasurementTests {
    @Test func readsProbabilities() {
        let evaluation = Evaluation(
            iteration: 5, realOutputs: [0, Float(log(3.0))], fakeOutputs: [Float(-log(3.0))], discriminatorLoss: 1.5,
            generatorLoss: nil, discriminatorGradientNorm: 2, generatorGradientNorm: nil)
        let measurement = Measurement(evaluation, VerdictTests.logistic)
        #expect(abs(measurement.realOutput - 0.625) < 1e-7)
        #expect(abs(measurement.fakeOutput - 0.25) < 1e-7)
        // Distances from the own side's mean: 0.125, 0.125 and 0.
        #expect(abs(measurement.outputDeviation - (0.125 * 0.125 * 2 / 3).squareRoot()) < 1e-7)
        #expect(measurement.accuracy.real.value == 0.75)
        #expect(measurement.areaUnderCurve == 1)
        #expect(measurement.discriminatorLoss == 1.5)
        #expect(measurement.generatorLoss == nil)
    }

    /// On which side of the threshold the last bits of a constant fall says nothing, unless it is not that of
    /// equilibrium.
    @Test(arguments: [(Float(1e-4), true), (0.3, false)]) func aConstantIsACoin(output: Float, isTied: Bool) {
        let evaluation = Evaluation(
            iteration: 5, realOutputs: [output, output], fakeOutputs: [output * 1.001, output * 1.001],
            discriminatorLoss: nil, generatorLoss: nil, discriminatorGradientNorm: nil, generatorGradientNorm: nil)
        let measurement = Measurement(evaluation, VerdictTests.logistic)
        #expect(measurement.accuracy.real.value == (isTied ? 0.5 : 1))
        #expect(measurement.accuracy.fake.value == (isTied ? 0.5 : 0))
        #expect(measurement.areaUnderCurve == (isTied ? 0.5 : 0))
    }

    /// Where a loss leaves the constant open, outputs have no unit: a critic whose weights are clipped may never reach
    /// 0.0025.
    @Test func openConstantsAreMeasuredByTheirOwnCourse() {
        let open = Expectation(
            loss: "wasserstein", output: .raw,
            equilibrium: LossEquilibrium(output: nil, discriminatorLoss: 0, generatorLoss: nil, threshold: nil))
        func measurement(_ real: Float, _ fake: Float, after earlier: [Measurement]) -> Measurement {
            let evaluation = Evaluation(
                iteration: 5, realOutputs: [Float](repeating: real, count: 40),
                fakeOutputs: [Float](repeating: fake, count: 40), discriminatorLoss: nil, generatorLoss: nil,
                discriminatorGradientNorm: nil, generatorGradientNorm: nil)
            return Measurement(evaluation, open, after: earlier)
        }
        let narrow = measurement(4e-4, 0, after: [])
        #expect(narrow.accuracy.mean == 1)
        #expect(measurement(3e-4, 0, after: [narrow]).accuracy.mean == 1)
        #expect(measurement(3e-7, 0, after: [narrow]).accuracy.mean == 0.5)
        #expect(measurement(4e-4, 0, after: [measurement(1, 0, after: [])]).accuracy.mean == 0.5)
    }

    @Test func readsPlainNumbers() {
        let evaluation = Evaluation(
            iteration: 5, realOutputs: [2, 4], fakeOutputs: [-1, 0], discriminatorLoss: nil, generatorLoss: nil,
            discriminatorGradientNorm: nil, generatorGradientNorm: nil)
        let measurement = Measurement(evaluation, VerdictTests.hinge)
        #expect(measurement.realOutput == 3)
        #expect(measurement.fakeOutput == -0.5)
        #expect(measurement.accuracy.fake.value == 0.75)
    }
}
