import Configuration
import Datasets
import Diagnostics
import Foundation
import Kernels
import Networks
import Testing

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

    /// P(X >= 60) of 100 coins is 0.0284439668, P(X >= 59) 0.0443130405; scipy.stats.binom.sf.
    @Test func exactTails() {
        #expect(abs(exp(Binomial.logTail(60, of: 100)) - 0.028443966820490392) < 1e-12)
        #expect(abs(exp(Binomial.logTail(40, of: 100)) - 0.9823998998911476) < 1e-12)
        #expect(Binomial.logTail(0, of: 10) == 0 && Binomial.logTail(11, of: 10) == -.infinity)
        #expect(abs(exp(Binomial.logTail(5, of: 10)) - 0.623046875) < 1e-12)
        for n in 1...12 { #expect(abs(exp(Binomial.logTail(n, of: n)) - pow(0.5, Double(n))) < 1e-12) }
    }

    @Test func theRest() {
        let half = Self.result(500, of: 1000)
        #expect(half.pValue > 0.5 && !half.isSignificant && half.totalVariation.estimate == 0)
        let all = Self.result(1000, of: 1000)
        #expect(all.pValue == 0 && abs(all.logPValue + 2000 * log10(2)) < 1e-6 && all.isSignificant)
        #expect(all.totalVariation.estimate == 1)
        #expect(abs(half.jensenShannon.estimate - (log(2) - 0.6)) < 1e-12)
        #expect(half.jensenShannon.interval.lower < half.jensenShannon.estimate)
        #expect(Self.result(500, of: 1000, crossEntropy: 0.8).jensenShannon.estimate == 0)
    }

    /// scipy.stats.binom.sf(k - 1, n, p), and the p where it is 0.8 for the smallest k that is significant: 61 of 100,
    /// which has p = 0.0176 (60 has p = 0.0284), and 532 of 1,000.
    @Test func whatWouldBeSeen() {
        #expect(abs(Binomial.tail(61, of: 100, probability: 0.6) - 0.46207534088596325) < 1e-12)
        #expect(abs(Binomial.tail(61, of: 100, probability: 0.7) - 0.9790114239960752) < 1e-12)
        #expect(Binomial.tail(0, of: 3, probability: 0.3) == 1 && Binomial.tail(4, of: 3, probability: 0.3) == 0)
        #expect(abs(Binomial.tail(3, of: 3, probability: 0.3) - 0.027) < 1e-12)
        #expect(abs(Self.result(25, of: 50).smallestVisible - 0.6451313644006548) < 2e-6)
        #expect(abs(Self.result(250, of: 500).smallestVisible - 0.5447497486201356) < 2e-6)
        #expect(Self.result(1, of: 1).smallestVisible == 1)
        // From here on a critic could have seen 0.575; with fewer it could not, whatever the parity.
        let border = 0.5 + VerdictThresholds.criticMustSee
        #expect((184...200).allSatisfy { Self.result(0, of: $0).smallestVisible <= border })
        #expect(Self.result(0, of: 183).smallestVisible > border)
    }

    /// A critic that is right as often as the smallest visible accuracy says is significant four times of five: of 500
    /// tests of 400 samples 372 to 427, but for two times in a thousand.
    @Test func fourTestsOfFiveSeeIt() {
        let accuracy = Self.result(0, of: 200).smallestVisible
        var generator = SplitMix(state: 7)
        let seen = (0..<500).count { _ in
            func side() -> Proportion {
                let right = (0..<200).count { _ in Double.random(in: 0..<1, using: &generator) < accuracy }
                return Proportion(successes: Double(right), count: 200)
            }
            return CriticResult(
                iteration: 1, accuracy: Accuracy(real: side(), fake: side()), crossEntropy: 0.6,
                crossEntropyError: 0.01, areaUnderCurve: 0.5, updates: 1, trainedOn: 1
            ).isSignificant
        }
        #expect((372...427).contains(seen), "\(seen)")
    }
}
