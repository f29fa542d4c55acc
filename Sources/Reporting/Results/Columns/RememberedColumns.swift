import Equilibrium

// What some runs keep from update to update: columns of their metrics.csv alone.
extension EvaluationColumn {
    /// By the name of the number that each shows.
    private static let byNumber = [
        "augmentation.probability": EvaluationColumn(
            "augmentation_probability", "with which an augmentation changes a sample, where it is steered",
            limits: 0...1
        ) { $0.remembered["augmentation.probability"] },
        "pseudo_reals.probability": EvaluationColumn(
            "pseudo_real_probability",
            "with which a generated sample passes for real in the discriminator's updates, where it is steered",
            limits: 0...1
        ) { $0.remembered["pseudo_reals.probability"] },
        "path_length.mean": EvaluationColumn(
            "path_length", "the running mean of path lengths that the generator is held to"
        ) { $0.iteration == 0 ? nil : $0.remembered["path_length.mean"] },
        "step_ratio.share": EvaluationColumn(
            "discriminator_update_share",
            "of the discriminator's updates since the last evaluation, those that were made", limits: 0...1
        ) { $0.iteration == 0 ? nil : $0.remembered["step_ratio.share"] },
        "began.balance": EvaluationColumn(
            "began_balance", "of BEGAN: the weight of generated samples in the discriminator's loss", limits: 0...1
        ) { $0.remembered["began.balance"] },
    ]

    /// The columns of a run's metrics.csv.
    /// - Parameter numbers: `RunSpec.rememberedNames`.
    public static func all(with numbers: [String]) -> [EvaluationColumn] { all + numbers.compactMap { byNumber[$0] } }

    /// From a row of metrics.csv.
    static func remembered(_ number: (EvaluationColumn) -> Double?) -> [String: Double] {
        byNumber.compactMapValues { number($0) }
    }
}
