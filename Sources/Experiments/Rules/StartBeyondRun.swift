import Diagnostics
import Training

/// What begins at an iteration that a run does not reach.
enum StartBeyondRun: RunRule {
    static func remarks(_ run: RuleSubject) -> [Diagnostic] {
        let total = run.spec.training.iterations
        var starts: [(path: String, iteration: Int, what: String)] = []
        if let average = run.spec.generator.average {
            starts.append(("generator.average.start", average.start, "the average stays a copy of the weights"))
        }
        for player in run.players {
            for (index, choice) in player.spec.regularization.enumerated() {
                let start = Regularizers.registry.make(choice).start
                starts.append(
                    ("\(player.name).regularization.\(index).start", start, "\(choice.name) never takes part"))
            }
        }
        return starts.filter { $0.iteration >= total }.map { path, iteration, what in
            run.warning(
                "a start after \(iteration) iterations is never, since the run has \(total): \(what)",
                at: run.place(path), help: "set start below training.iterations")
        }
    }
}
