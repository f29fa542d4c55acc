import Foundation
import Testing

@testable import Reporting

/// results/README.md says what every column means.
@Suite struct ResultsPageTests {
    static let page: String = {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("results/README.md")
        return (try? String(contentsOf: path, encoding: .utf8)) ?? ""
    }()

    static let tables: [(file: String, columns: [String])] = [
        ("critic.csv", CriticTable.columns), ("judges.csv", JudgesTable.columns),
        (
            "runs.csv",
            RunsTable.before + RunsTable.after.filter { name in !Metric.allCases.contains { $0.rawValue == name } }
        ),
    ]

    @Test("every column is explained, and no other", arguments: tables)
    func columns(_ file: String, _ columns: [String]) throws {
        let parts = Self.page.components(separatedBy: "\n## Columns of \(file)\n")
        let section = try #require(parts.last.flatMap { $0.components(separatedBy: "\n## ").first })
        for column in columns where column != "iteration" {
            #expect(section.contains("`\(column)`"), "\(file): \(column)")
        }
        // Names in the first cells of the table's rows.
        let named = section.split(separator: "\n").filter { $0.hasPrefix("| `") }
            .flatMap { line in
                line.split(separator: "|").first?.matches(of: /`([a-z0-9_]+)`/).map { String($0.1) } ?? []
            }
        for name in named { #expect(columns.contains(name), "\(file) has no column \(name)") }
    }
}
