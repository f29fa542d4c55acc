/// Whether each character stands in as many generated texts as real ones.
struct TextCharacters: EvidenceJudge {
    static let name = "characters"
    static let title = "the count of texts' characters"
    static let help = "texts: how many held-out and generated ones have each character, one by one"
    static let statistic = "the least probable difference: share of generated texts, less the share of held-out texts"
    static let oneSided: String? = nil

    static func canLook(at exhibit: Exhibit) -> Bool { exhibit.texts.map { !$0.characters.shares.isEmpty } ?? false }

    static func finding(_ exhibit: Exhibit, level: Double) -> Finding {
        guard let texts = exhibit.texts else { preconditionFailure("asked only where there are texts") }
        return texts.characters.finding(judge: name, level: level)
    }
}
