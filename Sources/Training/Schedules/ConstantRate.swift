import Configuration

/// The factor 1.
struct ConstantRate: Schedule {
    static let declaration = Declaration(
        "constant", "stays as it is", keys: [Schedules.warmup], example: "schedule: constant")
    let warmup: Int

    init(_ values: Values) { warmup = values.integer("warmup") }

    func factor(at iteration: Int, of total: Int) -> Double { Schedules.warmupFactor(at: iteration, warmup) }
}
