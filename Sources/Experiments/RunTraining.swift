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
    /// A killed run loses no more work than this. When a checkpoint is written changes no result.
    var checkpointPause = Duration.seconds(30)

    private static let clock = ContinuousClock()
    /// Between two progress events.
    private static let progressPause = Duration.milliseconds(100)

    /// Never throws: whatever goes wrong is the run's outcome, and the next run can start.
    func run(isInterrupted: () -> Bool, report: (SessionEvent) -> Void) -> RunOutcome {
        let start = Self.clock.now
        // Where nothing can be trained, the run stays as far as it came.
        var iteration = folder.record?.iteration ?? folder.checkpoints.last ?? 0
        let ending: (status: RunStatus, message: String?)
        do {
            let dataset = try shared.datasets.value(run.spec.data) { () throws(DatasetError) in
                try DatasetSources.registry.make(run.spec.data).load()
            }
            var recorder = Recorder(run, dataset: dataset, folder: folder, judges: shared.judges)
            let trainer = try trainer(on: dataset, &recorder)
            defer { iteration = trainer.iteration }
            report(.started(label, iteration: trainer.iteration))
            ending = try train(trainer, &recorder, isInterrupted: isInterrupted, report: report)
        } catch {
            ending = (.failed, "\(error)")
        }
        // The folder itself may be what failed: then the outcome shown to the user is all there is. And a run that was to
        // begin anew and could not has what it had.
        if !folder.isToBeginAnew {
            try? Folder.make(folder.path)
            try? folder.write(RunFolder.Record(status: ending.status, iteration: iteration, message: ending.message))
        }
        return RunOutcome(
            status: ending.status, message: ending.message, seconds: (Self.clock.now - start) / .seconds(1))
    }

    /// A trainer at the latest checkpoint that can be taken up, with what was recorded on the way there; where there is
    /// no checkpoint, at iteration 0. Each attempt has a trainer of its own: one that failed may hold parts of the
    /// checkpoint.
    private func trainer(on dataset: Dataset, _ recorder: inout Recorder) throws -> Trainer {
        func newTrainer() -> Trainer { Trainer(run.spec, run.blueprint, dataset: dataset, workers: workers) }
        var refusal: Refusal?
        for iteration in folder.checkpoints.reversed() {
            let trainer = newTrainer()
            do {
                try trainer.restore(Safetensors(AtomicFile.read(folder.checkpoint(iteration))))
                try recorder.resume(at: trainer.iteration)
                return trainer
            } catch {
                refusal = refusal ?? Refusal(iteration: iteration, reason: error)
            }
        }
        // Nothing is begun anew in place of work that somebody may still save.
        if let refusal { throw refusal }
        try recorder.begin()
        return newTrainer()
    }

    /// Why a checkpoint cannot be taken up.
    private struct Refusal: Error, CustomStringConvertible {
        let iteration: Int
        let reason: any Error

        var description: String {
            let located = (reason as? Diagnostic).map { ($0.location.map { "\($0): " } ?? "") + $0.message }
            return "cannot continue from iteration \(iteration): \(located ?? "\(reason)"); --fresh begins anew"
        }
    }

    private func train(
        _ trainer: Trainer, _ recorder: inout Recorder, isInterrupted: () -> Bool, report: (SessionEvent) -> Void
    ) throws -> (RunStatus, String?) {
        let iterations = run.spec.training.iterations
        let stop = StopGuard(run.spec)
        var pace = Pace(at: trainer.iteration, now: Self.clock.now)
        var lastCheckpoint = Self.clock.now
        do {
            // One that was interrupted before its first iteration has it already.
            if recorder.course.isEmpty { try recorder.evaluate(trainer) }
            while trainer.iteration < iterations {
                // Before anything is trained: one that was killed after its last checkpoint is at its end again.
                if let reason = try reason(stop, trainer, &recorder) {
                    let message = "at iteration \(trainer.iteration): \(reason)"
                    report(.judging(label))
                    try recorder.finish(trainer, stop: message)
                    try recorder.keepLast(trainer)
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
                if now - lastCheckpoint > checkpointPause {
                    try recorder.checkpoint(trainer)
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
        return try stop.reason(recorder.course, recorder.examinations) { try recorder.examine(trainer) }
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
