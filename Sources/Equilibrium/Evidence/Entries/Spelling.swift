/// Two models of runs of characters: see `SpellingRule`. It learns from few texts what a critic needs many for.
struct Spelling: EvidenceJudge {
    static let name = "spelling"
    static let title = "the comparison of spelling"
    static let help =
        "texts: each new one is called what the likelier of two models says, of runs of one to four characters in training and in generated texts; how long runs are, is chosen on texts set aside"
    static let statistic = "accuracy, mean of both kinds"
    static let oneSided: String? = nil

    static func canLook(at exhibit: Exhibit) -> Bool { exhibit.spelling != nil }

    static let isBeforePool = true

    static func byteCount(_ sizes: JudgingSizes) -> Int { sizes.isText ? SpellingRule.byteCount(sizes) : 0 }

    static func finding(_ exhibit: Exhibit, level: Double) -> Finding {
        Finding(judge: name, exhibit.spelling ?? Accuracy(real: .coin(0), fake: .coin(0)), level: level)
    }
}
