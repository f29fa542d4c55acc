import Configuration
import Foundation

/// Cosines one after another. Loshchilov & Hutter 2017, eq. 5.
struct WarmRestarts: Schedule {
    static let declaration = Declaration(
        "warm_restarts", "half cosines one after another: at each restart it is back at its start",
        details: """
            Factor final + (1 - final) * (1 + cos(pi j/T))/2, j the iterations since the last restart and T those from it to
            the next: `every` at first, and `growth` times as many after each restart. Loshchilov & Hutter 2017 (SGDR,
            arXiv:1608.03983), eq. 5, their T_0 and T_mult. PyTorch: CosineAnnealingWarmRestarts(T_0, T_mult, eta_min), whose
            eta_min is a rate where `final` is a factor.
            """,
        keys: [
            Key("every", .integer(1...1_000_000_000), "iterations to the first restart"),
            Key("growth", .integer(1...1000), default: .integer(1), "times as many to each further one"),
            Key("final", .real(.nonNegative), default: .real(0), "factor that each cosine falls to"),
            Schedules.warmup,
        ],
        shorthand: "every", example: "schedule: {warm_restarts: {every: 1000, growth: 2}}")
    let every: Int, growth: Int, final: Double, warmup: Int

    init(_ values: Values) {
        every = values.integer("every")
        growth = values.integer("growth")
        final = values.real("final")
        warmup = values.integer("warmup")
    }

    var spans: [ScheduleSpan] {
        [ScheduleSpan(key: "every", iterations: every, effect: "starts over")]
    }

    func factor(at iteration: Int, of total: Int) -> Double {
        var (since, length) = (iteration, every)
        if growth == 1 { since %= length }
        while since >= length {
            since -= length
            length *= growth
        }
        let factor = final + (1 - final) * (1 + cos(.pi * Double(since) / Double(length))) / 2
        return factor * Schedules.warmupFactor(at: iteration, warmup)
    }
}
