import Configuration
import Datasets
import Diagnostics
import Equilibrium
import Foundation
import Kernels
import Reporting
import Training

/// Trains one run and records it: the loop from the first iteration, or from a checkpoint, to the report.
struct RunTraining {
    let run: PreparedRun
    let label: RunLabel
    let folder: RunFolder
    let workers: Workers
    let shared: SharedValues
    var sinks = Sinks.all
    /// Whether checkpoints of another build may be continued.
    var anyBuild = false
    /// Whether the run begins at its beginning, even where an earlier one could save the way.
    var fresh = false
    /// Where this grows, a checkpoint is written and training goes on.
    var checkpointRequests: @Sendable () -> Int = { 0 }
    /// A killed run loses no more work than this. When a checkpoint is written changes no result.
    var checkpointPause = Duration.seconds(30)

    private static let clock = ContinuousClock()
    /// Between two progress events.
    private static let progressPause = Duration.milliseconds(100)

    /// Never throws: whatever goes wrong is the run's outcome, and the next run can start.
    func run(isInterrupted: () -> Bool, report: (SessionEvent) -> Void) -> RunOutcome {
        let start = Self.clock.now
        var iteration = 0
        // Until then nothing in the folder was changed.
        var isTakenUp = false
        var ending: (status: RunStatus, message: String?)
        do {
            let dataset = try shared.datasets.value(run.spec.data) { () throws(DatasetError) in
                try DatasetSources.registry.make(run.spec.data).load()
            }
            var recorder = Recorder(run, dataset: dataset, folder: folder, judges: shared.judges, sinks: sinks)
            let trainer = try trainer(on: dataset, &recorder) { report(.notice(label, $0)) }
            isTakenUp = true
            defer { iteration = trainer.iteration }
            report(.started(label, iteration: trainer.iteration))
            ending = try train(trainer, &recorder, isInterrupted: isInterrupted, report: report)
        } catch {
            ending = (.failed, Self.text(error))
        }
        do {
            if isTakenUp {
                try folder.write(ending.status, iteration: iteration, message: ending.message)
            } else {
                try recordFailure(ending.message)
            }
        } catch {
            // Without its record a run is not done, whatever else is there.
            let before = ending.status == .failed ? (ending.message.map { $0 + "; then " } ?? "") : ""
            ending = (.failed, before + Self.text(error))
        }
        return RunOutcome(
            status: ending.status, message: ending.message, seconds: (Self.clock.now - start) / .seconds(1))
    }

    /// Says in the folder why nothing could be trained, unless it holds something that says more.
    private func recordFailure(_ message: String?) throws {
        switch try folder.state() {
        case .finished, .damaged, .unreadable: return
        case .untouched where try folder.isToBeginAnew(): return
        case .untouched: try Folder.make(folder.path)
        case .unfinished(let before):
            folder.ledger.reset(to: before?.files ?? [:])
            let iteration = try before?.iteration ?? folder.checkpoints().last ?? 0
            return try folder.write(.failed, iteration: iteration, message: message)
        }
        try folder.write(.failed, iteration: 0, message: message)
    }

    static func text(_ error: any Error) -> String {
        (error as? Diagnostic).map { ($0.location.map { "\($0): " } ?? "") + $0.message } ?? "\(error)"
    }

    /// A trainer at the latest sound checkpoint, with what was recorded on the way there; where there is no checkpoint,
    /// at iteration 0. Each attempt has a trainer of its own: one that failed may hold parts of the checkpoint.
    /// - Parameter notice: told what is wrong with the files that are there, where training goes on from earlier ones.
    /// - Throws: where a file cannot be read, or there are checkpoints and all are of something else: nothing is begun
    ///   anew in place of work that somebody may still save.
    private func trainer(
        on dataset: Dataset, _ recorder: inout Recorder, notice: (String) -> Void
    ) throws -> Trainer {
        func newTrainer() -> Trainer { Trainer(run.spec, run.blueprint, dataset: dataset, workers: workers) }
        var foreign: String?
        let found = try folder.state().problems
        var reasons = found
        // Whether a later one cannot be read: those before it may be gone by right, it was to stand in their place.
        var isReplaced = false
        for iteration in try folder.checkpoints().reversed() {
            let name = RunFolder.checkpointName(iteration)
            let bytes = try AtomicFile.read(folder.file(name))
            let trainer = newTrainer()
            var isReadable = false
            do {
                let checkpoint = try RunCheckpoint(bytes)
                isReadable = true
                try trainer.restore(checkpoint.state, anyBuild: anyBuild)
                guard trainer.iteration == iteration else {
                    throw CheckpointError(.damaged, "it is of iteration \(trainer.iteration)")
                }
                let problems = try checkpoint.files.problems(in: folder.path)
                    .filter { !(isReplaced && $0.isMissing && $0.name.hasPrefix("checkpoints/")) }
                guard problems.isEmpty else { throw CheckpointError(.damaged, "\(problems[0])") }
                if !reasons.isEmpty { notice("\(Self.list(reasons)): trained again from iteration \(iteration)") }
                try recorder.resume(checkpoint, bytes, at: iteration)
                return trainer
            } catch let error as CheckpointError {
                if error.kind == .foreign { foreign = foreign ?? "cannot continue from \(name): \(error)" }
                isReplaced = !isReadable
                reasons.append("\(name): \(error)")
            }
        }
        if let foreign {
            let found = found.isEmpty ? "" : Self.list(found) + "; "
            throw Refusal(description: "\(found)\(foreign); --fresh starts over")
        }
        if !reasons.isEmpty {
            notice("\(Self.list(reasons)): trained again from the beginning")
        } else if let trainer = try trainer(lengthening: newTrainer, &recorder, notice: notice) {
            return trainer
        }
        try recorder.begin()
        return newTrainer()
    }

    /// A trainer at the end of a run that this one begins with, or that is only judged otherwise; nil where there is
    /// none, or the run is to start over.
    private func trainer(
        lengthening newTrainer: () -> Trainer, _ recorder: inout Recorder, notice: (String) -> Void
    ) throws -> Trainer? {
        guard try !fresh && !folder.isToBeginAnew() else { return nil }
        let experiment = folder.experiment
        let complete = try shared.complete.value(experiment.path) { () throws(FileError) in
            try CompleteRuns(in: experiment)
        }
        guard let earlier = complete.beginning(of: run.spec) ?? complete.trainedAlike(run.spec),
            let (checkpoint, pictures) = try earlier.content(picturesEvery: run.spec.output.samplesEvery)
        else { return nil }
        let trainer = newTrainer()
        do throws(CheckpointError) {
            try trainer.restore(checkpoint.state, anyBuild: anyBuild, of: earlier.spec)
        } catch { return nil }
        guard trainer.iteration == earlier.iterations else { return nil }
        try recorder.begin(after: checkpoint, pictures, trainer)
        notice(
            earlier.isWhole
                ? "is trained as '\(earlier.folder.name)' was: the end of that is judged anew"
                : "begins with the \(NumberText.grouped(earlier.iterations)) iterations of '\(earlier.folder.name)'")
        return trainer
    }

    private struct Refusal: Error, CustomStringConvertible {
        let description: String
    }

    /// Of many reasons the first few.
    private static func list(_ reasons: [String]) -> String {
        let shown = 3
        let more = reasons.count - shown
        return reasons.prefix(shown).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }

    private func train(
        _ trainer: Trainer, _ recorder: inout Recorder, isInterrupted: () -> Bool, report: (SessionEvent) -> Void
    ) throws -> (RunStatus, String?) {
        let iterations = run.spec.training.iterations
        let stop = StopGuard(run.spec)
        var pace = Pace(at: trainer.iteration, now: Self.clock.now)
        var lastCheckpoint = Self.clock.now
        var checkpointsMade = checkpointRequests()
        do {
            // One that was interrupted before its first iteration has it already.
            if recorder.course.isEmpty { try recorder.evaluate(trainer) }
            // One that continues may have been interrupted before all that was due at its iteration.
            if trainer.iteration > 0 { try recorder.keepWhatIsDue(trainer) }
            while trainer.iteration < iterations {
                // Before anything is trained: one that was killed after its last checkpoint is at its end again.
                if let reason = try reason(stop, trainer, &recorder) {
                    let message = "at iteration \(trainer.iteration): \(reason)"
                    report(.judging(label))
                    try recorder.keepLast(trainer)
                    try recorder.finish(trainer, stop: message)
                    return (.stopped, message)
                }
                if isInterrupted() {
                    try recorder.checkpoint(trainer)
                    return (.interrupted, "at iteration \(trainer.iteration)")
                }
                try trainer.step()
                let now = Self.clock.now
                if recorder.isEvaluationDue(trainer.iteration) || stop.isTimeOver(recorder.seconds(at: now)) {
                    try recorder.evaluate(trainer)
                }
                try recorder.keepWhatIsDue(trainer)
                // After all else of this iteration: whoever continues from here does not come back to it.
                let requests = checkpointRequests()
                if now - lastCheckpoint > checkpointPause || requests != checkpointsMade {
                    try recorder.checkpoint(trainer)
                    checkpointsMade = requests
                    lastCheckpoint = Self.clock.now
                }
                if now - pace.shown > Self.progressPause || trainer.iteration == iterations {
                    pace.update(trainer.iteration, now)
                    report(
                        .progress(
                            RunProgress(
                                label: label, iteration: trainer.iteration, iterations: iterations,
                                iterationsPerSecond: pace.iterationsPerSecond, measurement: recorder.course.last)))
                }
            }
        } catch let divergence as Divergence {
            try recorder.finish(trainer, divergence: divergence)
            return (.diverged, "\(divergence)")
        }
        report(.judging(label))
        try recorder.finish(trainer)
        return (.complete, nil)
    }

    /// Why the run ends at the evaluation that was just made; nil where there was none, or it goes on.
    private func reason(_ stop: StopGuard, _ trainer: Trainer, _ recorder: inout Recorder) throws -> String? {
        guard trainer.iteration > 0, recorder.course.last?.iteration == trainer.iteration else { return nil }
        func examine() throws -> Examination? {
            // A critic takes a while, and whoever interrupts it ends the program: nothing is to be lost by that.
            try recorder.checkpoint(trainer)
            return try recorder.examine(trainer)
        }
        return try stop.reason(recorder.course, recorder.examinations, examine: examine)
            ?? (stop.isTimeOver(recorder.seconds(at: Self.clock.now)) ? stop.timeReason : nil)
    }
}

/// How fast iterations go by, over the last second or so.
private struct Pace {
    private(set) var shown: ContinuousClock.Instant
    private(set) var iterationsPerSecond = 0.0
    private var iteration: Int

    init(at iteration: Int, now: ContinuousClock.Instant) {
        self.iteration = iteration
        shown = now
    }

    mutating func update(_ iteration: Int, _ now: ContinuousClock.Instant) {
        let latest = Double(iteration - self.iteration) / max((now - shown) / .seconds(1), 1e-9)
        // Smoothed, so that a slow evaluation does not make the estimate jump.
        iterationsPerSecond = iterationsPerSecond == 0 ? latest : 0.8 * iterationsPerSecond + 0.2 * latest
        self.iteration = iteration
        shown = now
    }
}
