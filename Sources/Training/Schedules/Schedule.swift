import Configuration

/// A factor on a player's learning rate, or on a weight, as a function of the iteration. Never below 0.
public protocol Schedule: Entry {
    /// `iteration` counts from 0 to `total` - 1; all updates of one iteration share its factor.
    func factor(at iteration: Int, of total: Int) -> Double

    /// The entry's keys that count iterations besides `warmup`, and what a run that ends sooner misses.
    var spans: [ScheduleSpan] { get }
}

extension Schedule {
    public var spans: [ScheduleSpan] { [] }
}

/// A number of iterations that means something only if the run is longer.
public struct ScheduleSpan: Hashable, Sendable {
    public let key: String
    public let iterations: Int
    /// What happens after them to what is scheduled: "is halved".
    public let effect: String
}

public enum Schedules {
    public static let registry = Registry<any Schedule>(
        .schedules, [ConstantRate.self, Linear.self, Cosine.self, WarmRestarts.self, StepDecay.self])

    /// The key that every schedule shares.
    public static let warmup = Key(
        "warmup", .integer(0...1_000_000_000), default: .integer(0),
        "iterations over which it first rises linearly; the first has 1 / warmup of it, not 0")

    /// (i + 1)/warmup during the warm-up, so that the first update is not lost; then 1.
    static func warmupFactor(at iteration: Int, _ warmup: Int) -> Double {
        iteration < warmup ? Double(iteration + 1) / Double(warmup) : 1
    }
}
