/// Whether each column of a table, by itself, has its categories, numbers and missing cells as often as real rows have.
struct ColumnValues: EvidenceJudge {
    static let name = "columns"
    static let title = "the count of columns' values"
    static let help =
        "tables: how many held-out and generated rows have each category, no value, or a number up to each tenth of all, column by column"
    static let statistic = "the least probable difference: share of generated rows, less the share of held-out rows"
    static let oneSided: String? = nil

    static func canLook(at exhibit: Exhibit) -> Bool { exhibit.columns.map { !$0.shares.isEmpty } ?? false }

    static func finding(_ exhibit: Exhibit, level: Double) -> Finding {
        guard let columns = exhibit.columns else { preconditionFailure("asked only where there are shares") }
        return columns.finding(judge: name, level: level)
    }
}
