import Configuration
import Training

/// What theory expects of a run at equilibrium, where the generated distribution equals the real one and the
/// discriminator is at its best against it: the column beside the measured one.
public struct Expectation: Hashable, Sendable {
    /// The loss's name.
    public let loss: String
    /// How the discriminator's output reads.
    public let output: DiscriminatorOutput
    public let equilibrium: LossEquilibrium

    /// Mean accuracy: no better than a coin toss.
    public static let accuracy = 0.5
    /// Area under the ROC curve: the order of the outputs says nothing.
    public static let areaUnderCurve = 0.5

    public init(loss: String, output: DiscriminatorOutput, equilibrium: LossEquilibrium) {
        self.loss = loss
        self.output = output
        self.equilibrium = equilibrium
    }

    /// Whether a mean output is the constant of equilibrium, or the loss leaves that open.
    func isAtConstant(_ output: Double) -> Bool {
        equilibrium.output.map { abs(output - $0) < VerdictThresholds.outputNear } ?? true
    }

    public init(_ run: RunSpec) {
        let loss = Losses.registry.make(run.loss)
        self.init(
            loss: run.loss.name, output: loss.output, equilibrium: loss.equilibrium(run.labelSmoothing))
    }
}
