import Configuration
import Datasets
import Foundation
import Kernels
import Training

// Foundation has a type of this name, too.
import struct Equilibrium.Measurement

@testable import Equilibrium

/// A run whose verdict is beyond dispute: how the discriminator in training read, and what the generator makes.
struct ConstructedRun: Sendable {
    let name: String
    let expected: Verdict.Kind
    var expectation = VerdictTests.logistic
    /// nil: no critic looked.
    var generator: Generator?
    var divergence: Divergence?
    let course: @Sendable (_ seed: Int) -> [Measurement]

    func verdict(seed: Int, _ findings: Generator.Findings?) -> Verdict {
        Verdict(
            course: course(seed), expectation: expectation, examination: findings?.examination,
            sampleMetrics: findings?.metrics, divergence: divergence)
    }
}

/// Courses of 24 evaluations of 500 samples a side.
enum Readings {
    private static let count = 24

    /// Outputs on the right side of the threshold with the given probabilities, at distance 1.
    static func shares(
        _ expectation: Expectation = VerdictTests.logistic, gradient: Double = 1,
        _ shares: @escaping @Sendable (_ time: Double) -> (real: Double, fake: Double)
    ) -> @Sendable (Int) -> [Measurement] {
        { seed in
            let threshold = Float(expectation.equilibrium.threshold ?? 0)
            return (0...count).map { index in
                let (real, fake) = shares(Double(index) / Double(count))
                func outputs(_ above: Double, _ side: Int) -> [Float] {
                    (0..<500).map { sample in
                        let draw = Double(uniform(seed * 1_000_003 + index * 2000 + side * 1000 + sample))
                        return threshold + (draw < above ? 1 : -1)
                    }
                }
                return measurement(
                    index, outputs(real, 0), outputs(1 - fake, 1), expectation, gradient: gradient)
            }
        }
    }

    /// Outputs about a constant that itself wanders: what a discriminator does when nothing is left to tell.
    static func constant(
        _ constant: Float, wander: Float, spread: Float = 0.01, _ expectation: Expectation = VerdictTests.logistic
    ) -> @Sendable (Int) -> [Measurement] {
        { seed in
            (0...count).map { index in
                let middle = constant + wander * (2 * uniform(seed * 31 + index) - 1)
                func outputs(_ side: Int) -> [Float] {
                    normal(seed * 1000 + 2 * index + side, rows: 500, columns: 1, mean: middle, deviation: spread)
                        .values
                }
                return measurement(index, outputs(0), outputs(1), expectation, gradient: 1)
            }
        }
    }

    static func measurement(
        _ index: Int, _ real: [Float], _ fake: [Float], _ expectation: Expectation, gradient: Double
    ) -> Measurement {
        Measurement(
            Evaluation(
                iteration: 100 * index, realOutputs: real, fakeOutputs: fake, discriminatorLoss: 1.3,
                generatorLoss: 0.7,
                discriminatorGradientNorm: gradient, generatorGradientNorm: gradient), expectation)
    }
}

extension ConstructedRun {
    static let smoothed = Expectation(
        loss: "non_saturating", output: .probability,
        equilibrium: LossEquilibrium(
            output: 0.45, discriminatorLoss: 1.3763, generatorLoss: 0.7985, threshold: log(0.45 / 0.55)))

    private static func wave(_ time: Double, _ cycles: Double) -> Double { sin(2 * .pi * cycles * time) }

    static let all: [ConstructedRun] =
        equilibria + weak + swings + winsOfTheDiscriminator + winsOfTheGenerator + collapses + copies + breakdowns

    private static let equilibria: [ConstructedRun] = [
        ConstructedRun(
            name: "samples the data; outputs wander about 1/2", expected: .equilibrium, generator: .perfect,
            course: Readings.constant(0, wander: 0.02)),
        ConstructedRun(
            name: "samples the data; targets 0.9 / 0", expected: .equilibrium, expectation: smoothed,
            generator: .perfect, course: Readings.constant(Float(log(0.45 / 0.55)), wander: 0.02, smoothed)),
        ConstructedRun(
            name: "samples the data; hinge, constant 0.4", expected: .equilibrium, expectation: VerdictTests.hinge,
            generator: .perfect, course: Readings.constant(0.4, wander: 0.01, VerdictTests.hinge)),
        ConstructedRun(
            name: "Dirac-GAN, converged: signs circle, gradients underflow", expected: .equilibrium,
            generator: .settled,
            course: { seed in
                (0...24).map { index in
                    let output: Float = (index + seed) / 2 % 2 == 0 ? 1e-20 : -1e-20
                    return Readings.measurement(
                        index, [Float](repeating: 0, count: 200), [Float](repeating: output, count: 200),
                        VerdictTests.logistic, gradient: 0)
                }
            }),
        ConstructedRun(
            name: "samples the data; discriminator guesses", expected: .equilibrium, generator: .perfect,
            course: Readings.shares { _ in (0.5, 0.5) }),
        ConstructedRun(
            name: "samples a swiss roll; outputs wander about 1/2", expected: .equilibrium, generator: .roll(),
            course: Readings.constant(0, wander: 0.02)),
        ConstructedRun(
            name: "samples all digits; discriminator guesses", expected: .equilibrium, generator: .freshDigits,
            course: Readings.shares { _ in (0.5, 0.5) }),
    ]

    private static let weak: [ConstructedRun] = [
        ConstructedRun(
            name: "random generator; constant discriminator", expected: .discriminatorTooWeak, generator: .frozen,
            course: Readings.constant(0, wander: 0, spread: 0)),
        ConstructedRun(
            name: "random generator; discriminator guesses", expected: .discriminatorTooWeak, generator: .frozen,
            course: Readings.shares { _ in (0.52, 0.5) }),
        ConstructedRun(
            name: "shifted modes; targets 0.9 / 0", expected: .discriminatorTooWeak, expectation: smoothed,
            generator: .shifted, course: Readings.constant(Float(log(0.45 / 0.55)), wander: 0.02, smoothed)),
        ConstructedRun(
            name: "all of a swiss roll, moved by four of its thicknesses", expected: .discriminatorTooWeak,
            generator: .roll(moved: 4), course: Readings.shares { _ in (0.52, 0.5) }),
        ConstructedRun(
            name: "all digits, noisy; discriminator guesses", expected: .discriminatorTooWeak,
            generator: .digits(noise: 0.3, judged: true), course: Readings.shares { _ in (0.5, 0.5) }),
        ConstructedRun(
            name: "all digits, so noisy that few are like real ones", expected: .discriminatorTooWeak,
            generator: .digits(noise: 0.6, judged: true), course: Readings.shares { _ in (0.52, 0.5) }),
        ConstructedRun(
            name: "random generator; a critic that learned nothing, either", expected: .discriminatorTooWeak,
            generator: .frozen.beforeAPoorCritic, course: Readings.shares { _ in (0.5, 0.5) }),
        ConstructedRun(
            name: "moved swiss roll; a critic that learned nothing, either", expected: .discriminatorTooWeak,
            generator: .roll(moved: 4).beforeAPoorCritic, course: Readings.constant(0, wander: 0.02)),
    ]

    private static let swings: [ConstructedRun] = [
        ConstructedRun(
            name: "accuracy swings", expected: .oscillating, generator: .shifted,
            course: Readings.shares { time in
                let swing = 0.3 * wave(time, 5)
                return (0.5 + swing, 0.5 + swing)
            }),
        ConstructedRun(
            name: "accuracy jumps", expected: .oscillating, generator: .frozen,
            course: Readings.shares { time in
                Int(time * 24) / 2 % 2 == 0 ? (0.9, 0.9) : (0.15, 0.2)
            }),
        ConstructedRun(
            name: "Dirac-GAN, circling", expected: .oscillating, generator: .shifted,
            course: { seed in
                (0...24).map { index in
                    let output = Float(sin(Double(index) + Double(seed)))
                    return Readings.measurement(
                        index, [Float](repeating: 0, count: 200), [Float](repeating: output, count: 200),
                        VerdictTests.logistic, gradient: 1)
                }
            }),
        ConstructedRun(
            name: "all real, then all generated", expected: .oscillating, generator: .shifted,
            course: Readings.shares { time in
                let swing = 0.45 * wave(time, 4)
                return (0.5 + swing, 0.5 - swing)
            }),
    ]

    private static let winsOfTheDiscriminator: [ConstructedRun] = [
        ConstructedRun(
            name: "random generator; nearly always right", expected: .discriminatorWins, generator: .frozen,
            course: Readings.shares { _ in (0.99, 0.98) }),
        ConstructedRun(
            name: "random generator; learns to be right", expected: .discriminatorWins, generator: .frozen,
            course: Readings.shares { time in (0.5 + 0.45 * time, 0.5 + 0.45 * time) }),
        ConstructedRun(
            name: "untrained network for digits; always right", expected: .discriminatorWins, generator: .untrained,
            course: Readings.shares { _ in (1, 1) }),
        ConstructedRun(
            name: "shifted modes; right three times of four", expected: .discriminatorWins, generator: .shifted,
            course: Readings.shares { _ in (0.85, 0.8) }),
    ]

    private static let winsOfTheGenerator: [ConstructedRun] = [
        ConstructedRun(
            name: "mostly wrong", expected: .generatorWins, generator: .shifted,
            course: Readings.shares { _ in (0.35, 0.3) }),
        ConstructedRun(
            name: "falls below chance", expected: .generatorWins, generator: .frozen,
            course: Readings.shares { time in (0.8 - 0.5 * time, 0.8 - 0.5 * time) }),
        ConstructedRun(
            name: "a little below chance", expected: .generatorWins, generator: .shifted,
            course: Readings.shares { _ in (0.4, 0.42) }),
    ]

    private static let collapses: [ConstructedRun] = [
        ConstructedRun(
            name: "one point; discriminator guesses", expected: .modeCollapse, generator: .point,
            course: Readings.shares { _ in (0.5, 0.5) }),
        ConstructedRun(
            name: "one point; calls all generated", expected: .modeCollapse, generator: .point,
            course: Readings.shares { _ in (0.05, 0.95) }),
        ConstructedRun(
            name: "three of eight modes; near 1/2", expected: .modeCollapse, generator: .threeModes,
            course: Readings.shares { _ in (0.53, 0.51) }),
        ConstructedRun(
            name: "three of eight modes; discriminator right", expected: .modeCollapse, generator: .threeModes,
            course: Readings.shares { _ in (0.9, 0.85) }),
        ConstructedRun(
            name: "three of ten digits; discriminator guesses", expected: .modeCollapse, generator: .digits(classes: 3),
            course: Readings.shares { _ in (0.5, 0.5) }),
        ConstructedRun(
            name: "three of ten digits, noisy; discriminator right", expected: .modeCollapse,
            generator: .digits(classes: 3, noise: 0.3), course: Readings.shares { _ in (0.8, 0.85) }),
        ConstructedRun(
            name: "seven of ten digits, to a judge of digits", expected: .modeCollapse,
            generator: .digits(classes: 7, judged: true), course: Readings.shares { _ in (0.5, 0.5) }),
        ConstructedRun(
            name: "three of ten digits; a critic that learned nothing", expected: .modeCollapse,
            generator: .digits(classes: 3).beforeAPoorCritic, course: Readings.shares { _ in (0.5, 0.5) }),
        ConstructedRun(
            name: "half of a swiss roll; discriminator guesses", expected: .modeCollapse, generator: .roll(part: 0.5),
            course: Readings.shares { _ in (0.5, 0.5) }),
        ConstructedRun(
            name: "half of a swiss roll, twice as thick; discriminator ahead", expected: .modeCollapse,
            generator: .roll(part: 0.5, noise: 2), course: Readings.shares { _ in (0.65, 0.6) }),
    ]

    private static let copies: [ConstructedRun] = [
        ConstructedRun(
            name: "copies of training digits; discriminator guesses", expected: .memorised, generator: .digits(),
            course: Readings.shares { _ in (0.5, 0.5) }),
        ConstructedRun(
            name: "copies of a ring's training samples; constant discriminator", expected: .memorised,
            generator: .perfect.copyingTheTrainingSamples, course: Readings.constant(0, wander: 0.02)),
        ConstructedRun(
            name: "copies of a swiss roll's training samples; discriminator guesses", expected: .memorised,
            generator: .roll().copyingTheTrainingSamples, course: Readings.shares { _ in (0.52, 0.5) }),
    ]

    private static let breakdowns: [ConstructedRun] = [
        ConstructedRun(
            name: "a loss that is no number", expected: .diverged,
            divergence: Divergence(iteration: 900, player: .discriminator, quantity: .loss(.nan)),
            course: Readings.shares { _ in (0.5, 0.5) }),
        ConstructedRun(
            name: "an infinite weight", expected: .diverged,
            divergence: Divergence(iteration: 900, player: .generator, quantity: .parameter(tensor: "0.weight")),
            course: Readings.shares { _ in (0.9, 0.9) }),
        ConstructedRun(
            name: "both gradients gone", expected: .diverged, generator: .shifted,
            course: Readings.shares(gradient: 0) { _ in (0.5, 0.5) }),
    ]
}
