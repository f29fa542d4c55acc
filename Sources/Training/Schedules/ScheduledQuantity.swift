import Configuration

/// A number that a schedule changes over a run.
public struct ScheduledQuantity: Sendable {
    public let schedule: Choice
    /// Of the key in the file: "generator.schedule".
    public let path: String
    /// As a sentence has it: "the learning rate".
    public let name: String
}

/// A term of a player's loss whose every factor is 0: it does nothing, and neither does the course of its factors.
public struct WeightlessTerm: Sendable {
    /// Of the first of its factors in the file: "condition.weight".
    public let path: String
    /// As a sentence has it: "regularizer consistency".
    public let name: String
    /// Its factors: "real and fake".
    public let factors: String
    public let hasSchedule: Bool
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

    /// All of them.
    public var weightless: [WeightlessTerm] {
        var found: [WeightlessTerm] = []
        for (player, spec) in [("generator", generator), ("discriminator", discriminator)] {
            for (index, choice) in spec.regularization.enumerated() {
                let keys = Regularizers.scheduledKeys(of: choice)
                guard !keys.isEmpty, keys.allSatisfy({ choice.values.entries[$0].isZero }) else { continue }
                found.append(
                    WeightlessTerm(
                        path: "\(player).regularization.\(index).\(keys[0])", name: "regularizer \(choice.name)",
                        factors: keys.joined(separator: " and "), hasSchedule: choice.weightSchedule != nil))
            }
        }
        if let condition, [.auxiliary, .columns].contains(condition.method), condition.weight == 0 {
            found.append(
                WeightlessTerm(
                    path: "condition.weight", name: "the cross-entropy of condition", factors: "weight",
                    hasSchedule: condition.schedule != nil))
        }
        return found
    }
}

extension Optional where Wrapped == Value {
    fileprivate var isZero: Bool { self == .real(0) || self == .integer(0) }
}
