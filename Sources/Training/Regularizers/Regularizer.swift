import Configuration

/// What holds the discriminator back besides its loss.
public protocol Regularizer: Entry {
    /// Adds what this entry asks of training.
    func add(to regularization: inout Regularization)
}

public enum Regularizers {
    public static let registry = Registry<any Regularizer>(
        .regularizers, [RealGradientPenalty.self, FakeGradientPenalty.self, InstanceNoise.self])
}

/// All regularizers of a run together, as training needs them.
public struct Regularization: Hashable, Sendable {
    /// Weight of the penalty on the discriminator's squared input gradient at real samples, and at generated ones.
    public var realPenalty = 0.0, fakePenalty = 0.0
    /// Standard deviation of the noise on the discriminator's inputs, at the run's beginning and at its end.
    public var firstNoise = 0.0, lastNoise = 0.0

    public init(_ choices: [Choice] = []) {
        for choice in choices { Regularizers.registry.make(choice).add(to: &self) }
    }

    /// Whether the discriminator's layers must let a gradient be differentiated again.
    var hasPenalty: Bool { realPenalty > 0 || fakePenalty > 0 }

    var hasNoise: Bool { firstNoise > 0 || lastNoise > 0 }

    /// Along a straight line. `iteration` counts from 0.
    func noise(at iteration: Int, of total: Int) -> Double {
        firstNoise + (lastNoise - firstNoise) * Double(iteration) / Double(total)
    }

    /// Rows of the discriminator's batch, real before generated, that penalties look at; nil without any.
    func penalizedRows(batch: Int) -> Int? { fakePenalty > 0 ? 2 * batch : realPenalty > 0 ? batch : nil }
}
