import Experiments
import Reporting

/// What `saddle run --plan-only` prints: where the plans are, and how their runs are trained.
enum PlanText {
    static func text(_ plans: [(plan: RunPlan, missing: [Int])]) -> String {
        plans.map { plan, missing in
            let path = ShellText.word(plan.path)
            return """
                \(plan.experiment): \(plan.count) \(plan.count == 1 ? "run" : "runs"), \(missing.count) to train
                plan: \(path)
                train one: saddle run --plan \(path) --index 0

                """
        }.joined(separator: "\n")
    }
}
