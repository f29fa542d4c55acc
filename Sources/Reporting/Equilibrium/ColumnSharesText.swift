import Diagnostics
import Equilibrium

/// What the columns of real and generated rows differ in, for people.
struct ColumnSharesText {
    let shares: ColumnShares
    /// What real rows are called: "held-out rows", "real rows".
    let real: String
    /// Of the judge who looks at them, as a table of judges has it.
    private let level: Double
    private let found: [ColumnShares.Share]

    private static let most = 10

    /// - Parameter findings: of the judges, the one of columns among them.
    init(_ shares: ColumnShares, real: String, _ findings: [Finding]) {
        (self.shares, self.real) = (shares, real)
        level = findings.first { $0.judge == Judges.ofColumns }?.level ?? Evidence.significance
        found = shares.differences(level: level)
    }

    /// What real rows have and no generated row does, and the other way round: nothing else is as easy to mend.
    var absences: [String] {
        found.filter { $0.real == 0 || $0.generated == 0 }.prefix(Self.most).map { share in
            let isLost = share.generated == 0
            let (all, others) =
                isLost ? (shares.generatedCount, shares.realCount) : (shares.realCount, shares.generatedCount)
            let kinds = isLost ? ("generated rows", real) : (real, "generated rows")
            return "None of the \(NumberText.grouped(all)) \(kinds.0) has \(Self.words(share)), which "
                + "\(Self.percent(isLost ? share.real : share.generated, of: others)) of the "
                + "\(NumberText.grouped(others)) \(kinds.1) have."
        }
    }

    /// nil where no share differs by more than chance.
    var table: TextTable? {
        guard !found.isEmpty else { return nil }
        var table = TextTable([
            .init("column"), .init("rows with"), .init(real, .right), .init("generated rows", .right),
            .init("p", .right),
        ])
        for share in found.prefix(Self.most) {
            table.append([
                share.column, Self.condition(share), Self.percent(share.real, of: shares.realCount),
                Self.percent(share.generated, of: shares.generatedCount),
                share.pValueNumber,
            ])
        }
        return table
    }

    /// How the table was made, or that there is nothing in it.
    var note: String {
        let counted =
            "\(NumberText.grouped(shares.shares.count)) shares of \(NumberText.grouped(shares.realCount)) \(real) and "
            + "\(NumberText.grouped(shares.generatedCount)) generated ones: of each category, of missing cells, and of "
            + "numbers up to each tenth of all rows'"
        guard !found.isEmpty else {
            return "No column by itself differs by more than chance, by \(counted)."
        }
        let rest = found.count - Self.most
        return "What differs by more than chance, the least probable first, by Fisher's exact test of each of "
            + "\(counted) (p below \(NumberText.brief(level, digits: 2)) for all together).\(rest > 0 ? " \(NumberText.grouped(rest)) more differ, too." : "")"
    }

    private static func condition(_ share: ColumnShares.Share) -> String {
        switch share.condition {
        case .category(let text): text
        case .upTo(let text): "up to \(text)"
        case .missing: "no value"
        }
    }

    private static func words(_ share: ColumnShares.Share) -> String {
        switch share.condition {
        case .category(let text): "the category '\(text)' in column '\(share.column)'"
        case .upTo(let text): "a number up to \(text) in column '\(share.column)'"
        case .missing: "a missing value in column '\(share.column)'"
        }
    }

    /// With a decimal below 10 %, where rare things are.
    private static func percent(_ count: Int, of all: Int) -> String {
        let share = Double(count) / Double(max(1, all))
        return count > 0 && share < 0.1
            ? "\(NumberText.rounded(100 * share, decimals: 1)) %" : NumberText.percent(share)
    }
}
