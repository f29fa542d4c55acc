import Configuration
import Diagnostics
import Equilibrium
import Foundation
import Testing

@testable import Reporting

/// What pages say of columns and of the verdict's numbers is what their declarations say.
@Suite struct ResultsPageTests {
    private static func url(_ path: String) -> URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent(path)
    }

    private static func text(_ path: String) throws -> String { try String(contentsOf: url(path), encoding: .utf8) }

    /// With SADDLE_WRITE_PAGES=1 in the environment the page's tables are written again.
    @Test func resultsREADMEHasTheTablesOfTheColumns() throws {
        var page = try Self.text("results/README.md")
        let isWriting = ProcessInfo.processInfo.environment["SADDLE_WRITE_PAGES"] != nil
        for columns in ColumnPages.all {
            let title = try #require(page.range(of: "\n## Columns of \(columns.file)\n"), "\(columns.file)")
            let rest = title.upperBound..<page.endIndex
            let start = try #require(page.range(of: "| column | meaning |\n", range: rest)).lowerBound
            var end = start
            while page[end...].hasPrefix("|") {
                end = page[end...].firstIndex(of: "\n").map(page.index(after:)) ?? page.endIndex
            }
            // What a sweep adds stands below the columns that there always are.
            let table = columns.text
            let found = page[start..<end]
            if isWriting {
                page.replaceSubrange(start..<end, with: table)
            } else {
                #expect(found == table, "\(columns.file)")
            }
        }
        if isWriting { try page.write(to: Self.url("results/README.md"), atomically: true, encoding: .utf8) }
    }

    @Test(arguments: [
        EquilibriumReportTests.settled.json, ClassesSectionTests.reportOfTwoClasses.json,
    ]) func resultsREADMENamesTheKeysOfTheReport(json: String) throws {
        let page = try Self.text("results/README.md")
        let start = try #require(page.range(of: "\n## Keys of equilibrium.json\n")).upperBound
        let section = page[start...].prefix(
            upTo: page.range(of: "\n## ", range: start..<page.endIndex)?.lowerBound ?? page.endIndex)
        for line in json.split(separator: "\n") where line.hasPrefix("  \"") {
            let key = line.split(separator: "\"")[1]
            #expect(section.contains("`\(key)`"), "\(key)")
        }
    }

    @Test func columnsHaveOneMeaningEach() {
        for page in ColumnPages.all {
            #expect(Set(page.columns.map(\.name)).count == page.columns.count, "\(page.file)")
            for column in page.columns {
                #expect(!column.meaning.isEmpty && (!column.meaning.hasSuffix(".") || column.meaning.hasSuffix("...")))
            }
        }
        #expect(
            ColumnPages.text("auc") == "auc (column of metrics.csv): area under the ROC curve: what separates the two "
                + "whatever the threshold\n")
        #expect(ColumnPages.text("nothing") == nil)
    }

    // MARK: The verdict's numbers

    private typealias T = VerdictThresholds

    private static func number(_ value: Double) -> String { NumberText.brief(value) }

    /// Pages that cannot compute what they quote, and what they say where a threshold has the value it has.
    private static let quotations: [(page: String, text: String)] = [
        ("README.md", "how much of the last quarter it stayed within \(number(T.nearHalf))"),
        ("Sources/Equilibrium/README.md", "those who found it put it below \(number(T.difference)) |"),
        ("Sources/Equilibrium/README.md", "or ahead but \(number(T.tellingGap)) below what a judge sees"),
        ("Sources/Equilibrium/README.md", "| a difference of \(number(T.difference)) or more |"),
        ("Sources/Equilibrium/README.md", "| swings by \(number(T.swing)) and crosses the middle three times"),
        (
            "Sources/Equilibrium/README.md",
            "| discriminator ahead | \(number(0.5 + T.nearHalf)) to \(number(T.discriminatorWins)) |"
        ),
        ("Sources/Equilibrium/README.md", "| discriminator wins | \(number(T.discriminatorWins)) or more |"),
        ("Sources/Equilibrium/README.md", "| generator wins | \(number(0.5 - T.nearHalf)) or less |"),
        ("Sources/Equilibrium/README.md", "less than \(number(10 * T.coveredShare)) of 10 modes"),
        ("Sources/Equilibrium/README.md", "less than \(number(10 * T.coveredShare)) of 10 of the classes"),
        ("Sources/Equilibrium/README.md", "come near less than \(number(T.coveredData)) of what training samples"),
        ("Sources/Equilibrium/README.md", "at least \(number(T.likeReal)) as many lie in such balls"),
        (
            "Sources/Equilibrium/README.md",
            "less than \(number(T.effectiveClasses)) times as many equally frequent classes"
        ),
        ("Sources/Equilibrium/README.md", "to within \(number(T.oneOutput)), reads 0.5"),
        ("Sources/Equilibrium/README.md", "with probability \(number(Evidence.significance)) over their number"),
        ("training.stop", "with an accuracy within \(number(T.nearHalf)) of 0.5"),
        ("training.stop", "a difference that matters (a total variation distance of \(number(T.mustSee)))"),
        ("training.stop", "none finds one of \(number(T.difference)) or more"),
        ("training.stop", "less than \(number(10 * T.coveredShare)) of 10 modes"),
    ]

    @Test(arguments: quotations.indices) func pagesQuoteTheVerdictsNumbers(index: Int) throws {
        let (page, text) = Self.quotations[index]
        let content: String
        if page == "training.stop" {
            let stop = try #require(Vocabulary([:]).sections.first { $0.name == "stop" })
            content = stop.details + " " + stop.keys.map(\.help).joined(separator: " ")
        } else {
            content = try Self.text(page)
        }
        let words = content.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains(text), "\(page) does not say: \(text)")
    }

    /// The words above that are no numbers.
    @Test func numbersInWords() {
        #expect(T.crossings == 3 && T.lowSpread == 0.5 && T.modesAreMeant == 0.5 && T.fewestEvaluations == 4)
        #expect(T.nearShare == 0.75)
    }
}
