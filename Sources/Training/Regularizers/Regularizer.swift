import Configuration
import Engine
import Kernels

/// What holds the discriminator, or the generator, back besides its loss. An entry takes part through the hooks that it
/// conforms to: `InputNoise`, `SlopePenalty`, `OutputPenalty`, `RealReplacement`, `FakeSelection`,
/// `ParameterPenalty`.
public protocol Regularizer: Entry {
    /// Whose it may be; the discriminator's alone where an entry does not say.
    static var players: Set<Player> { get }

    /// Its keys that `schedule` multiplies: the weight, where an entry does not say; empty: it adds no term to a loss,
    /// and has no such key.
    static var scheduledKeys: [String] { get }

    /// Iterations before which it does nothing, by its key of that name.
    var start: Int { get }
}

extension Regularizer {
    public static var players: Set<Player> { [.discriminator] }
    public static var scheduledKeys: [String] { ["weight"] }
    public var start: Int { 0 }
}

public enum Regularizers {
    public static let registry = Registry<any Regularizer>(
        .regularizers,
        [
            RealGradientPenalty.self, FakeGradientPenalty.self, InterpolatedGradientPenalty.self,
            MaxGradientPenalty.self, Dragan.self, InstanceNoise.self, LeCam.self, TopK.self, HistoricalAveraging.self,
            Orthogonal.self, Consistency.self, LatentConsistency.self, PseudoReals.self, PathLength.self,
        ],
        added: { type in
            guard let type = type as? any Regularizer.Type, !type.scheduledKeys.isEmpty else { return [] }
            return [.schedule(of: type.scheduledKeys)]
        })

    static func scheduledKeys(of choice: Choice) -> [String] { type(of: registry.make(choice)).scheduledKeys }
}

/// Noise on everything that the discriminator sees in training.
protocol InputNoise: Regularizer {
    /// The standard deviation in an iteration, counted from 0.
    func deviation(at iteration: Int, of total: Int) -> Double
}

/// A penalty on the gradient of the discriminator's output by its input.
protocol SlopePenalty: Regularizer, NormCost {
    /// Where the gradient is taken.
    var points: PenaltyPoints { get }

    /// The discriminator's updates from one penalty to the next; the penalty is multiplied by it.
    var every: Int { get }

    /// Writes the points, where they are `made`.
    func make(_ site: PointSite)
}

extension SlopePenalty {
    func make(_ site: PointSite) { preconditionFailure("the points are samples that D has seen") }

    /// Whether the update of that number, counted from 0, has the penalty.
    func isDue(_ number: Int) -> Bool { number % every == 0 }
}

enum PenaltyPoints: Int, Hashable, Sendable {
    case real, fake
    /// Points of the penalty's own, which take a pass of their own.
    case made
}

/// What points are made from.
struct PointSite {
    /// [rows, size] each: what the discriminator has seen in this update.
    let real: UnsafePointer<Float>, fake: UnsafePointer<Float>
    /// [rows, size]
    let points: UnsafeMutablePointer<Float>
    /// [rows]: working memory.
    let shares: UnsafeMutablePointer<Float>
    let rows: Int, size: Int
    let address: RandomAddress
    let workers: Workers
}

extension Key {
    static let every = Key(
        "every", .integer(1...1_000_000), default: .null,
        "discriminator updates from one penalty to the next, whose weight is multiplied by as much so that its mean "
            + "stays (Karras et al. 2020, appendix B); default: 1")
}
