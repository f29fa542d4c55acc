import Diagnostics

/// The table at the end of a session: one line per run, in the order of `RunOrder`.
public enum RunSummary {
    public static func table(_ results: [RunResult]) -> TextTable {
        let hasIncomplete = results.contains { !$0.isComplete }
        let hasCritic = results.contains { $0.criticAccuracy != nil }
        let hasBound = results.contains { $0.bound != nil }
        var columns: [TextTable.Column] = [
            .init("run"), .init("accuracy", .right), .init("distance", .right), .init("on real", .right),
            .init("on fake", .right),
        ]
        if hasCritic { columns.append(.init("critic", .right)) }
        if hasBound { columns.append(.init("proved", .right)) }
        columns.append(.init("settled at", .right))
        if hasIncomplete { columns.append(.init("status")) }
        columns.append(.init("verdict"))
        var table = TextTable(columns)
        for result in RunOrder.sorted(results) {
            let metrics = [EvaluationColumn.accuracy, .distance, .accuracyReal, .accuracyFake]
            table.append(
                [result.run] + metrics.map { NumberText.rounded(result.metrics[$0]) }
                    + (hasCritic ? [NumberText.rounded(result.criticAccuracy)] : [])
                    + (hasBound ? [NumberText.rounded(result.bound)] : [])
                    + [result.settledAt.map(NumberText.grouped) ?? "-"] + (hasIncomplete ? [result.status] : [])
                    + [result.verdict])
        }
        return table
    }
}
