import Configuration
import Foundation

/// factor^floor(i / every).
struct StepDecay: Schedule {
    static let declaration = Declaration(
        "step", "is multiplied by a factor every so many iterations",
        details: "Factor factor^floor(i/every).",
        keys: [
            Key("every", .integer(1...1_000_000_000), "iterations between two changes"),
            Key("factor", .real(.positive), default: .real(0.5), "what it is multiplied by"),
            Schedules.warmup,
        ],
        shorthand: "every", example: "schedule: {step: {every: 2000, factor: 0.5}}")
    let every: Int, factor: Double, warmup: Int

    init(_ values: Values) {
        every = values.integer("every")
        factor = values.real("factor")
        warmup = values.integer("warmup")
    }

    var spans: [ScheduleSpan] {
        [ScheduleSpan(key: "every", iterations: every, effect: "is multiplied by \(factor)")]
    }

    func factor(at iteration: Int, of total: Int) -> Double {
        pow(factor, Double(iteration / every)) * Schedules.warmupFactor(at: iteration, warmup)
    }
}
