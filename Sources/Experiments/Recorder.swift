import Configuration
import Datasets
import Equilibrium
import Formats
import Reporting
import Training

/// Measures a run as it goes, and hands what was measured to its sinks, which write it into the run's folder.
struct Recorder {
    /// Every evaluation so far.
    private(set) var course: [Measurement] = []

    /// What judges found so far.
    private(set) var examinations: [Examination] = []

    private let run: PreparedRun
    private let folder: RunFolder
    private let expectation: Expectation
    private let samples: SampleMeasuring
    private let yardstick: DiversityYardstick
    private var sinks: [any Sink]
    private let checkpoints: RunCheckpoints
    /// No sink: it holds the clock that the run's limit of time goes by.
    private var timing: TimingLog

    init(
        _ run: PreparedRun, dataset: Dataset, folder: RunFolder, judges: MadeOnce<String, Judge> = MadeOnce(keeping: 1),
        sinks: [any Sink.Type] = Sinks.all
    ) {
        self.run = run
        self.folder = folder
        expectation = Expectation(run.spec)
        samples = SampleMeasuring(dataset: dataset, judgeFolder: folder.experiment.path, judges: judges)
        yardstick = DiversityYardstick(dataset)
        let site = SinkSite(run: run, folder: folder, dataset: dataset, expectation: expectation)
        self.sinks = sinks.compactMap { $0.init(site) }
        checkpoints = RunCheckpoints(run.spec, folder)
        timing = TimingLog(folder.file("timing.csv"))
    }

    private var spec: RunSpec { run.spec }

    /// Seconds of training in all.
    func seconds(at now: ContinuousClock.Instant) -> Double { timing.seconds(at: now) }

    private func moment(_ trainer: Trainer, isLast: Bool = false) -> RunMoment {
        RunMoment(trainer: trainer, course: course, examinations: examinations, isLast: isLast)
    }

    // MARK: Beginnings

    mutating func begin() throws {
        try folder.prepare(keeping: false)
        folder.ledger.reset(to: [:])
        for index in sinks.indices { try sinks[index].begin() }
        try timing.begin()
    }

    /// Begins with what a shorter run was at its end.
    /// - Parameter pictures: contents by the files' names.
    mutating func begin(after checkpoint: RunCheckpoint, _ pictures: [String: [UInt8]], _ trainer: Trainer) throws {
        try begin()
        try takeUp(checkpoint)
        for (name, content) in pictures.sorted(by: { $0.key < $1.key }) { try folder.write(content, to: name) }
        for (name, content) in checkpoint.tables { try folder.write(content, to: name) }
        for index in sinks.indices { try sinks[index].resume() }
        try self.checkpoint(trainer)
    }

    private mutating func takeUp(_ checkpoint: RunCheckpoint) throws {
        let metrics = try CSVTable(reading: checkpoint.tables[MetricsFile.name] ?? [], path: MetricsFile.name)
        course = try MetricsTable.measurements(metrics, path: MetricsFile.name)
        examinations = try RunFolder.examinations { name in
            checkpoint.tables[name].map { (content: $0, path: name) }
        }
    }

    /// Takes up what a checkpoint holds of the run; what came after it is trained again.
    /// - Parameter bytes: of the checkpoint's file.
    mutating func resume(_ checkpoint: RunCheckpoint, _ bytes: [UInt8], at iteration: Int) throws {
        try takeUp(checkpoint)
        try folder.prepare(keeping: true)
        folder.ledger.reset(to: checkpoint.files)
        folder.ledger.note(bytes, as: RunFolder.checkpointName(iteration))
        try folder.removeWhatFollows()
        for (name, content) in checkpoint.tables { try folder.write(content, to: name) }
        for index in sinks.indices { try sinks[index].resume() }
        try timing.resume(at: iteration)
    }

    // MARK: Along the way

    func isEvaluationDue(_ iteration: Int) -> Bool {
        iteration % spec.evaluation.every == 0 || iteration == spec.training.iterations
    }

    mutating func evaluate(_ trainer: Trainer) throws {
        let evaluation = try trainer.evaluate(samples: spec.evaluation.samples)
        course.append(
            Measurement(
                evaluation, expectation, after: course,
                diversity: yardstick.diversity(of: evaluation.generated, workers: trainer.workers)))
        let moment = moment(trainer)
        for index in sinks.indices { try sinks[index].evaluated(moment) }
        try timing.note(trainer.iteration)
    }

    /// What the file asks for at this iteration besides evaluations.
    mutating func keepWhatIsDue(_ trainer: Trainer) throws {
        let iteration = trainer.iteration
        try passIteration(trainer, isLast: iteration == spec.training.iterations)
        if let every = spec.evaluation.critic.every, iteration % every == 0, examinations.last?.iteration != iteration {
            // A critic takes a while, and whoever interrupts it ends the program: nothing is to be lost by that.
            try checkpoint(trainer)
            try examine(trainer)
        }
        if checkpoints.keeping.keeps(iteration, at: iteration, examinations) { try checkpoint(trainer) }
    }

    private mutating func passIteration(_ trainer: Trainer, isLast: Bool) throws {
        let moment = moment(trainer, isLast: isLast)
        for index in sinks.indices { try sinks[index].iterated(moment) }
    }

    /// Has every judge look at the generator as it stands, once.
    /// - Returns: what they found; nil where a sample is not finite.
    @discardableResult mutating func examine(_ trainer: Trainer) throws -> Examination? {
        let before = examinations.count
        let examination = try lookAt(trainer)
        // What stays of the best generator says what was found of it, whoever asked.
        if examinations.count > before, checkpoints.keeping.best(examinations) == trainer.iteration {
            try checkpoints.save(trainer, examinations)
        }
        return examination
    }

    private mutating func lookAt(_ trainer: Trainer) throws -> Examination? {
        if let last = examinations.last, last.iteration == trainer.iteration { return last }
        let measurement = course.last.flatMap { $0.iteration == trainer.iteration ? $0 : nil }
        guard
            let examination = try FreshCritic(spec, shape: trainer.dataset.shape)
                .examine(trainer, measurement: measurement, judge: samples.classJudge(trainer))
        else { return nil }
        examinations.append(examination)
        try passExamination(trainer)
        return examination
    }

    private mutating func passExamination(_ trainer: Trainer) throws {
        let moment = moment(trainer)
        for index in sinks.indices { try sinks[index].examined(moment) }
    }

    /// What is kept of a run that ends before its last iteration.
    mutating func keepLast(_ trainer: Trainer) throws {
        try passIteration(trainer, isLast: true)
        try checkpoints.save(trainer, examinations)
    }

    /// So that the run can continue from here.
    mutating func checkpoint(_ trainer: Trainer) throws {
        try timing.note(trainer.iteration)
        try checkpoints.save(trainer, examinations)
    }

    // MARK: The end

    /// - Parameter stop: what ended the run before its last iteration.
    mutating func finish(_ trainer: Trainer, divergence: Divergence? = nil, stop: String? = nil) throws {
        if divergence == nil { try examine(trainer) }
        try end(trainer, divergence, stop)
        // Where an interruption left one of a run that diverged, nothing continues from it.
        if divergence != nil { try checkpoints.removeTemporary(at: trainer.iteration, examinations) }
    }

    @discardableResult private mutating func end(
        _ trainer: Trainer, _ divergence: Divergence?, _ stop: String?, overrides: [String] = []
    ) throws -> EquilibriumReport {
        let sampleMetrics = divergence == nil ? try samples.report(trainer) : nil
        let report = EquilibriumReport(
            run: folder.name, spec: spec, course: course, expectation: expectation, examinations: examinations,
            sampleMetrics: sampleMetrics, columnEvidence: divergence == nil ? try samples.columns(trainer) : nil,
            divergence: divergence, stop: stop, folder: folder.path,
            overrides: overrides, neighbours: try folder.experiment.neighbours(of: run, in: folder))
        let ending = RunEnding(trainer: trainer, report: report)
        for index in sinks.indices { try sinks[index].ended(ending) }
        return report
    }

    /// Judges the final generator of a finished run again and writes its report, from what is recorded.
    /// - Parameters:
    ///   - stop: what ended the run before its last iteration.
    ///   - overrides: of the run's configuration, by which the critic now judges.
    mutating func report(_ trainer: Trainer, stop: String?, overrides: [String]) throws -> EquilibriumReport {
        course = try folder.course()
        examinations = try folder.examinations().filter { $0.iteration < trainer.iteration }
        // Where no critic is asked now, what one found before is not said of this generator any more.
        if try lookAt(trainer) == nil { try passExamination(trainer) }
        return try end(trainer, nil, stop, overrides: overrides)
    }
}
