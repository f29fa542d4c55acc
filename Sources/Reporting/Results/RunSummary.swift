/// The table at the end of a session: one line per run, closest to 0.5 first, runs that did not finish last.
public enum RunSummary {
    public static func table(_ results: [RunResult]) -> TextTable {
        let hasIncomplete = results.contains { !$0.isComplete }
        let hasCritic = results.contains { $0.criticAccuracy != nil }
        var columns: [TextTable.Column] = [
            .init("run"), .init("accuracy", .right), .init("distance", .right), .init("on real", .right),
            .init("on fake", .right),
        ]
        if hasCritic { columns.append(.init("critic", .right)) }
        columns.append(.init("settled at", .right))
        if hasIncomplete { columns.append(.init("status")) }
        columns.append(.init("verdict"))
        var table = TextTable(columns)
        for result in closestFirst(results) {
            let metrics = [Metric.accuracy, .distance, .accuracyReal, .accuracyFake]
            table.append(
                [result.run] + metrics.map { NumberText.rounded(result.metrics[$0]) }
                    + (hasCritic ? [NumberText.rounded(result.criticAccuracy)] : [])
                    + [result.settledAt.map(NumberText.grouped) ?? "-"] + (hasIncomplete ? [result.status] : [])
                    + [result.verdict])
        }
        return table
    }

    /// Closest to 0.5 first, runs that did not finish last.
    static func closestFirst(_ results: [RunResult]) -> [RunResult] {
        results.enumerated().sorted { a, b in
            let (left, right) = (a.element, b.element)
            if left.isFinished != right.isFinished { return left.isFinished }
            let keys = (SortKey(number: left.metrics[.distance]), SortKey(number: right.metrics[.distance]))
            return keys.0 != keys.1 ? keys.0 < keys.1 : a.offset < b.offset
        }.map(\.element)
    }
}
