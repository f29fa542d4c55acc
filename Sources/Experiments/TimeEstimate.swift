import Datasets
import Diagnostics
import Kernels
import Training

/// How long the runs of an experiment take, from iterations of each kind of network that were tried. What judges and
/// pages take is not in it.
public struct TimeEstimate {
    /// Of training alone, as many runs at a time as `saddle run` would train.
    public let seconds: Double
    private let runs: Int
    private let jobs: Int

    /// Trains for about a second for each architecture, and keeps nothing.
    /// - Throws: where the data cannot be read, or a run diverges at once.
    public init(_ experiment: PreparedExperiment, threads: Int) throws {
        runs = experiment.runs.count
        jobs = JobChoice.jobs(experiment.runs, threads: threads, memory: ProcessLimits.memory)
        let workers = Workers(threads: max(1, threads / jobs))
        var known: [[Double]: Double] = [:]
        var (seconds, longest) = (0.0, 0.0)
        for run in experiment.runs {
            let kind = [run.blueprint.flopsPerIteration, Double(run.spec.training.batchSize)]
            let each: Double
            if let measured = known[kind] {
                each = measured
            } else {
                // Many kinds share the patience of one who waits.
                each = try Self.iteration(of: run, patience: known.count < 8 ? 1 : 0.2, workers)
                known[kind] = each
            }
            let own = each * Double(run.spec.training.iterations)
            (seconds, longest) = (seconds + own, max(longest, own))
        }
        self.seconds = max(seconds / Double(jobs), longest)
    }

    /// Seconds, the first iterations left out: they read data and touch memory for the first time.
    private static func iteration(of run: PreparedRun, patience: Double, _ workers: Workers) throws -> Double {
        let dataset = try DatasetSources.registry.make(run.spec.data).load()
        let trainer = Trainer(run.spec, run.blueprint, dataset: dataset, workers: workers)
        let clock = ContinuousClock()
        let start = clock.now
        repeat { try trainer.step() } while (clock.now - start) / .seconds(1) < 0.2 * patience
        let (begin, first) = (clock.now, trainer.iteration)
        repeat { try trainer.step() } while (clock.now - begin) / .seconds(1) < 0.8 * patience
        return (clock.now - begin) / .seconds(1) / Double(trainer.iteration - first)
    }

    public var text: String {
        let how = jobs == 1 ? "one after another" : "\(jobs) at a time"
        return
            "time: about \(Self.words(seconds)) of training for \(runs == 1 ? "the run" : "the \(runs) runs, \(how)"), "
            + "as fast as this machine is just now; evaluations and judges come on top, usually a second or two a run\n"
    }

    static func words(_ seconds: Double) -> String {
        switch seconds {
        case ..<90: "\(NumberText.brief(seconds, digits: 2)) s"
        case ..<5400: "\(Int((seconds / 60).rounded())) min"
        case ..<172_800: "\(NumberText.brief(seconds / 3600, digits: 2)) h"
        default: "\(NumberText.brief(seconds / 86400, digits: 2)) days"
        }
    }
}
