import Diagnostics

/// A condition on runs, as `--where` takes it: `noise.dimension=16`, `verdict!=diverged`, `accuracy<0.6`, `seed=1,2`.
struct RunFilter {
    private enum Relation: String, CaseIterable {
        // Longer ones first: the first that fits is meant.
        case notEqual = "!="
        case atMost = "<="
        case atLeast = ">="
        case equalTwice = "=="
        case equal = "="
        case less = "<"
        case greater = ">"
    }

    private let key: String
    private let relation: Relation
    /// Any of which does.
    private let values: [String]

    /// Of all conditions those that every run must meet.
    /// - Throws: where a text is no condition, or speaks of what no run has.
    static func select(_ runs: [ComparedRun], _ texts: [String]) throws(Diagnostic) -> [ComparedRun] {
        var selected = runs
        for text in texts {
            let filter = try RunFilter(text, runs)
            selected = selected.filter(filter.accepts)
        }
        guard selected.isEmpty, !runs.isEmpty else { return selected }
        throw Diagnostic(
            "no run meets \(texts.map { "'\($0)'" }.joined(separator: " and "))", help: try help(runs, texts))
    }

    /// Values that a message names, at most.
    private static let fewValues = 8

    /// What there is in place of a value that no run has; nil where only several conditions together exclude all runs.
    private static func help(_ runs: [ComparedRun], _ texts: [String]) throws(Diagnostic) -> String? {
        for text in texts {
            let filter = try RunFilter(text, runs)
            guard !runs.contains(where: filter.accepts) else { continue }
            var seen: Set<String> = []
            let values = runs.flatMap { Self.values(filter.key, $0) }.filter {
                !$0.isEmpty && seen.insert($0).inserted
            }
            guard !values.isEmpty else { return "no run has a value of \(filter.key)" }
            let few = values.prefix(fewValues).map { "'\($0)'" }.joined(separator: ", ")
            return "values of \(filter.key): \(few)\(values.count > fewValues ? " and others" : "")"
        }
        return nil
    }

    private init(_ text: String, _ runs: [ComparedRun]) throws(Diagnostic) {
        guard let start = text.firstIndex(where: { "=!<>".contains($0) }), start > text.startIndex,
            let relation = Relation.allCases.first(where: { text[start...].hasPrefix($0.rawValue) })
        else {
            throw Diagnostic(
                "'\(text)' is no condition", help: "such as noise.dimension=16, verdict!=diverged or accuracy<0.6")
        }
        self.relation = relation
        let value = text[start...].dropFirst(relation.rawValue.count).trimmed
        switch relation {
        case .equal, .equalTwice, .notEqual: values = value.split(separator: ",").map(\.trimmed)
        default:
            guard Double(value) != nil else {
                throw Diagnostic("'\(value)' in '\(text)' is no number", help: "\(relation.rawValue) compares numbers")
            }
            values = [value]
        }
        key = try Self.key(text[..<start].trimmed, runs.map(\.result))
    }

    private static let words = ["experiment", "run", "status", "verdict", "tags", "note"]

    private static func key(_ name: String, _ runs: [RunResult]) throws(Diagnostic) -> String {
        if words.contains(name) { return name }
        let samples = Set(runs.flatMap { $0.sampleMetrics.keys })
        return try ColumnNames(parameters: [], runs, sampleMetrics: samples.sorted()).column(name, "to select by").name
    }

    private func accepts(_ run: ComparedRun) -> Bool {
        let found = Self.values(key, run)
        let isAny = found.contains { found in values.contains { isSame(found, $0) } }
        switch relation {
        case .equal, .equalTwice: return isAny
        case .notEqual: return !isAny
        case .less, .atMost, .greater, .atLeast:
            guard let number = found.first.flatMap(Double.init), let limit = Double(values[0]) else { return false }
            switch relation {
            case .less: return number < limit
            case .atMost: return number <= limit
            case .greater: return number > limit
            default: return number >= limit
            }
        }
    }

    /// Numbers by value; a run by the end of its id, too.
    private func isSame(_ found: String, _ wanted: String) -> Bool {
        if found == wanted { return true }
        if let a = Double(found), let b = Double(wanted) { return a == b }
        return key == "run" && found.hasSuffix("-" + wanted)
    }

    /// One, or none; of several tags any does.
    private static func values(_ key: String, _ run: ComparedRun) -> [String] {
        switch key {
        case "experiment": return [run.experiment]
        case "run": return [run.result.run]
        case "status": return [run.result.status]
        case "verdict": return [run.result.verdict]
        case "tags": return run.result.note.tags
        case "note": return [run.result.note.text]
        default:
            if let text = run.result.parameter(key) { return [text] }
            let column = ComparisonColumn.all(parameters: [], sampleMetrics: run.result.sampleMetrics.keys)
                .first { $0.name == key }
            let group = ComparisonGroup(experiment: run.experiment, runs: [run.result])
            return column?.estimate(group).map { [NumberText.exact($0.mean)] } ?? []
        }
    }
}

extension StringProtocol {
    fileprivate var trimmed: String { split(separator: " ").joined(separator: " ") }
}

extension Comparison {
    /// The runs that meet every condition, such as `noise.dimension=16`.
    public static func select(_ runs: [ComparedRun], _ conditions: [String]) throws(Diagnostic) -> [ComparedRun] {
        try RunFilter.select(runs, conditions)
    }
}
