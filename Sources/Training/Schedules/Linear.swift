import Configuration

/// 1 until the share `from` of the run, then a straight line that would reach `final` at the run's end.
struct Linear: Schedule {
    static let declaration = Declaration(
        "linear", "falls along a straight line",
        details: """
            Factor 1 until iteration from*N of N, then 1 + (final - 1) * (i - from*N)/(N - from*N). With from: 0.5 this
            is the schedule of CycleGAN (Zhu et al. 2017).
            """,
        keys: [
            Key(
                "from", .real(RealRange(0, 1, includesUpper: false)), default: .real(0),
                "share of the iterations after which the fall begins"),
            Key("final", .real(.nonNegative), default: .real(0), "factor at the end of the run; above 1 it rises"),
            Schedules.warmup,
        ],
        example: "schedule: {linear: {from: 0.5}}")
    let from: Double, final: Double, warmup: Int

    init(_ values: Values) {
        from = values.real("from")
        final = values.real("final")
        warmup = values.integer("warmup")
    }

    func factor(at iteration: Int, of total: Int) -> Double {
        let start = from * Double(total)
        let progress = max(0, (Double(iteration) - start) / (Double(total) - start))
        return (1 + (final - 1) * min(1, progress)) * Schedules.warmupFactor(at: iteration, warmup)
    }
}
