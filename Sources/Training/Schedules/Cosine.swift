import Configuration
import Foundation

/// final + (1 - final) (1 + cos(pi i/N))/2. Loshchilov & Hutter 2017, eq. 5, without restarts.
struct Cosine: Schedule {
    static let declaration = Declaration(
        "cosine", "falls along half a cosine",
        details: "Factor final + (1 - final) * (1 + cos(pi i/N))/2. Loshchilov & Hutter 2017, eq. 5, no restarts.",
        keys: [
            Key("final", .real(.nonNegative), default: .real(0), "factor at the end of the run; above 1 it rises"),
            Schedules.warmup,
        ],
        example: "schedule: cosine")
    let final: Double, warmup: Int

    init(_ values: Values) {
        final = values.real("final")
        warmup = values.integer("warmup")
    }

    func factor(at iteration: Int, of total: Int) -> Double {
        let progress = min(1, Double(iteration) / Double(max(1, total)))
        let factor = final + (1 - final) * (1 + cos(.pi * progress)) / 2
        return factor * Schedules.warmupFactor(at: iteration, warmup)
    }
}
