/// The run's own discriminator, on samples that it has not been trained on.
struct DiscriminatorInTraining: EvidenceJudge {
    static let name = "discriminator"
    static let title = "the discriminator in training"
    static let help = "the run's own discriminator, on held-out and freshly generated samples"
    static let statistic = "accuracy, mean of both kinds"
    static let oneSided: String? = nil

    static func canLook(at exhibit: Exhibit) -> Bool { exhibit.measurement?.isMeasured ?? false }

    /// Where it sees packs of m samples, what it proves is a distance of packs, which is at most m times that of
    /// samples.
    static func finding(_ exhibit: Exhibit, level: Double) -> Finding {
        let accuracy = exhibit.measurement?.accuracy ?? Accuracy(real: .coin(0), fake: .coin(0))
        let found = Finding(judge: name, accuracy, level: level)
        guard exhibit.pack > 1 else { return found }
        let m = Double(exhibit.pack)
        return Finding(
            judge: name, realCount: found.realCount, generatedCount: found.generatedCount, statistic: found.statistic,
            logPValue: found.logPValue, distance: found.distance / m, bound: found.bound / m,
            visible: found.visible.map { $0 / m }, level: level)
    }
}
