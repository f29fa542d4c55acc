import Configuration
import Foundation
import Kernels
import Networks

/// What the two players minimise, as functions of the discriminator's outputs ("logits": what its last layer gives,
/// before any sigmoid).
///
/// Every entry states what it comes to when the generated distribution equals the real one: that is what a run's
/// measurements are held against.
public protocol Loss: Entry {
    /// Whether the discriminator is trained towards target values, so that label smoothing and flipping mean something.
    static var hasTargets: Bool { get }
    /// How the discriminator's output reads.
    static var output: DiscriminatorOutput { get }

    /// The outputs, before any sigmoid, that the discriminator must be able to give for the loss to do its work; any,
    /// where an entry does not say.
    func outputs(_ smoothing: LabelSmoothing) -> ValueRange

    /// Values at equilibrium, where the best discriminator is constant. `smoothing` is ignored by losses without
    /// targets.
    func equilibrium(_ smoothing: LabelSmoothing) -> LossEquilibrium

    /// Whether outputs on real and on generated samples meet in one term. The generator's update then shows the
    /// discriminator real samples, too.
    static var comparesSides: Bool { get }

    /// Whether the discriminator's output is to be an error of reconstruction; false where an entry does not say.
    static var readsReconstruction: Bool { get }

    // Each returns the loss, a mean over the batch, and writes its gradient by every output that the player can change.

    /// The discriminator's loss, from as many real as generated samples.
    func discriminator(real: LossBatch, fake: LossBatch) -> Double
    /// The generator's loss. `targets` are 1; `real` is read by losses that compare sides only.
    func generator(fake: LossBatch, real: LossBatch) -> Double
}

/// A loss that is a sum of terms of one side each.
public protocol SeparableLoss: Loss {
    /// The discriminator's part on real samples.
    func discriminatorOnReal(_ batch: LossBatch) -> Double
    /// The discriminator's part on generated samples.
    func discriminatorOnFake(_ batch: LossBatch) -> Double
    /// The generator's loss. `targets` are 1.
    func generator(_ batch: LossBatch) -> Double
}

extension SeparableLoss {
    public static var comparesSides: Bool { false }

    public func discriminator(real: LossBatch, fake: LossBatch) -> Double {
        discriminatorOnReal(real) + discriminatorOnFake(fake)
    }

    public func generator(fake: LossBatch, real: LossBatch) -> Double { generator(fake) }
}

/// A loss that keeps numbers from one of the discriminator's updates to the next.
public protocol RememberingLoss: Loss, Remembering {
    /// The discriminator's loss with the numbers as they stand, which it then changes.
    func discriminator(real: LossBatch, fake: LossBatch, memory: UnsafeMutablePointer<Double>) -> Double
}

extension RememberingLoss {
    /// The discriminator's loss with the numbers as they start.
    public func discriminator(real: LossBatch, fake: LossBatch) -> Double {
        var numbers = Self.memory.map(\.start)
        return numbers.withUnsafeMutableBufferPointer { numbers in
            numbers.baseAddress.map { discriminator(real: real, fake: fake, memory: $0) } ?? .nan
        }
    }
}

extension Loss {
    public static var readsReconstruction: Bool { false }
    public var hasTargets: Bool { Self.hasTargets }
    public var comparesSides: Bool { Self.comparesSides }
    public var output: DiscriminatorOutput { Self.output }
    public func outputs(_ smoothing: LabelSmoothing) -> ValueRange { .all }
}

/// The discriminator's outputs on a batch, and where the loss's gradient goes.
public struct LossBatch {
    /// [count], before any sigmoid.
    let outputs: UnsafePointer<Float>
    /// [count]: what the discriminator should give; read by losses with targets only.
    let targets: UnsafePointer<Float>
    /// [count]
    let gradient: UnsafeMutablePointer<Float>
    let count: Int

    /// Of every sample in the mean.
    var scale: Float { 1 / Float(count) }
}

public enum Losses {
    public static let registry = Registry<any Loss>(
        .losses,
        [
            Minimax.self, NonSaturating.self, LeastSquares.self, Hinge.self, Wasserstein.self, Relativistic.self,
            RelativisticAverage.self, FDivergence.self, BEGAN.self, EBGAN.self, FeatureMatching.self,
        ])
}

/// How a discriminator's output reads: as the logit of a probability of being real, or as a number of its own kind.
public enum DiscriminatorOutput: String, Hashable, Sendable {
    case probability, raw

    /// The output as one would report it: sigmoid(logit) where it is a probability.
    public func display(_ logit: Double) -> Double {
        self == .probability ? 1 / (1 + exp(-logit)) : logit
    }
}

/// What theory says of a loss when the generated distribution equals the real one and the discriminator is at its best.
public struct LossEquilibrium: Hashable, Sendable {
    /// The discriminator's constant output, as `DiscriminatorOutput` reads it; nil where any constant of a range will
    /// do as well.
    public let output: Double?
    /// Mean over real plus mean over fake.
    public let discriminatorLoss: Double
    /// nil where it depends on a constant that the loss leaves open, or has no value at all.
    public let generatorLoss: Double?
    /// What stands in a report in the generator's loss's place, where that is nil.
    public let generatorLossInWords: String
    /// The output, before any sigmoid, above which a sample is called real; nil where the loss has no natural one.
    public let threshold: Double?

    public init(
        output: Double?, discriminatorLoss: Double, generatorLoss: Double?, inWords: String = "any", threshold: Double?
    ) {
        generatorLossInWords = inWords
        self.output = output
        self.discriminatorLoss = discriminatorLoss
        self.generatorLoss = generatorLoss
        self.threshold = threshold
    }

    /// Binary cross-entropy towards targets r (real) and f (fake).
    ///
    /// With equal densities the best constant probability is c = (r + f)/2, and the loss is
    /// -(r + f) ln c - (2 - r - f) ln(1 - c) = 2 H(c), H the binary entropy in nats. Flipping a share of the labels
    /// moves r and f towards each other by the same amount and so changes neither.
    static func logistic(_ smoothing: LabelSmoothing, generatorLoss: (Double) -> Double) -> LossEquilibrium {
        let c = (smoothing.real + smoothing.fake) / 2
        func term(_ x: Double) -> Double { x > 0 ? -x * log(x) : 0 }
        return LossEquilibrium(
            output: c, discriminatorLoss: 2 * (term(c) + term(1 - c)), generatorLoss: generatorLoss(c),
            threshold: log(c / (1 - c)))
    }
}

extension LossBatch {
    /// -mean[t ln p + (1 - t) ln(1 - p)], p = sigmoid(output).
    func crossEntropy() -> Double {
        LogitLosses.crossEntropy(outputs, targets: targets, count: count, scale: scale, gradient: gradient)
            / Double(count)
    }

    /// sign * mean[output].
    func linear(sign: Float) -> Double {
        LogitLosses.linear(outputs, sign: sign, count: count, scale: scale, gradient: gradient) / Double(count)
    }
}
