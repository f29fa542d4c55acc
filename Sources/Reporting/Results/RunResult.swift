import Configuration
import Equilibrium

/// How one run ended: a row of runs.csv.
public struct RunResult: Hashable, Sendable {
    /// The run's id, which is also the name of its folder.
    public var run: String
    /// complete, stopped, diverged, interrupted or failed; running where somebody is at work on it; unknown where
    /// nothing but its metrics is there.
    public var status: String
    /// What the sweep gave this run.
    public var parameters: [Parameter]
    /// Of the last evaluation; nil where there was none.
    public var iteration: Int?
    /// Of the last evaluation. What was not measured is not in it.
    public var metrics: EvaluationNumbers
    /// Of a fresh critic at that iteration: its accuracy, and the probability of such an accuracy by chance; nil where
    /// there was none.
    public var criticAccuracy: Double?, criticPValue: Double?
    /// Which critic that was, and whether it levelled off before its updates were spent; nil where there was none.
    public var criticMaker: String?, criticLevelled: Bool?
    /// The total variation distance between real and generated samples is at least this, and the judge that proves it:
    /// 0 and nil where no judge found a difference; nil where none looked.
    public var bound: Double?, strongestJudge: String?
    /// Of the final generator's samples, by the columns that `Metrics` declares. What was not measured is not in it.
    public var sampleMetrics = SampleNumbers()
    /// The iteration from which on the accuracy stayed near 0.5; nil where it did not.
    public var settledAt: Int?
    /// The share of the last quarter of the evaluations that were near 0.5.
    public var shareSettled: Double?
    public var verdict: String
    /// Why the run is not complete, or how far it is; else empty.
    public var message: String
    /// Whether its folder is gone, though a table still names it.
    public var isDeleted = false
    /// What people wrote down about it; nothing of a table of runs.
    public var note = RunNotes.Note()

    public init(
        run: String, status: String, parameters: [Parameter] = [], iteration: Int? = nil,
        metrics: EvaluationNumbers = [:], criticAccuracy: Double? = nil, criticPValue: Double? = nil,
        settledAt: Int? = nil, shareSettled: Double? = nil, verdict: String = "", message: String = ""
    ) {
        self.run = run
        self.status = status
        self.parameters = parameters
        self.iteration = iteration
        self.metrics = metrics
        self.criticAccuracy = criticAccuracy
        self.criticPValue = criticPValue
        self.settledAt = settledAt
        self.shareSettled = shareSettled
        self.verdict = verdict
        self.message = message
    }

    /// From a run's evaluations, in order, and the last examination of its generator.
    public init(
        run: String, status: String, parameters: [Parameter], course: [Measurement], examination: Examination? = nil,
        verdict: Verdict, message: String = ""
    ) {
        let settling = Settling(course)
        self.init(
            run: run, status: status, parameters: parameters, iteration: course.last?.iteration,
            metrics: EvaluationNumbers(course.last.map { EvaluationColumn.values($0) } ?? [:]),
            criticAccuracy: examination?.critic?.accuracy.mean,
            criticPValue: examination?.critic?.pValue, settledAt: settling.iteration, shareSettled: settling.share,
            verdict: verdict.kind.rawValue, message: message)
        criticMaker = examination?.critic?.maker
        criticLevelled = examination?.critic?.isLevelled
        bound = examination?.evidence.bound
        strongestJudge = examination?.evidence.strongest?.judge
    }

    /// The status of a run that somebody is at work on, which no record has.
    public static let running = "running"

    /// Whether it trained to its last iteration.
    var isComplete: Bool { status == "complete" }

    /// Whether it came to the end that its file asks for: its last iteration, or a guard of `training.stop`.
    public var isFinished: Bool { isComplete || status == "stopped" }

    public func parameter(_ path: String) -> String? { parameters.first { $0.path == path }?.text }

    /// Its parameters in the order of the paths, those that are missing out of its configuration.
    public func parameters(at paths: [String], in settings: ResolvedSettings) -> [Parameter] {
        let own = Dictionary(parameters.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        return paths.compactMap { path in
            own[path] ?? settings.text(path).map { Parameter(path: path, text: $0) }
        }
    }

    /// The parameters by path: for who asks for many.
    var settings: [String: String] {
        Dictionary(parameters.map { ($0.path, $0.text) }, uniquingKeysWith: { first, _ in first })
    }
}
