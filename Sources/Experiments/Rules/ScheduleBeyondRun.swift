import Diagnostics
import Training

/// Changes of a learning rate, or of a weight, that a run is too short for.
enum ScheduleBeyondRun: RunRule {
    static func remarks(_ run: RuleSubject) -> [Diagnostic] {
        let total = run.spec.training.iterations
        return run.spec.scheduled.flatMap { quantity in
            let values = quantity.schedule.values
            let path = quantity.path
            var found: [Diagnostic] = []
            let warmup = values.integer(Schedules.warmup.name)
            if warmup > total {
                let share = greatest(Schedules.registry.make(quantity.schedule), over: total)
                found.append(
                    run.warning(
                        "the warm-up of \(warmup) iterations is longer than the run, \(total): \(quantity.name) never "
                            + "rises above \(rounded(share)) of what is given",
                        at: run.place("\(path).warmup"), help: "set warmup to a small share of training.iterations"))
            }
            for span in Schedules.registry.make(quantity.schedule).spans where span.iterations >= total {
                found.append(
                    run.warning(
                        "every \(span.iterations) iterations is never, since the run has \(total), so that "
                            + "\(quantity.name) never \(span.effect)",
                        at: run.place("\(path).\(span.key)"),
                        help: "set \(span.key) below training.iterations: then \(quantity.name) \(span.effect)"))
            }
            return found
        }
    }

    /// The largest factor of a schedule in a run; of a long run, at a million of its iterations.
    private static func greatest(_ schedule: any Schedule, over total: Int) -> Double {
        let places = stride(from: 0, to: total, by: max(1, total / 1_000_000)).lazy
        return max(
            places.map { schedule.factor(at: $0, of: total) }.max() ?? 0, schedule.factor(at: total - 1, of: total))
    }

    private static func rounded(_ share: Double) -> String { NumberText.brief(100 * share, digits: 3) + " %" }
}
