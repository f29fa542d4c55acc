import Datasets
import Engine
import Foundation
import Kernels
import Training

/// Measures what an iteration of an experiment's first run costs.
///
/// After a warm-up, rounds follow each other until the time is over. A round times some iterations as they are, then as
/// many with a lap timer behind every operation, and the machine's peak: all three see the same machine, whatever else
/// runs on it.
public struct Benchmark {
    public struct Options: Sendable {
        public var threads: Int
        /// How long to measure. One round is always measured.
        public var seconds: Double

        public init(threads: Int = ProcessLimits.cores, seconds: Double = 10) {
            self.threads = threads
            self.seconds = seconds
        }
    }

    /// Of the whole time: the warm-up, and each of the two timings of a round.
    private static let warmUpShare = 0.1, repeatShare = 0.03
    private static let clock = ContinuousClock()

    private let experiment: PreparedExperiment
    private let options: Options
    private let trainer: Trainer
    private let workers: Workers
    private let firstIteration: Double
    private var rounds: [Round] = []

    private struct Round {
        /// Seconds per iteration.
        let plain: Double
        let iterations: Int
        /// Of as many iterations, timed apart.
        let parts: [LapTimer.Part]
        /// GFLOP/s of multiply-adds, before and after.
        let peak: Double
    }

    /// Measures.
    /// - Throws: `DatasetError`, or `Divergence` where the first run breaks down meanwhile.
    public static func report(on experiment: PreparedExperiment, _ options: Options) throws -> BenchmarkReport {
        var benchmark = try Benchmark(experiment, options)
        try benchmark.measure()
        return benchmark.report
    }

    private init(_ experiment: PreparedExperiment, _ options: Options) throws {
        let start = Self.clock.now
        let run = experiment.runs[0]
        self.experiment = experiment
        self.options = options
        workers = Workers(threads: options.threads)
        let dataset = try DatasetSources.registry.make(run.spec.data).load()
        trainer = Trainer(run.spec, run.blueprint, dataset: dataset, workers: workers)
        try trainer.step()
        firstIteration = ThisProcess.age ?? Self.seconds(since: start)
    }

    private mutating func measure() throws {
        let start = Self.clock.now
        let first = trainer.iteration
        repeat { try trainer.step() } while Self.seconds(since: start) < Self.warmUpShare * options.seconds
        let estimate = Self.seconds(since: start) / Double(trainer.iteration - first)
        let iterations = max(1, Int(Self.repeatShare * options.seconds / estimate))
        var peak = Peak.gigaflops(workers: workers, repeats: 3)
        repeat {
            let plain = try time(iterations)
            let timer = LapTimer()
            trainer.time(with: timer)
            timer.start()
            _ = try time(iterations)
            trainer.time(with: nil)
            let after = Peak.gigaflops(workers: workers, repeats: 3)
            rounds.append(Round(plain: plain, iterations: iterations, parts: timer.parts, peak: max(peak, after)))
            peak = after
        } while Self.seconds(since: start) < options.seconds
    }

    private func time(_ iterations: Int) throws -> Double {
        let start = Self.clock.now
        for _ in 0..<iterations { try trainer.step() }
        return Self.seconds(since: start) / Double(iterations)
    }

    private var report: BenchmarkReport {
        let run = experiment.runs[0]
        let plain = rounds.map(\.plain)
        let median = plain.median
        let peak = rounds.map(\.peak).max() ?? 0
        let flops = run.blueprint.flopsPerIteration
        let operations = rounds[0].parts.indices.compactMap { index -> BenchmarkReport.Operation? in
            let part = rounds[0].parts[index]
            let seconds = rounds.map { $0.parts[index].seconds / Double($0.iterations) }.median
            guard seconds > 0 else { return nil }
            let share = rounds.map { 1e-9 * $0.parts[index].flops / $0.parts[index].seconds / $0.peak }.median
            return BenchmarkReport.Operation(
                name: part.name, milliseconds: 1e3 * seconds,
                gflops: 1e-9 * part.flops / Double(rounds[0].iterations) / seconds, peakShare: share, pass: part.work)
        }
        return BenchmarkReport(
            millisecondsPerIteration: BenchmarkReport.Spread(
                median: 1e3 * median, min: 1e3 * (plain.min() ?? 0), max: 1e3 * (plain.max() ?? 0)),
            flopsPerIteration: flops, gflops: 1e-9 * flops / median, peakGflops: peak,
            peakShare: 1e-9 * flops / median / peak, residentBytes: ThisProcess.largestResidentBytes ?? 0,
            firstIterationMilliseconds: 1e3 * firstIteration, threads: options.threads, operations: operations,
            experiment: experiment.name, run: run.id, rounds: rounds.count)
    }

    private static func seconds(since start: ContinuousClock.Instant) -> Double { (clock.now - start) / .seconds(1) }
}
