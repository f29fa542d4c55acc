import Equilibrium
import Formats
import Reporting
import Testing

/// A column as somebody would add it: a file, and a word in `EvaluationColumn.all`.
extension EvaluationColumn {
    static let gap = EvaluationColumn(
        "accuracy_gap", "accuracy on real less accuracy on generated samples", limits: -1...1, theory: { _ in 0 }
    ) { $0.accuracy.real.value - $0.accuracy.fake.value }
}

@Suite struct ColumnTests {
    @Test func aColumnIsWrittenBesideTheOthers() throws {
        let course = Courses.course([(0.75, 0.5)])
        let all = EvaluationColumn.all + [.gap]
        let table = MetricsTable.table(course, columns: all)
        #expect(table.numbers(of: "accuracy_gap")?.last == 0.25)
        #expect(EvaluationColumn.values(course[1], of: all)[.gap] == 0.25)
        // Whoever reads the file takes what it knows.
        #expect(try MetricsTable.measurements(CSVTable(reading: table.text, path: "m.csv"), path: "m.csv") == course)
    }

    @Test func namesAreUnique() {
        #expect(Set(EvaluationColumn.all).count == EvaluationColumn.all.count)
    }
}
