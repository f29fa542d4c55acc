import Configuration
import Datasets
import Equilibrium
import Reporting
import Training

/// Writes what a run measures into its folder, as it happens.
struct Recorder {
    /// Every evaluation so far.
    private(set) var course: [Measurement] = []

    /// What fresh critics found so far.
    private(set) var examinations: [Examination] = []

    private let run: PreparedRun
    private let folder: RunFolder
    private let expectation: Expectation
    private let pictures: SamplePictures
    private let samples: SampleMeasuring
    private let yardstick: DiversityYardstick
    private var timing: TimingLog
    /// The checkpoint that the next one replaces. Those that the file asks for stay.
    private var temporaryCheckpoint: Int?

    init(
        _ run: PreparedRun, dataset: Dataset, folder: RunFolder, judges: MadeOnce<String, Judge> = MadeOnce(keeping: 1)
    ) {
        self.run = run
        self.folder = folder
        expectation = Expectation(run.spec)
        pictures = SamplePictures(dataset, expectation)
        samples = SampleMeasuring(dataset: dataset, judgeFolder: folder.parent, judges: judges)
        yardstick = DiversityYardstick(dataset)
        timing = TimingLog(folder.file("timing.csv"))
    }

    private var spec: RunSpec { run.spec }

    /// Seconds of training in all.
    func seconds(at now: ContinuousClock.Instant) -> Double { timing.seconds(at: now) }

    // MARK: Beginnings

    mutating func begin() throws {
        try folder.prepare(keeping: false)
        folder.ledger.reset(to: [:])
        try folder.write(CanonicalText.yaml(spec), to: "config.yaml")
        try folder.write(MetricsTable.table([]).text, to: Self.metrics)
        try timing.begin()
    }

    /// Takes up what a checkpoint holds of the run; what came after it is trained again.
    /// - Parameter bytes: of the checkpoint's file.
    mutating func resume(_ checkpoint: RunCheckpoint, _ bytes: [UInt8], at iteration: Int) throws {
        course = try MetricsTable.measurements(table(Self.metrics, of: checkpoint), path: Self.metrics)
        examinations = try RunFolder.examinations { name in
            checkpoint.tables[name].map { (content: $0, path: name) }
        }
        try folder.prepare(keeping: true)
        folder.ledger.reset(to: checkpoint.files)
        folder.ledger.note(bytes, as: RunFolder.checkpointName(iteration))
        try folder.removeWhatFollows()
        try folder.write(CanonicalText.yaml(spec), to: "config.yaml")
        for (name, content) in checkpoint.tables { try folder.write(content, to: name) }
        try timing.resume(at: iteration)
        temporaryCheckpoint = isKept(iteration) ? nil : iteration
    }

    private func table(_ name: String, of checkpoint: RunCheckpoint) throws -> CSVTable {
        try CSVTable(reading: checkpoint.tables[name] ?? [], path: name)
    }

    private static let (metrics, critic, judges) = ("metrics.csv", "critic.csv", "judges.csv")

    // MARK: Along the way

    func isEvaluationDue(_ iteration: Int) -> Bool {
        iteration % spec.evaluation.every == 0 || iteration == spec.training.iterations
    }

    mutating func evaluate(_ trainer: Trainer) throws {
        let evaluation = try trainer.evaluate(samples: spec.evaluation.samples)
        let measurement = Measurement(
            evaluation, expectation, after: course,
            diversity: yardstick.diversity(of: evaluation.generated, workers: trainer.workers))
        course.append(measurement)
        try folder.append(MetricsTable.table([measurement]), to: Self.metrics)
        try timing.note(trainer.iteration)
    }

    /// Pictures and checkpoints that the file asks for at this iteration.
    mutating func keepWhatIsDue(_ trainer: Trainer) throws {
        let iteration = trainer.iteration
        if iteration == spec.training.iterations || isMultiple(iteration, of: spec.output.samplesEvery) {
            try drawSamples(trainer)
        }
        if isMultiple(iteration, of: spec.evaluation.critic.every), examinations.last?.iteration != iteration {
            // A critic takes a while, and whoever interrupts it ends the program: nothing is to be lost by that.
            try checkpoint(trainer)
            try examine(trainer)
        }
        if isKept(iteration) { try checkpoint(trainer) }
    }

    /// Has every judge look at the generator as it stands, once.
    /// - Returns: what they found; nil where a sample is not finite.
    @discardableResult mutating func examine(_ trainer: Trainer) throws -> Examination? {
        if let last = examinations.last, last.iteration == trainer.iteration { return last }
        let measurement = course.last.flatMap { $0.iteration == trainer.iteration ? $0 : nil }
        guard
            let examination = try FreshCritic(spec, shape: trainer.dataset.shape)
                .examine(trainer, measurement: measurement)
        else { return nil }
        examinations.append(examination)
        try writeExaminations()
        return examination
    }

    private func writeExaminations() throws {
        guard !examinations.isEmpty else { return try [Self.critic, Self.judges].forEach { try folder.remove($0) } }
        // The judges first: what a row of critic.csv belongs to is there when it is.
        try folder.write(JudgesTable.table(examinations).text, to: Self.judges)
        try folder.write(CriticTable.table(examinations).text, to: Self.critic)
    }

    /// What is kept of a run's last iteration, wherever that is.
    mutating func keepLast(_ trainer: Trainer) throws {
        try drawSamples(trainer)
        try save(trainer)
    }

    /// So that the run can continue from here.
    mutating func checkpoint(_ trainer: Trainer) throws {
        try timing.note(trainer.iteration)
        try save(trainer)
    }

    private mutating func save(_ trainer: Trainer) throws {
        let iteration = trainer.iteration
        let replaced = temporaryCheckpoint.flatMap { $0 == iteration ? nil : $0 }
        let checkpoint = RunCheckpoint(trainer, folder.ledger, without: replaced)
        try folder.write(checkpoint.bytes(), to: RunFolder.checkpointName(iteration))
        if let replaced { try folder.remove(RunFolder.checkpointName(replaced)) }
        temporaryCheckpoint = isKept(iteration) ? nil : iteration
    }

    private func drawSamples(_ trainer: Trainer) throws {
        guard let picture = pictures.draw(trainer) else { return }
        try folder.write(PNG.encode(picture), to: RunFolder.pictureName(trainer.iteration))
    }

    /// Nothing is due before the first iteration.
    private func isKept(_ iteration: Int) -> Bool {
        iteration > 0
            && (iteration == spec.training.iterations || isMultiple(iteration, of: spec.output.checkpointEvery))
    }

    private func isMultiple(_ iteration: Int, of every: Int?) -> Bool { every.map { iteration % $0 == 0 } ?? false }

    // MARK: The end

    /// - Parameter stop: what ended the run before its last iteration.
    mutating func finish(_ trainer: Trainer, divergence: Divergence? = nil, stop: String? = nil) throws {
        if divergence == nil { try examine(trainer) }
        try writeReport(trainer, divergence, stop)
        // Where an interruption left one of a run that diverged, nothing continues from it.
        if divergence != nil, let left = temporaryCheckpoint { try folder.remove(RunFolder.checkpointName(left)) }
    }

    @discardableResult private func writeReport(
        _ trainer: Trainer, _ divergence: Divergence?, _ stop: String?, overrides: [String] = []
    ) throws -> EquilibriumReport {
        let sampleMetrics = divergence == nil ? try samples.report(trainer) : nil
        if let sampleMetrics {
            try folder.write(SampleMetricsTable.table(sampleMetrics).text, to: "sample_metrics.csv")
        } else {
            try folder.remove("sample_metrics.csv")
        }
        let report = EquilibriumReport(
            run: folder.name, spec: spec, course: course, expectation: expectation, examinations: examinations,
            sampleMetrics: sampleMetrics, divergence: divergence, stop: stop, folder: folder.path,
            overrides: overrides)
        try folder.write(report.markdown, to: "equilibrium.md")
        try folder.write(report.json, to: "equilibrium.json")
        try folder.write(PNG.encode(report.accuracyPlot.image()), to: "accuracy.png")
        return report
    }

    /// Judges the final generator of a finished run anew and writes its report, from what is recorded.
    /// - Parameters:
    ///   - stop: what ended the run before its last iteration.
    ///   - overrides: of the run's configuration, by which the critic now judges.
    mutating func report(_ trainer: Trainer, stop: String?, overrides: [String]) throws -> EquilibriumReport {
        course = try folder.course()
        examinations = try folder.examinations().filter { $0.iteration < trainer.iteration }
        // Where no critic is asked now, what one found before is not said of this generator any more.
        if try examine(trainer) == nil { try writeExaminations() }
        return try writeReport(trainer, nil, stop, overrides: overrides)
    }
}
