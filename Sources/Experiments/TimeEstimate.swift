import Configuration
import Datasets
import Diagnostics
import Equilibrium
import Kernels
import Training

/// How long the runs of an experiment take, from what is tried of each kind of network: iterations, an evaluation, and
/// judges whose critic learns for a moment. Pictures and pages are not in it.
public struct TimeEstimate {
    /// Of training and evaluations, and of judges whose critics level off as most do, as many runs at a time as `saddle
    /// run` would train.
    public let seconds: Double
    /// Of judges alone, in `seconds`.
    public let judging: Double
    /// What comes on top where all critics take all the updates that they may.
    public let more: Double
    private let runs: Int
    private let jobs: Int

    /// Updates after which a critic has levelled off: on digits it takes 700 to 1,600 in most runs. On rows and points
    /// it may take all that it is given; `more` is for that.
    private static let usualUpdates = 1000
    private static let clock = ContinuousClock()

    /// Trains for a second or two for each architecture, and keeps nothing.
    /// - Throws: where the data cannot be read, or a run diverges at once.
    public init(_ experiment: PreparedExperiment, threads: Int) throws {
        runs = experiment.runs.count
        jobs = JobChoice.jobs(experiment.runs, threads: threads, memory: ProcessLimits.memory)
        let workers = Workers(threads: max(1, threads / jobs))
        var known: [[Double]: Trial] = [:]
        var (all, longest) = (Times(), Times())
        for run in experiment.runs {
            let kind = [run.blueprint.flopsPerIteration, Double(run.spec.training.batchSize)]
            let trial: Trial
            if let tried = known[kind] {
                trial = tried
            } else {
                // Many kinds share the patience of one who waits.
                trial = try Trial(run, patience: known.count < 8 ? 1 : 0.2, workers)
                known[kind] = trial
            }
            let own = trial.times(run.spec, usualUpdates: Self.usualUpdates)
            all.add(own)
            if own.usual > longest.usual { longest = own }
        }
        // One long run can take longer than its share of all.
        let isEven = all.usual / Double(jobs) >= longest.usual
        let shown = isEven ? all.divided(by: Double(jobs)) : longest
        (seconds, judging, more) = (shown.usual, shown.judging, shown.more)
    }

    public var text: String {
        let how = jobs == 1 ? "one after another" : "\(jobs) at a time"
        // Less than a tenth is less than what the machine's other work does.
        let tail = more > 0.1 * seconds ? "; up to \(Self.words(more)) more where critics go on learning" : ""
        return
            "time: about \(Self.words(seconds)) for \(runs == 1 ? "the run" : "the \(runs) runs, \(how)"), as fast as "
            + "this machine is just now, \(Self.words(judging)) of it for judges\(tail)\n"
    }

    static func words(_ seconds: Double) -> String {
        switch seconds {
        case ..<90: "\(NumberText.brief(seconds, digits: 2)) s"
        case ..<5400: "\(Int((seconds / 60).rounded())) min"
        case ..<172_800: "\(NumberText.brief(seconds / 3600, digits: 2)) h"
        default: "\(NumberText.brief(seconds / 86400, digits: 2)) days"
        }
    }

    /// Seconds of runs.
    private struct Times {
        /// With its judges.
        var usual = 0.0
        var judging = 0.0
        var more = 0.0

        mutating func add(_ other: Times) {
            (usual, judging, more) = (usual + other.usual, judging + other.judging, more + other.more)
        }

        func divided(by count: Double) -> Times {
            Times(usual: usual / count, judging: judging / count, more: more / count)
        }
    }

    /// What was tried of one kind of network. All are seconds.
    private struct Trial {
        private let iteration, evaluation, metrics: Double
        /// Of all judges, but for the updates of their critic.
        private let look: Double
        /// Of the critic.
        private let update: Double

        /// The first iterations are left out: they read data and touch memory for the first time.
        init(_ run: PreparedRun, patience: Double, _ workers: Workers) throws {
            let dataset = try DatasetSources.registry.make(run.spec.data).load()
            let trainer = Trainer(run.spec, run.blueprint, dataset: dataset, workers: workers)
            let start = TimeEstimate.clock.now
            repeat { try trainer.step() } while Self.seconds(since: start) < 0.2 * patience
            let (begin, before) = (TimeEstimate.clock.now, trainer.iteration)
            repeat { try trainer.step() } while Self.seconds(since: begin) < 0.8 * patience
            let iteration = Self.seconds(since: begin) / Double(trainer.iteration - before)
            self.iteration = iteration
            evaluation = try Self.time { _ = try trainer.evaluate(samples: run.spec.evaluation.samples) }
            metrics = try Self.time { try Self.measure(trainer) }
            // An update of the critic is about as much work as an iteration.
            let most = run.spec.evaluation.critic.iterations
            let tried = min(most, max(5, min(200, Int(0.5 * patience / iteration))))
            let first = try Self.look(trainer, updates: min(most, 1))
            look = first
            update =
                tried > 1
                ? try max(0, Self.look(trainer, updates: tried) - min(first, Self.look(trainer, updates: 1)))
                    / Double(tried - 1) : 0
        }

        /// All metrics but those that would train a classifier first.
        private static func measure(_ trainer: Trainer) throws {
            let metrics = Metrics.metrics(trainer.spec.evaluation.metrics, of: trainer.dataset.traits)
                .filter { !Metrics.needJudge([$0]) }
            guard !metrics.isEmpty else { return }
            _ = try Metrics.report(
                metrics, of: trainer.dataset, workers: trainer.workers,
                labels: { trainer.labels(count: $0, stream: .metricNoise) },
                generate: { trainer.generate(count: $0, stream: .metricNoise) })
        }

        /// - Parameter updates: of the critic.
        private static func look(_ trainer: Trainer, updates: Int) throws -> Double {
            var spec = trainer.spec
            spec.evaluation.critic.iterations = updates
            let critic = try FreshCritic(spec, shape: trainer.dataset.shape)
            return try time { _ = try critic.examine(trainer, measurement: nil) }
        }

        private static func time(_ work: () throws -> Void) rethrows -> Double {
            let start = TimeEstimate.clock.now
            try work()
            return seconds(since: start)
        }

        private static func seconds(since start: ContinuousClock.Instant) -> Double {
            (TimeEstimate.clock.now - start) / .seconds(1)
        }

        func times(_ spec: RunSpec, usualUpdates: Int) -> Times {
            let (iterations, critic) = (spec.training.iterations, spec.evaluation.critic)
            // One before the first iteration, one after the last.
            let evaluations = (iterations + spec.evaluation.every - 1) / spec.evaluation.every + 1
            let training = Double(iterations) * iteration + Double(evaluations) * evaluation + metrics
            let looks = Double(1 + (critic.every.map { (iterations - 1) / $0 } ?? 0))
            let updates = min(usualUpdates, critic.iterations)
            let judging = looks * (look + update * Double(updates))
            return Times(
                usual: training + judging, judging: judging, more: looks * update * Double(critic.iterations - updates))
        }
    }
}
