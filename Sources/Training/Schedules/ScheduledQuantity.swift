import Configuration

/// A number that a schedule changes over a run.
public struct ScheduledQuantity: Sendable {
    public let schedule: Choice
    /// Of the key in the file: "generator.schedule".
    public let path: String
    /// As a sentence has it: "the learning rate".
    public let name: String
}

extension RunSpec {
    /// All of them: both players' learning rates, and the weights whose entries say so.
    public var scheduled: [ScheduledQuantity] {
        var found: [ScheduledQuantity] = []
        for (player, spec) in [("generator", generator), ("discriminator", discriminator)] {
            found.append(
                ScheduledQuantity(schedule: spec.schedule, path: "\(player).schedule", name: "the learning rate"))
            for (index, choice) in spec.regularization.enumerated() {
                guard let schedule = choice.weightSchedule else { continue }
                let keys = Regularizers.scheduledKeys(of: choice)
                found.append(
                    ScheduledQuantity(
                        schedule: schedule, path: "\(player).regularization.\(index).schedule",
                        name: keys.count == 1 ? "the \(keys[0]) of \(choice.name)" : "what \(choice.name) adds"))
            }
        }
        for (schedule, path, name) in [
            (loss.weightSchedule, "loss.schedule", "the weight of \(loss.name)"),
            (condition?.schedule, "condition.schedule", "the weight of condition"),
            (training.consensusSchedule, "training.consensus_schedule", "consensus_weight"),
        ] {
            if let schedule { found.append(ScheduledQuantity(schedule: schedule, path: path, name: name)) }
        }
        return found
    }
}
