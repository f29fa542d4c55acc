import Equilibrium

/// What results/README.md says of the columns of each file, made from their declarations.
public enum ColumnPages {
    public struct Page: Sendable {
        public let file: String
        /// Names with what they mean.
        public let columns: [(name: String, meaning: String)]

        /// A table in Markdown.
        public var text: String {
            "| column | meaning |\n|---|---|\n" + columns.map { "| `\($0.name)` | \($0.meaning) |\n" }.joined()
        }
    }

    public static var all: [Page] {
        [
            page("metrics.csv", MetricsTable.columns), page("sample_metrics.csv", SampleMetricsTable.columns),
            page("critic.csv", CriticTable.columns), page("judges.csv", JudgesTable.columns),
            page("classes.csv", ClassesTable.columns),
            page("timing.csv", TimingTable.columns), page("runs.csv", RunsTable.before + RunsTable.after),
        ]
    }

    private static func page<Row>(_ file: String, _ columns: [TableColumn<Row>]) -> Page {
        Page(file: file, columns: columns.map { ($0.name, $0.meaning) })
    }

    /// What files say in the column of a name, a line each, for `saddle explain`; nil where there is none.
    public static func text(_ name: String) -> String? {
        let found = all.compactMap { page in
            page.columns.first { $0.name == name }.map { "\(name) (column of \(page.file)): \(plain($0.meaning))\n" }
        }
        return found.isEmpty ? nil : found.joined()
    }

    public static var names: [String] { all.flatMap { $0.columns.map(\.name) } }

    private static func plain(_ markdown: String) -> String {
        markdown.replacing("\\|", with: "|").replacing("`", with: "")
    }
}
