import Configuration
import Diagnostics
import Reporting

/// Looks for the setting of a sweep that comes closest to equilibrium, by `SuccessiveHalving`: settings are judged by
/// the total variation distance that the judges prove, the mean over their seeds.
///
/// Every run is an ordinary one: a rung's are those of the file with `--set training.iterations=N`, the last rung's
/// those of the file itself. So there is nothing to remember: the same search again skips what is done, and comes to
/// the same choices.
public struct Search {
    public struct Options: Sendable {
        public var eta: Int
        /// Iterations of the first rung, at least.
        public var least: Int

        public init(eta: Int = 3, least: Int = 1) {
            self.eta = eta
            self.least = least
        }
    }

    /// What a rung came to.
    public struct RungResult: Sendable {
        public let rung: SuccessiveHalving.Rung
        /// The settings that were trained, best first, each with the distance that is proved of it.
        public let ranking: [(setting: String, bound: Double?)]
        /// How many of them go on.
        public let survivors: Int
    }

    private let file: String
    private let overrides: [String]
    private let options: Options
    /// The last rung's.
    public let experiment: PreparedExperiment
    public let plan: SuccessiveHalving

    /// - Throws: everything that is wrong with the file, or where it gives nothing to search over.
    public init(
        file: String, overrides: [String], experiment: PreparedExperiment, _ options: Options
    ) throws(DiagnosticError) {
        self.file = file
        self.overrides = overrides
        self.experiment = experiment
        self.options = options
        let settings = Self.settings(experiment.runs)
        guard settings.count > 1 else {
            throw DiagnosticError(
                Diagnostic(
                    "'\(file)' gives one setting, and a search is over several",
                    help: "give it a sweep, such as sweep: {random: {samples: 27, ...}, seeds: 3}"))
        }
        for key in Self.varied
        where Set(experiment.runs.map { run in run.run.parameters.first { $0.path == key }?.text }).count > 1 {
            throw DiagnosticError(
                Diagnostic("\(key) is swept, and a search varies it itself", help: "leave it out of the sweep"))
        }
        let iterations = experiment.runs.map(\.spec.training.iterations).max() ?? 1
        plan = SuccessiveHalving(
            settings: settings.count, iterations: iterations, eta: options.eta, least: options.least)
    }

    /// Trains rung after rung.
    /// - Parameters:
    ///   - session: options of every rung's session.
    ///   - report: told what happens.
    ///   - rungDone: told what each rung came to.
    /// - Returns: what became of every run, and the experiment with the runs of all rungs.
    public func run(
        _ session: Session.Options, isInterrupted: @escaping @Sendable () -> Bool,
        checkpointRequests: @escaping @Sendable () -> Int, report: (SessionEvent) -> Void,
        rungDone: (RungResult) throws -> Void
    ) throws -> (results: [Session.Result], experiment: PreparedExperiment) {
        var settings = Self.settings(experiment.runs)
        var runs: [PreparedRun] = []
        var results: [Session.Result] = []
        var all = experiment
        for (index, rung) in plan.rungs.enumerated() {
            let wanted = Set(settings)
            let own = try self.runs(of: rung, isLast: index == plan.rungs.count - 1)
                .filter { wanted.contains(Self.setting($0)) }
            runs += own
            all = PreparedExperiment(
                name: experiment.name, description: experiment.description, runs: PreparedRun.completed(runs),
                isSweep: true)
            results = try Session([all], session).run(
                isInterrupted: isInterrupted, checkpointRequests: checkpointRequests, report: report)
            guard !isInterrupted() else { break }
            let scores = try scores(of: settings, own, all, session.results)
            let next = index + 1 < plan.rungs.count ? plan.rungs[index + 1].settings : 0
            let order = SuccessiveHalving.order(scores.map(\.key))
            try rungDone(
                RungResult(
                    rung: rung, ranking: order.map { (settings[$0], scores[$0].bound) }, survivors: next))
            if next > 0 {
                settings = SuccessiveHalving.survivors(settings, scores: scores.map(\.key), count: next)
            }
        }
        return (results, all)
    }

    private func runs(of rung: SuccessiveHalving.Rung, isLast: Bool) throws(DiagnosticError) -> [PreparedRun] {
        guard !isLast else { return experiment.runs }
        func prepared(_ more: [String]) throws(DiagnosticError) -> [PreparedRun] {
            try Preparation(files: [file], overrides: overrides + ["training.iterations=\(rung.iterations)"] + more)
                .experiments[0].runs
        }
        let runs = try prepared([])
        // A rung is to have a course, too, where the file says how often the whole run is evaluated.
        let longest = runs.map(\.spec.evaluation.every).max() ?? 1
        guard longest > rung.iterations / 4 else { return runs }
        return try prepared(["evaluation.every=\(max(1, rung.iterations / 10))"])
    }

    // MARK: Settings

    /// Keys that a rung sets.
    private static let varied = ["training.iterations", "evaluation.every"]

    /// What a run is but for its seed and the length of its rung.
    private static func setting(_ run: PreparedRun) -> String {
        run.run.parameters.filter { $0.path != "seed" && !varied.contains($0.path) }
            .map { "\($0.path)=\($0.text)" }.joined(separator: " ")
    }

    /// Each once, in the order of the sweep.
    private static func settings(_ runs: [PreparedRun]) -> [String] {
        var seen = Set<String>()
        return runs.map(setting).filter { seen.insert($0).inserted }
    }

    private typealias Score = (key: [Double], bound: Double?)

    /// By the proved distance, and where that is the same by the critic's accuracy and the discriminator's distance
    /// from 0.5, all means over the seeds. A setting of which a seed did not come to its end is behind all others.
    private func scores(
        of settings: [String], _ runs: [PreparedRun], _ all: PreparedExperiment, _ results: String
    ) throws -> [Score] {
        let rows = Dictionary(
            try all.folder(in: results).results(of: all).map { (String($0.run.suffix(9)), $0) },
            uniquingKeysWith: { first, _ in first })
        return settings.map { setting in
            let own = runs.filter { Self.setting($0) == setting }
            let found = own.compactMap { rows[$0.run.idTail] }
            let unfinished = own.count - found.count { $0.isFinished }
            func mean(_ values: [Double?]) -> Double? {
                let known = values.compactMap(\.self).filter(\.isFinite)
                return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
            }
            let bound = mean(found.map(\.bound))
            let critic = mean(found.map(\.criticAccuracy))
            let distance = mean(found.map { $0.metrics[.distance] })
            return ([Double(unfinished), bound ?? 2, critic ?? 2, distance ?? 2], bound)
        }
    }
}

extension PreparedRun {
    /// Runs of several sweeps as those of one: each has a value for every key that any of them varies.
    static func completed(_ runs: [PreparedRun]) -> [PreparedRun] {
        zip(runs, Run.completed(runs.map(\.run))).map { prepared, run in
            var prepared = prepared
            prepared.run = run
            return prepared
        }
    }
}
