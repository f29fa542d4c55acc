import Diagnostics
import Training

/// A learning rate as large as a weight, under an optimizer that moves every weight by about the learning rate.
enum LargeSteps: RunRule {
    static func remarks(_ run: RuleSubject) -> [Diagnostic] {
        run.players.compactMap { player in
            let choice = player.spec.optimizer
            let optimizer = Optimizers.registry.make(choice)
            guard optimizer.normalizesGradients, optimizer.learningRate >= 1 else { return nil }
            return run.warning(
                "with \(choice.name) an update moves every weight by about the learning rate, and "
                    + "\(plain(optimizer.learningRate)) is more than weights are large",
                at: run.place("\(player.name).optimizer.learning_rate"), help: "usual values are 1e-4 to 1e-3")
        }
    }

    private static func plain(_ x: Double) -> String { x == x.rounded() && x < 1e9 ? "\(Int(x))" : "\(x)" }
}
