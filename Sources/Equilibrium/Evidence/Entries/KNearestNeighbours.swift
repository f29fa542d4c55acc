/// A classifier by the nearest of many samples: see `NeighbourVote`.
struct KNearestNeighbours: EvidenceJudge {
    static let name = "k_nearest_neighbours"
    static let title = "the k-nearest-neighbour classifier"
    static let help =
        "of samples of at most three values: each new one is called what most of its k nearest among training and generated samples are, k chosen on samples set aside"
    static let statistic = "accuracy, mean of both kinds"
    static let oneSided: String? = nil

    static let isBeforePool = true

    static func byteCount(_ sizes: JudgingSizes) -> Int { NeighbourVote.byteCount(sizes) }

    static func canLook(at exhibit: Exhibit) -> Bool { exhibit.vote != nil }

    static func finding(_ exhibit: Exhibit, level: Double) -> Finding {
        Finding(judge: name, exhibit.vote ?? Accuracy(real: .coin(0), fake: .coin(0)), level: level)
    }
}
