import Configuration
import Equilibrium
import Training

/// What a run says about equilibrium, for people (`markdown`) and programs (`json`).
public struct EquilibriumReport: Sendable {
    public let run: String
    public let spec: RunSpec
    /// Every evaluation, in order.
    public let course: [Measurement]
    public let expectation: Expectation
    public let verdict: Verdict
    public let settling: Settling
    /// The run's folder, as the command that repeats the run names it.
    public let folder: String

    public init(
        run: String, spec: RunSpec, course: [Measurement], expectation: Expectation, divergence: Divergence? = nil,
        folder: String? = nil
    ) {
        self.run = run
        self.spec = spec
        self.course = course
        self.expectation = expectation
        verdict = Verdict(course: course, expectation: expectation, divergence: divergence)
        settling = Settling(course)
        self.folder = folder ?? "results/\(spec.name)/\(run)"
    }

    /// The whole in one sentence: the first line of the report.
    public var answer: String {
        let kind = verdict.kind
        let opening =
            switch kind {
            case .consistentWithEquilibrium: "Consistent with equilibrium"
            case .tooShort: "Too short to tell"
            case .diverged: "Diverged, not at equilibrium"
            default: "Not at equilibrium (\(kind.rawValue))"
            }
        guard let last = course.last else { return "\(opening): nothing was measured." }
        let accuracy = last.accuracy
        let interval = "\(text(accuracy.interval.lower)) to \(text(accuracy.interval.upper))"
        return
            "\(opening): at iteration \(NumberText.grouped(last.iteration)) the discriminator in training tells real "
            + "from generated with accuracy \(text(accuracy.mean)) (95 % interval \(interval)), "
            + "\(text(accuracy.distance)) from 0.5."
    }

    /// The command that trains the same run again.
    public var command: String { "saddle run \(folder)/config.yaml" }

    /// What one would change first, given the verdict.
    public var advice: [String] { Advice.steps(verdict.kind, spec) }

    public var accuracyPlot: AccuracyPlot {
        AccuracyPlot(
            course.map {
                AccuracyPlot.Entry(
                    iteration: $0.iteration, accuracy: $0.accuracy.mean, low: $0.accuracy.interval.lower,
                    high: $0.accuracy.interval.upper, real: $0.accuracy.real.value, fake: $0.accuracy.fake.value)
            }, title: "\(spec.name)  \(run)", settledAt: settling.iteration)
    }

    /// What theory gives for a metric at equilibrium; nil where it gives no number.
    func theory(_ metric: Metric) -> Double? {
        switch metric {
        case .accuracy: Expectation.accuracy
        case .distance: 0
        // Where the loss fixes D's constant, every output ties with the threshold, and ties count half.
        case .accuracyReal, .accuracyFake: expectation.equilibrium.output == nil ? nil : Expectation.accuracy
        case .areaUnderCurve: Expectation.areaUnderCurve
        case .realOutput, .fakeOutput: expectation.equilibrium.output
        case .discriminatorLoss: expectation.equilibrium.discriminatorLoss
        case .generatorLoss: expectation.equilibrium.generatorLoss
        default: nil
        }
    }

    func text(_ x: Double?) -> String { NumberText.rounded(x) }
}
