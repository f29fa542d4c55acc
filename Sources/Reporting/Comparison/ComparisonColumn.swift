import Equilibrium

/// A column of a comparison that one can sort by.
enum ComparisonColumn: Hashable {
    case experiment, runs, status, verdict, evidence, tags, note, criticAccuracy, bound, settledAt, shareSettled,
        iteration
    case parameter(String)
    case evaluation(EvaluationColumn)
    /// Of the final generator's samples, by the name that `Metrics` gives it.
    case sampleMetric(String)

    static let modes = ComparisonColumn.sampleMetric("modes_covered")

    var name: String {
        switch self {
        case .experiment: "experiment"
        case .runs: "runs"
        case .status: RunsTable.status.name
        case .verdict: "verdict"
        case .evidence: "evidence"
        case .tags: "tags"
        case .note: "note"
        case .bound: RunsTable.bound.name
        case .criticAccuracy: RunsTable.criticAccuracy.name
        case .settledAt: RunsTable.settledAt.name
        case .shareSettled: RunsTable.shareSettled.name
        case .iteration: RunsTable.iteration.name
        case .parameter(let path): path
        case .evaluation(let column): column.name
        case .sampleMetric(let name): name
        }
    }

    /// Over the column in a table for people; else its name.
    var title: String {
        switch self {
        case .runs: "seeds"
        case .criticAccuracy: "critic"
        case .bound: "proved"
        case .evaluation(let column): column.title
        case .modes: "modes"
        default: name
        }
    }

    /// Where its values lie; nil for any number.
    var limits: ClosedRange<Double>? {
        switch self {
        case .criticAccuracy, .bound, .shareSettled: 0...1
        case .evaluation(let column): column.limits
        default: nil
        }
    }

    var isLoss: Bool { self == .evaluation(.discriminatorLoss) || self == .evaluation(.generatorLoss) }

    static func all(parameters: [String], sampleMetrics: [String]) -> [ComparisonColumn] {
        [.experiment] + parameters.map { .parameter($0) } + [.runs, .status]
            + EvaluationColumn.all.filter(\.isAveraged).map { .evaluation($0) }
            + [.criticAccuracy, .bound, .iteration, .settledAt, .shareSettled]
            + sampleMetrics.map { .sampleMetric($0) } + [.verdict, .tags, .note]
    }

    /// What the groups are sorted by, the first that differs.
    func keys(_ group: ComparisonGroup) -> [SortKey] {
        guard self == .evidence else { return [key(group)] }
        // The worse half of the seeds decides: of two runs the worse one.
        let verdicts = group.counted.map(RunOrder.group).sorted()
        return [
            .init(number: verdicts.isEmpty ? nil : Double(verdicts[verdicts.count / 2])),
            Self.bound.key(group), Self.criticAccuracy.key(group), Self.evaluation(.distance).key(group),
        ]
    }

    private func key(_ group: ComparisonGroup) -> SortKey {
        switch self {
        case .evidence: .nothing
        case .experiment: .init(text: group.experiment)
        case .runs: .init(number: Double(group.runs.count))
        case .status: .init(text: Tally(group.runs.map(\.status)).text)
        case .verdict: .init(text: Tally(group.counted.map(\.verdict)).text)
        case .tags, .note: .init(text: written(group))
        case .criticAccuracy, .bound, .settledAt, .shareSettled, .iteration, .evaluation, .sampleMetric:
            .init(number: estimate(group)?.mean)
        case .parameter(let path): .init(text: group.parameter(path))
        }
    }

    /// The mean over the group's counted runs; nil for columns of text.
    func estimate(_ group: ComparisonGroup) -> Estimate? {
        switch self {
        case .evaluation(let column): group.estimate(column)
        case .criticAccuracy: Estimate(group.counted.compactMap(\.criticAccuracy))
        case .bound: Estimate(group.counted.compactMap(\.bound))
        case .settledAt: Self.settledAt(group.counted)
        case .shareSettled: Estimate(group.counted.compactMap(\.shareSettled))
        case .iteration: Estimate(group.counted.compactMap { $0.iteration.map(Double.init) })
        case .sampleMetric(let name): Estimate(group.counted.compactMap { $0.sampleMetrics[name] })
        default: nil
        }
    }

    /// What people wrote down about the group's runs, each text once.
    func written(_ group: ComparisonGroup) -> String {
        var seen: Set<String> = []
        let texts = group.runs.flatMap { self == .tags ? $0.note.tags : [$0.note.text] }
        return texts.filter { !$0.isEmpty && seen.insert($0).inserted }.joined(separator: self == .tags ? " " : "; ")
    }

    /// nil unless every run settled: the mean of those that did would put a group ahead for one lucky seed.
    private static func settledAt(_ runs: [RunResult]) -> Estimate? {
        let iterations = runs.compactMap(\.settledAt).map(Double.init)
        return iterations.count == runs.count ? Estimate(iterations) : nil
    }
}

/// How often each word occurs: "complete", or "2 complete, 1 diverged".
struct Tally {
    private let counts: [(word: String, count: Int)]

    init(_ words: [String]) {
        var counts: [(word: String, count: Int)] = []
        for word in words where !word.isEmpty {
            if let index = counts.firstIndex(where: { $0.word == word }) {
                counts[index].count += 1
            } else {
                counts.append((word, 1))
            }
        }
        self.counts = counts.enumerated().sorted {
            ($1.element.count, $0.offset) < ($0.element.count, $1.offset)
        }.map(\.element)
    }

    var text: String {
        counts.count == 1 ? counts[0].word : counted
    }

    /// With every count written out.
    var counted: String {
        counts.map { "\($0.count) \($0.word)" }.joined(separator: ", ")
    }
}
