import Diagnostics
import Equilibrium

/// How long texts are, and which characters stand in more texts of one kind than of the other, for people.
struct TextMarksText {
    private let marks: TextMarks
    private let level: Double
    private let found: [ColumnShares.Share]

    private static let most = 10

    /// - Parameter findings: of the judges, the one of characters among them.
    init(_ marks: TextMarks, _ findings: [Finding]) {
        self.marks = marks
        level = findings.first { $0.judge == Judges.ofCharacters }?.level ?? Evidence.significance
        found = marks.characters.differences(level: level)
    }

    /// What real texts have and no generated one does, and the other way round.
    var absences: [String] {
        found.filter { $0.real == 0 || $0.generated == 0 }.prefix(Self.most).map { share in
            let isLost = share.generated == 0
            let real = "real texts", made = "generated texts"
            let (all, others) =
                isLost
                ? (marks.characters.generatedCount, marks.characters.realCount)
                : (marks.characters.realCount, marks.characters.generatedCount)
            return "None of the \(NumberText.grouped(all)) \(isLost ? made : real) has \(Self.character(share)), which "
                + "\(NumberText.percent(Double(isLost ? share.real : share.generated) / Double(others))) of the "
                + "\(NumberText.grouped(others)) \(isLost ? real : made) have."
        }
    }

    var lengths: String {
        func text(_ lengths: TextMarks.Lengths) -> String {
            "\(NumberText.rounded(lengths.mean, decimals: 1)) characters on average, from "
                + "\(NumberText.grouped(lengths.least)) to \(NumberText.grouped(lengths.greatest))"
        }
        return "Real texts have \(text(marks.lengths.real)); generated ones \(text(marks.lengths.generated))."
    }

    /// nil where no character's share differs by more than chance.
    var table: TextTable? {
        guard !found.isEmpty else { return nil }
        var table = TextTable([
            .init("texts with"), .init("real texts", .right), .init("generated texts", .right), .init("p", .right),
        ])
        for share in found.prefix(Self.most) {
            table.append([
                Self.character(share),
                Self.percent(share.real, of: marks.characters.realCount),
                Self.percent(share.generated, of: marks.characters.generatedCount), share.pValueNumber,
            ])
        }
        return table
    }

    /// How the table was made, or that there is nothing in it.
    var note: String {
        let counted = "\(NumberText.grouped(marks.characters.shares.count)) characters"
        guard !found.isEmpty else { return "None of \(counted) stands in more texts of one kind than chance explains." }
        let rest = found.count - Self.most
        return "Characters that stand in more texts of one kind than chance explains, the least probable first, by "
            + "Fisher's exact test of each of \(counted) (p below \(NumberText.brief(level, digits: 2)) for all together)."
            + (rest > 0 ? " \(NumberText.grouped(rest)) more differ, too." : "")
    }

    /// "'ß'"; of what cannot be seen its code points.
    private static func character(_ share: ColumnShares.Share) -> String {
        guard case .category(let text) = share.condition else { return "" }
        if text == " " { return "a blank" }
        let isSeen = text.unicodeScalars.allSatisfy {
            ![.control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned]
                .contains($0.properties.generalCategory)
        }
        guard !isSeen else { return "'\(text)'" }
        return text.unicodeScalars.map { "U+" + String($0.value, radix: 16, uppercase: true) }.joined(separator: " ")
    }

    /// With a decimal below 10 %, where rare things are.
    private static func percent(_ count: Int, of all: Int) -> String {
        let share = Double(count) / Double(max(1, all))
        return count > 0 && share < 0.1
            ? "\(NumberText.rounded(100 * share, decimals: 1)) %" : NumberText.percent(share)
    }
}
