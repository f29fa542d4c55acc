import Diagnostics

/// A run that is to end at equilibrium, without the critic whose word a claim of equilibrium needs.
enum UnconfirmedStop: RunRule {
    static func remarks(_ run: RuleSubject) -> [Diagnostic] {
        guard run.spec.training.stop.equilibrium != nil, run.spec.evaluation.critic.iterations == 0 else { return [] }
        return [
            run.warning(
                "training.stop.equilibrium needs a fresh critic that finds no difference, and evaluation.critic.iterations: 0 "
                    + "leaves it out: a run at equilibrium goes on to its last iteration",
                at: run.place("training.stop.equilibrium", "training.stop"),
                help: "leave evaluation.critic.iterations out, or training.stop.equilibrium")
        ]
    }
}
