import Testing

@testable import Equilibrium
@testable import Reporting

/// The part of a run's report that is about the columns of a table.
@Suite struct ColumnsSectionTests {
    private static func text(_ columns: Int, pairs: [ColumnEvidence.Pair]) -> String {
        let columns = (0..<columns).map { index in
            ColumnEvidence.Column(name: "c\(index)", isNumber: index != 1, distance: 0.5, floor: 0.125)
        }
        let course = Courses.course([], expectation: Courses.logistic)
        let report = EquilibriumReport(
            run: "r", spec: EquilibriumReportTests.spec, course: course, expectation: Courses.logistic,
            columnEvidence: ColumnEvidence(columns: columns, pairs: pairs))
        return report.markdown
    }

    private static let pair = ColumnEvidence.Pair(
        first: "c0", second: "c2", heldOut: 0.75, training: 0.5, generated: nil, standardErrors: 6.24)

    @Test func columnsAndPairs() {
        let text = Self.text(3, pairs: [Self.pair])
        #expect(text.contains("\n## Columns\n"))
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| c") }
            .map { $0.split(separator: "|").map { $0.filter { $0 != " " } } }
        #expect(rows.contains(["c0", "number", "0.500", "0.125"]))
        #expect(rows.contains(["c1", "category", "0.500", "0.125"]))
        #expect(rows.contains(["c0", "c2", "0.750", "0.500", "-", "6.2"]))
        #expect(text.contains("The pairs of columns of numbers whose correlations"))
        #expect(text.contains("show what chance does:"))
        #expect(!text.contains("more columns"))
    }

    /// A category that is never made is named in a sentence, with how often it should come.
    @Test func whatIsNeverMadeIsNamed() {
        var evidence = ColumnEvidence(columns: [], pairs: [])
        evidence.shares = ColumnShares(
            real: 400, generated: 2000, [("city", .category("O*slo"), 8, 0), ("city", .category("Rome"), 392, 2000)])
        let report = EquilibriumReport(
            run: "r", spec: EquilibriumReportTests.spec, course: Courses.course([], expectation: Courses.logistic),
            expectation: Courses.logistic, columnEvidence: evidence)
        #expect(
            report.markdown.contains(
                "- None of the 2,000 generated rows has the category 'O\\*slo' in column 'city', which 2.0 % of the 400 "
                    + "held-out rows have."))
        let html = report.html(samples: [])
        #expect(html.contains("<li>None of the 2,000 generated rows has the category &#39;O*slo&#39; in column"))
        let equal = ColumnSharesText(
            ColumnShares(real: 400, generated: 400, [("city", .category("Rome"), 200, 200)]), real: "held-out rows", [])
        #expect(equal.table == nil && equal.absences.isEmpty && equal.note.hasPrefix("No column by itself differs"))
    }

    /// Real and generated rows, with whatever stands in them.
    @Test func rowsAreShown() {
        var evidence = ColumnEvidence(columns: [], pairs: [])
        evidence.examples = RowExamples(
            columns: ["city", "<b>"], heldOut: [["Oslo", "1"]], generated: [["Ro|me", "2"], ["<i>", "3"]], omitted: 1)
        let report = EquilibriumReport(
            run: "r", spec: EquilibriumReportTests.spec, course: Courses.course([], expectation: Courses.logistic),
            expectation: Courses.logistic, columnEvidence: evidence)
        let text = report.markdown
        #expect(text.contains("## Rows\n") && text.contains("1 more column is not shown."))
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| held-out") || $0.hasPrefix("| generated") }
        #expect(rows.count == 3 && rows[0].contains("Oslo") && rows[1].contains("Ro\\|me"), "\(rows)")
        let html = report.html(samples: [])
        #expect(html.contains("<h2>Rows</h2>") && html.contains("&lt;i&gt;") && !html.contains("<i>"))
        #expect(!Self.text(3, pairs: []).contains("## Rows"))
    }

    /// A column of row numbers is named with what to do.
    @Test func rowNumbersAreNamed() {
        var column = ColumnEvidence.Column(name: "id", isNumber: true, distance: 0, floor: 0)
        let report = { (column: ColumnEvidence.Column) in
            EquilibriumReport(
                run: "r", spec: EquilibriumReportTests.spec, course: Courses.course([], expectation: Courses.logistic),
                expectation: Courses.logistic, columnEvidence: ColumnEvidence(columns: [column], pairs: [])
            ).markdown
        }
        #expect(!report(column).contains("only counts the rows"))
        column.numbersRows = true
        #expect(report(column).contains("- Column 'id' only counts the rows of the data's file"))
    }

    /// What is left out is said.
    @Test func manyColumns() {
        let text = Self.text(70, pairs: [Self.pair])
        #expect(text.contains(" 30 more columns are nearer."))
        #expect(text.contains("The pairs of columns, of the first 60 of numbers, whose correlations"))
        #expect(!Self.text(70, pairs: []).contains("correlations"))
    }
}
