import Diagnostics
import Kernels
import Reporting

/// Trains the runs of experiments, skips what is done, continues what was interrupted, and goes on after a run that
/// fails. Several programs may do so at once: each run is trained by one of them.
public struct Session {
    public struct Options: Sendable {
        /// The folder that holds a folder for each experiment.
        public var results: String
        /// Of all jobs together, which share them evenly.
        public var threads: Int
        /// Runs trained at a time; nil: chosen by their size. No result depends on it.
        public var jobs: Int?
        /// Bytes that the runs may use.
        public var memory: UInt64
        /// Train runs again that are done already.
        public var fresh: Bool
        /// Continue checkpoints of another build, whose numbers may differ.
        public var anyBuild: Bool
        /// What trains the runs; nil: the usual one for as many jobs.
        public var launcher: (any TrainingLauncher)?
        /// What writes the runs' files.
        public var sinks = Sinks.all

        public init(
            results: String = "results", threads: Int = ProcessLimits.cores, jobs: Int? = nil,
            memory: UInt64 = ProcessLimits.memory, fresh: Bool = false, anyBuild: Bool = false,
            launcher: (any TrainingLauncher)? = nil
        ) {
            self.results = results
            self.threads = threads
            self.jobs = jobs.map { max(1, $0) }
            self.memory = memory
            self.fresh = fresh
            self.anyBuild = anyBuild
            self.launcher = launcher
        }

        /// Has all runs of a queue trained.
        /// - Parameter handle: as of `TrainingLauncher.launch`.
        func launch(_ queue: RunQueue, _ handle: (SessionEvent) throws -> Void) throws {
            let chosen = jobs ?? JobChoice.jobs(queue.waitingRuns, threads: threads, memory: memory)
            if jobs == nil, chosen > 1, launcher == nil { try handle(.sideBySide(chosen)) }
            let training = TrainingOptions(
                threads: threads, jobs: chosen, fresh: fresh, anyBuild: anyBuild, sinks: sinks)
            try (launcher ?? Launchers.usual(jobs: chosen)).launch(queue, training, handle)
        }
    }

    public typealias Result = SessionResult

    private let experiments: [PreparedExperiment]
    private let options: Options

    public init(_ experiments: [PreparedExperiment], _ options: Options) {
        self.experiments = experiments
        self.options = options
    }

    /// What `run` would do with a run.
    public struct PlannedRun: Sendable {
        public let label: RunLabel
        public let intention: Intention
        /// What would spare the user training from the beginning; nil: nothing.
        public var hint: String?
    }

    /// What `run` would do with each run.
    public func plan() throws -> [PlannedRun] {
        let complete = MadeOnce<String, CompleteRuns>(keeping: experiments.count)
        let (entries, known) = try entries()
        let done = experiments.flatMap { known[$0.name]?.runs.map { $0 != nil } ?? [] }
        return try zip(entries, done).map { entry, isDone in
            func planned(_ intention: Intention) -> PlannedRun { PlannedRun(label: entry.label, intention: intention) }
            guard !options.fresh else { return planned(.train) }
            let intention = try isDone ? Intention.skip : Intention(entry.folder)
            guard intention == .train, try !entry.folder.isToBeginAnew() else { return planned(intention) }
            let experiment = entry.folder.experiment
            let runs = try complete.value(experiment.path) { () throws(FileError) in
                try CompleteRuns(in: experiment)
            }
            if runs.beginning(of: entry.run.spec) != nil { return planned(.lengthen) }
            if runs.trainedAlike(entry.run.spec) != nil { return planned(.judge) }
            var run = planned(.train)
            run.hint = runs.beginningEvaluatedOtherwise(of: entry.run.spec).map { iterations, every in
                "a run of \(NumberText.grouped(iterations)) iterations would be continued with --set "
                    + "evaluation.every=\(every), as it was evaluated"
            }
            return run
        }
    }

    /// Writes the plan of every experiment beside its results.
    /// - Returns: with each plan the indices of the runs that are not done.
    /// - Throws: where an experiment's folder cannot be used.
    public func writePlans() throws -> [(plan: RunPlan, missing: [Int])] {
        try experiments.map { experiment in
            let place = experiment.folder(in: options.results)
            try place.open()
            let folders = try place.folders(of: experiment.runs)
            let plan = try place.locked {
                let plan = try RunPlan.write(experiment, folders, in: place)
                try EndedRuns(plan).prepare()
                return plan
            }
            let checked = try place.checked(folders.map(\.path)).runs
            return (plan, try folders.indices.filter { try checked[$0] == nil && Intention(folders[$0]) != .skip })
        }
    }

    /// - Parameters:
    ///   - isInterrupted: asked after every iteration, by every job; once true the runs in training are saved and
    ///     nothing else is started.
    ///   - checkpointRequests: how often a checkpoint of every run in training was asked for.
    ///   - report: told what happens, on the calling thread. Runs that are done come first; of runs side by side, each
    ///     one's events come in order.
    /// - Returns: a result for every run that was done or reached, in the order of the runs.
    /// - Throws: where an experiment's folder cannot be used. A failure of one run is a result, not an error.
    public func run(
        isInterrupted: @escaping @Sendable () -> Bool, checkpointRequests: @escaping @Sendable () -> Int = { 0 },
        report: (SessionEvent) -> Void
    ) throws -> [Result] {
        for experiment in experiments { try experiment.folder(in: options.results).open() }
        let (entries, known) = try entries()
        if options.fresh { try beginAnew(entries) }
        // What was known of runs that are to be trained again is no longer so.
        var index = try SessionIndex(
            experiments, entries, options.fresh ? [:] : known, results: options.results)
        var results = index.finished
        for result in results { report(.skipped(result.label, result.outcome.status)) }
        // However the session ends, nothing shows results that are gone.
        if options.fresh { for experiment in experiments { try index.writePages(experiment) } }
        for experiment in experiments where experiment.isSweep {
            let own = entries.filter { $0.label.experiment == experiment.name }.map(\.folder.name)
            let path = experiment.folder(in: options.results).path
            if index.waiting.contains(where: { $0.label.experiment == experiment.name }) {
                try SweepNames.write(own, in: path)
            } else {
                // Nothing is to be trained: the folder may be read-only.
                do { try SweepNames.mend(own, in: path) } catch { guard error.isRefused else { throw error } }
            }
        }
        let queue = RunQueue(
            index.waiting, isInterrupted: isInterrupted, checkpointRequests: checkpointRequests)
        try options.launch(queue) { event in
            switch event {
            case .finished(let label, let told):
                let outcome = index.take(told, of: label)
                report(.finished(label, outcome))
                results.append(Result(entries[label.number - 1], outcome))
                try index.write(of: label)
            case .skipped(let label, let status):
                report(event)
                results.append(
                    Result(entries[label.number - 1], RunOutcome(status: status, message: nil, seconds: 0)))
            case .elsewhere(let label):
                report(event)
                results.append(Result(entries[label.number - 1], .elsewhere))
            case .sideBySide, .notice, .started, .progress, .judging: report(event)
            }
        }
        for experiment in experiments { try index.writePages(experiment) }
        let isInOrder = zip(results, results.dropFirst()).allSatisfy { $0.label.number < $1.label.number }
        return isInOrder ? results : results.sorted { $0.label.number < $1.label.number }
    }

    /// All before any is trained: a session that is interrupted leaves none that would pass for trained again. One that
    /// is killed while it is at it leaves the others as they were.
    private func beginAnew(_ entries: [QueuedRun]) throws {
        func lock(_ entry: QueuedRun) throws -> FolderLock? {
            guard try Folder.kind(entry.folder.path) != nil else { return nil }
            if let lock = try FolderLock.take(entry.folder.path, patience: FolderLock.patience) { return lock }
            throw DiagnosticError(
                Diagnostic(
                    "another saddle is training the run in '\(entry.folder.path)'",
                    help: "wait until it ends, or train into another folder of results"))
        }
        // Nothing is changed where any run is being trained.
        for entry in entries { _ = try lock(entry) }
        for entry in entries {
            let lock = try lock(entry)
            try withExtendedLifetime(lock) { try entry.folder.beginAnew() }
        }
    }

    /// Every run of every experiment, in order, and what is known of them by experiment.
    private func entries() throws -> (runs: [QueuedRun], known: [String: ExperimentFolder.Known]) {
        var entries: [QueuedRun] = []
        var known: [String: ExperimentFolder.Known] = [:]
        let count = experiments.reduce(0) { $0 + $1.runs.count }
        entries.reserveCapacity(count)
        for experiment in experiments {
            let (folders, own) = try experiment.folder(in: options.results).placed(experiment.runs)
            known[experiment.name] = own
            for (run, folder) in zip(experiment.runs, folders) {
                let label = RunLabel(
                    experiment: experiment.name, id: folder.name, number: entries.count + 1, count: count)
                entries.append(QueuedRun(label: label, run: run, folder: folder))
            }
        }
        return (entries, known)
    }
}

extension PreparedExperiment {
    func folder(in results: String) -> ExperimentFolder { ExperimentFolder(results: results, experiment: name) }
}

/// What is to be done with a run, by what its folder holds.
public enum Intention: String, Sendable {
    case train
    case resume = "continue"
    /// From the end of a run that is shorter, and alike up to there.
    case lengthen = "continue a shorter run"
    /// The end of a run that is trained alike and judged otherwise.
    case judge = "judge a run that is trained alike"
    case mend = "train again what is damaged"
    case skip

    init(_ folder: RunFolder) throws {
        switch try folder.state() {
        case .untouched: self = .train
        case .unfinished: self = try folder.checkpoints().isEmpty ? .train : .resume
        case .finished: self = .skip
        case .damaged, .unreadable: self = .mend
        }
    }
}
