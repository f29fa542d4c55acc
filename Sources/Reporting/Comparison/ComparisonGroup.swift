/// Runs of equal parameters, of one run or one a seed.
public struct ComparisonGroup: Sendable {
    public let experiment: String
    public let runs: [RunResult]
    /// The parameters of its runs by path, the seed that of the first.
    private let settings: [String: String]
    /// By the path of an entry that is written out in keys: the entry's name.
    private let entries: [String: String]

    init(experiment: String, runs: [RunResult]) {
        self.experiment = experiment
        self.runs = runs
        settings = runs.first?.settings ?? [:]
        var entries: [String: String] = [:]
        for parameter in runs.first?.parameters ?? [] {
            let keys = parameter.path.split(separator: ".", omittingEmptySubsequences: false)
            var path = ""
            for (key, next) in zip(keys, keys.dropFirst()) {
                path += (path.isEmpty ? "" : ".") + key
                if entries[path] == nil { entries[path] = String(next) }
            }
        }
        self.entries = entries
    }

    /// The runs that the means are taken over: the finished ones, or, where there is none, all of them.
    public var counted: [RunResult] {
        let finished = runs.filter(\.isFinished)
        return finished.isEmpty ? runs : finished
    }

    public var hasFinished: Bool { runs.contains(where: \.isFinished) }

    public func parameter(_ path: String) -> String? { settings[path] }

    /// The name of the entry that keys below a path belong to; nil where there are none.
    func entry(_ path: String) -> String? { entries[path] }

    /// The mean over the counted runs that measured it.
    public func estimate(_ metric: EvaluationColumn) -> Estimate? {
        Estimate(counted.compactMap { $0.metrics[metric] })
    }
}
