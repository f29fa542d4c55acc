import Configuration
import Datasets
import Diagnostics
import Foundation
import Kernels
import Networks
import Testing
import TestSupport

@testable import Equilibrium

@Suite struct CriticTests {
    /// The test's own error rate: of 200 critics of equal distributions, chance alone lets 5 % reject.
    @Test("equal distributions are rejected as often as the level says") func calibrated() throws {
        var rejections = 0
        var pooled = 0.0
        for trial in 0..<200 {
            let data = normalPoints(trial, training: 400, heldOut: 250)
            let pool = Pool(values: normal(10_000 + trial, rows: 2000, columns: 2).values, size: 2)
            let critic = try smallCritic(seed: trial, iterations: 40, batch: 32)
            let result = try #require(critic.judge(data, iteration: 0, generated: pool.callAsFunction))
            if result.pValue < 0.05 { rejections += 1 }
            pooled += result.accuracy.mean / 200
        }
        #expect(rejections <= 16, "\(rejections) of 200")
        // The mean of 200 accuracies of 500 samples has a standard deviation of 0.0016.
        #expect(abs(pooled - 0.5) < 0.007, "\(pooled)")
    }

    /// Half a standard deviation along one axis: the best classifier is right in 0.599 of all cases.
    @Test("a shift of half a standard deviation is seen") func powerful() throws {
        var seen = 0
        for trial in 0..<200 {
            let data = normalPoints(500 + trial, training: 2000, heldOut: 2000)
            var values = normal(20_000 + trial, rows: 8000, columns: 2).values
            for index in stride(from: 0, to: values.count, by: 2) { values[index] += 0.5 }
            let critic = try smallCritic(seed: trial)
            let result = try #require(
                critic.judge(data, iteration: 0, generated: Pool(values: values, size: 2).callAsFunction))
            if result.pValue < 0.05 { seen += 1 }
            #expect(result.accuracy.mean < 0.64, "no better than can be: \(result.accuracy.mean)")
        }
        #expect(seen >= 190, "\(seen) of 200")
    }

    @Test("what cannot be told apart at any resolution is a tie") func undecided() throws {
        let zeros = Samples(shape: [2], count: 400, values: [Float](repeating: 0, count: 800))
        let data = Dataset(name: "dirac", training: zeros, heldOut: zeros)
        let linear = [layer("dense", ["units": .integer(1), "bias": .boolean(false)])]
        func accuracy(_ x: Float) throws -> Double? {
            let critic = try smallCritic(seed: 1, layers: linear)
            return critic.judge(data, iteration: 0) { count, _, _ in [Float](repeating: x, count: 2 * count) }?
                .accuracy.mean
        }
        #expect(try accuracy(1e-6) == 0.5)
        #expect(try accuracy(1) == 0.75, "0 is a tie for a critic without a bias")
    }

    /// Too few updates to turn its first weight around: 40 steps of 0.005 from 1, where -1 would be right.
    @Test("a critic that starts the wrong way round is read the other way") func reversed() throws {
        let constant = Choice(.initializers, "constant", Values(["value": .real(1)]))
        let linear = [
            layer("dense", ["units": .integer(1), "bias": .boolean(false), "initializer": .choice(constant)])
        ]
        let zeros = Samples(shape: [1], count: 400, values: [Float](repeating: 0, count: 400))
        let critic = try smallCritic(seed: 1, iterations: 40, layers: linear, shape: [1])
        let result = critic.judge(Dataset(name: "dirac", training: zeros, heldOut: zeros), iteration: 0) {
            count, _, _ in
            [Float](repeating: 1, count: count)
        }
        #expect(result?.accuracy.mean == 0.75)
    }

    @Test("threads do not count; no critic, nothing finite or no held-out samples give no result") func determinism()
        throws
    {
        let data = normalPoints(1, training: 300, heldOut: 200)
        let pool = Pool(values: normal(77, rows: 2000, columns: 2, mean: 0.3).values, size: 2)
        let critic = try smallCritic(seed: 3)
        let one = critic.judge(data, iteration: 5, workers: Workers(threads: 1), generated: pool.callAsFunction)
        #expect(one == critic.judge(data, iteration: 5, workers: Workers(threads: 3), generated: pool.callAsFunction))
        let other = try smallCritic(seed: 4).judge(data, iteration: 5, generated: pool.callAsFunction)
        #expect(one != nil && one != other)
        #expect(
            try smallCritic(seed: 3, iterations: 0).judge(data, iteration: 5, generated: pool.callAsFunction) == nil)
        #expect(critic.judge(data, iteration: 5) { count, _, _ in [Float](repeating: .nan, count: 2 * count) } == nil)
    }

    /// Normalized layers alone are right half of the time: they take a sample's length away.
    @Test("a critic that is made for the samples sees that all are a little larger") func lengths() throws {
        let size = 16
        func samples(_ seed: Int, _ rows: Int) -> Samples { normal(seed, rows: rows, columns: size) }
        let data = Dataset(name: "normal", training: samples(1, 2000), heldOut: samples(2, 500))
        var spec = CriticSpec()
        spec.iterations = 300
        let pool = Pool(values: samples(3, 6000).values.map { 1.25 * $0 }, size: size)
        let critic = try FreshCritic(spec, samplesOf: size, seed: 1)
        let found = try #require(critic.judge(data, iteration: 0, generated: pool.callAsFunction))
        // The best possible is 0.73.
        #expect(found.accuracy.mean > 0.62, "\(found.accuracy.mean)")
    }

    @Test("layers that do not fit are told at once") func layersAreChecked() throws {
        let wide = [layer("dense", ["units": .integer(3)])]
        do {
            _ = try smallCritic(seed: 1, layers: wide)
            Issue.record("three outputs were taken")
        } catch let error as DiagnosticError {
            #expect(error.diagnostics.map(\.message) == ["produces [3]; a critic gives one number, [1]"])
        }
    }
}

@Suite struct CriticResultTests {
    static func result(_ right: Double, of count: Int, crossEntropy: Double = 0.6) -> CriticResult {
        let side = Proportion(successes: right, count: count)
        return CriticResult(
            iteration: 1, accuracy: Accuracy(real: side, fake: side), crossEntropy: crossEntropy,
            crossEntropyError: 0.01, areaUnderCurve: 0.5, updates: 1, trainedOn: 1)
    }

    @Test func whatItProves() {
        let half = Self.result(500, of: 1000)
        #expect(half.pValue == 1)
        let all = Self.result(1000, of: 1000)
        #expect(all.pValue == 0 && abs(all.logPValue + 1999 * log10(2)) < 1e-6)
        #expect(abs(half.jensenShannon.estimate - (log(2) - 0.6)) < 1e-12)
        #expect(half.jensenShannon.interval.lower < half.jensenShannon.estimate)
        #expect(Self.result(500, of: 1000, crossEntropy: 0.8).jensenShannon.estimate == 0)
    }
}
