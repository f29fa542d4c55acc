/// A fresh critic: see `FreshCritic`.
struct CriticOfSamples: EvidenceJudge {
    static let name = "critic"
    static let title = "the fresh critic"
    static let help = "a fresh critic: a new discriminator, trained on the frozen generator, tested once on new samples"
    static let statistic = "accuracy, mean of both kinds"
    static let oneSided: String? = nil

    static func canLook(at exhibit: Exhibit) -> Bool { exhibit.critic != nil }

    /// A critic whose updates ended before it levelled off might have seen more: it could not have seen anything for
    /// certain.
    static func finding(_ exhibit: Exhibit, level: Double) -> Finding {
        let accuracy = exhibit.critic?.accuracy ?? Accuracy(real: .coin(0), fake: .coin(0))
        return Finding(judge: name, accuracy, level: level, canSee: exhibit.critic?.isLevelled ?? false)
    }
}
