import Foundation
import Testing
import TestSupport

@testable import Equilibrium

@Suite struct CourseTests {
    /// Noise in [-1, 1].
    private func noise(_ seed: Int, _ count: Int) -> [Double] {
        (0..<count).map { Double(uniform(seed * 10_000 + $0)) * 2 - 1 }
    }

    private func course(_ count: Int, _ value: (Int) -> Double) -> Course? {
        Course((0..<count).map { (iteration: Double(1000 + 100 * $0), accuracy: value($0)) })
    }

    @Test(arguments: 1...4) func aSlopeIsFoundWhateverTheOutliers(seed: Int) throws {
        let rough = noise(seed, 40)
        let found = try #require(
            course(40) { index in
                index % 7 == 0 ? 0.9 : 0.5 + 0.02 * Double(index) / 10 + 0.002 * rough[index]
            })
        #expect(abs(found.trend.value - 0.02) < 0.004, "\(found.trend)")
        #expect(found.trend.interval.contains(0.02) && found.trend.interval.lower > 0)
        #expect(found.first == 1000 && found.last == 4900)
        // A drift is not noise: the mean lies well within the values.
        let steady = try #require(course(40) { 0.5 + 0.002 * Double($0) + 0.002 * rough[$0] })
        #expect(steady.mean.interval.upper - steady.mean.interval.lower < 0.005, "\(steady.mean)")
    }

    @Test(arguments: [4.0, 7, 12]) func periodsAreFound(period: Double) throws {
        let rough = noise(Int(period), 48)
        let found = try #require(
            course(48) { 0.5 + 0.2 * sin(2 * .pi * Double($0) / period) + 0.03 * rough[$0] })
        let measured = try #require(found.period)
        #expect(abs(measured - 100 * period) <= 0.1 * 100 * period, "\(measured)")
        #expect(found.amplitude > 0.3 && found.crossings >= Int(48 / period))
    }

    /// The Dirac-GAN under alternating updates (Mescheder et al. 2018): generator and discriminator circle about the
    /// equilibrium, and the discriminator psi x is right about the sample at theta whenever psi theta is negative.
    @Test func theCirclesOfTheDiracGANAreAPeriod() throws {
        var (theta, psi) = (1.0, 0.0)
        var turns = 0
        let values = (1...60).map { _ -> Double in
            for _ in 0..<10 {
                let side = theta * psi < 0
                psi -= 0.1 * theta / (1 + exp(-theta * psi))
                theta += 0.1 * psi / (1 + exp(-theta * psi))
                if (theta * psi < 0) != side { turns += 1 }
            }
            return theta * psi < 0 ? 0.75 : 0.25
        }
        let found = try #require(course(60) { values[$0] })
        // Two changes of side make a period; ten iterations are one evaluation, which `course` sets at 100.
        let expected = 2 * 6000 / Double(turns)
        let measured = try #require(found.period)
        #expect(abs(measured - expected) <= 0.1 * expected, "\(measured) for \(expected)")
    }

    @Test func constantsAndFewPoints() throws {
        let flat = try #require(course(10) { _ in 0.5 })
        #expect(flat.mean.value == 0.5 && flat.trend.value == 0 && flat.period == nil && flat.amplitude == 0)
        #expect(flat.mean.interval == Interval(0.5, 0.5) && flat.trend.interval == Interval(0, 0))
        #expect(course(5) { _ in 0.5 } == nil)
        let long = try #require(course(300) { 0.5 + Double($0) / 1e5 })
        #expect(abs(long.trend.value - 1e-4) < 1e-9)
        #expect(long == course(300) { 0.5 + Double($0) / 1e5 })
    }

    /// Evaluations every 100 iterations show no period below 200, whatever there is: 150 shows as 300.
    @Test func nothingShorterThanTwoEvaluations() throws {
        let rough = noise(1, 40)
        let found = try #require(
            course(40) { 0.5 + 0.2 * sin(2 * .pi * Double($0) / 1.5 + 1) + 0.01 * rough[$0] })
        #expect(found.shortestPeriod == 200)
        #expect(abs(try #require(found.period) - 300) < 15)
    }
}

/// What is said of noise that remembers, x_t = rho x_(t-1) + e_t, over many series of known mean, trend and period.
@Suite struct RedNoiseTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let correlation: Double
        let count: Int
        var testDescription: String { "rho \(correlation), \(count) evaluations" }
    }

    static let cases = [0, 0.5, 0.8].flatMap { rho in [8, 20, 50, 200].map { Case(correlation: rho, count: $0) } }

    /// Series of mean 0.5 and standard deviation 0.02, `addition` in units of that on top.
    static func courses(
        _ trials: Int, of noise: Case, seed: Int, adding addition: (Int) -> Double = { _ in 0 }
    ) -> [Course] {
        var generator = SplitMix(seed: UInt64(seed * 1_000_000 + noise.count * 1000 + Int(noise.correlation * 100)))
        func normal() -> Double {
            let (a, b) = (
                Double.random(in: 0..<1, using: &generator), Double.random(in: 0..<1, using: &generator)
            )
            return (-2 * log(1 - a)).squareRoot() * cos(2 * .pi * b)
        }
        let fresh = (1 - noise.correlation * noise.correlation).squareRoot()
        return (0..<trials).compactMap { _ in
            var value = normal()
            return Course(
                (0..<noise.count).map { index in
                    if index > 0 { value = noise.correlation * value + fresh * normal() }
                    return (Double(1000 + 100 * index), 0.5 + 0.02 * (value + addition(index)))
                })
        }
    }

    /// The most of `trials` that an event of this probability comes up with, but for one time in a thousand.
    static func most(of trials: Int, probability: Double) -> Int {
        (0...trials).first { Binomial.tail($0 + 1, of: trials, probability: probability) < 0.001 } ?? trials
    }

    /// Of 150 series, events of 5 % come up at most 17 times, but for one time in a thousand.
    @Test(arguments: cases) func intervalsHoldAndNoiseHasNeitherTrendNorPeriod(noise: Case) {
        let trials = 150
        let courses = Self.courses(trials, of: noise, seed: 1)
        let bound = Self.most(of: trials, probability: 0.05)
        #expect(courses.count == trials && bound == 17)
        let missed = courses.count { !$0.mean.interval.contains(0.5) }
        let trends = courses.count { !$0.trend.interval.contains(0) }
        let periods = courses.count { $0.period != nil }
        #expect(missed <= bound && trends <= bound && periods <= bound, "\(missed), \(trends), \(periods) of \(trials)")
    }

    /// Intervals that hold by being wide say nothing: where evaluations are independent and many, they are those of
    /// textbooks.
    @Test func intervalsAreNoWiderThanTheyMustBe() {
        let courses = Self.courses(50, of: Case(correlation: 0, count: 200), seed: 2)
        let width = courses.reduce(0) { $0 + $1.mean.interval.upper - $1.mean.interval.lower } / 50
        #expect(abs(width / (2 * 1.96 * 0.02 / 200.0.squareRoot()) - 1) < 0.1)
        // Of a least squares slope: sd * sqrt(12/n^3) an evaluation, of which there are 10 in 1,000 iterations.
        let slope = courses.reduce(0) { $0 + $1.trend.interval.upper - $1.trend.interval.lower } / 50
        #expect(abs(slope / (2 * 1.96 * 0.2 * (12 / pow(200, 3)).squareRoot()) - 1) < 0.2)
    }

    /// A rise by `rise` standard deviations from one end to the other; an event of 95 % is missed at most 9 times of
    /// 60, but for one time in a thousand.
    @Test(arguments: [(0.0, 20, 5.0), (0.5, 50, 6), (0.8, 200, 6)])
    func trendsAreFound(correlation: Double, count: Int, rise: Double) {
        let noise = Case(correlation: correlation, count: count)
        let courses = Self.courses(60, of: noise, seed: 3) { rise * Double($0) / Double(count - 1) }
        let truth = 0.02 * rise / Double(count - 1) * 10
        #expect(Self.most(of: 60, probability: 0.05) == 9)
        #expect(courses.count { $0.trend.interval.lower <= 0 } <= 9)
        #expect(courses.count { !$0.trend.interval.contains(truth) } <= 9)
    }

    /// Cycles of `amplitude` standard deviations of the noise.
    @Test(
        arguments: [(0.0, 20, 5.0, 3.0), (0.5, 50, 5, 1.5), (0, 50, 10, 2), (0.8, 50, 10, 3), (0.8, 200, 17, 2)])
    func cyclesAreFound(correlation: Double, count: Int, period: Double, amplitude: Double) {
        let noise = Case(correlation: correlation, count: count)
        let courses = Self.courses(60, of: noise, seed: 4) { amplitude * sin(2 * .pi * Double($0) / period) }
        // Whole numbers of cycles are looked for.
        let leeway = 0.6 * period / Double(count)
        #expect(courses.count { abs(($0.period ?? 0) / (100 * period) - 1) > leeway * period } <= 9)
    }

    @Test func theCorrelationIsFound() {
        for noise in Self.cases where noise.count == 200 {
            let found = Self.courses(20, of: noise, seed: 5).reduce(0) { $0 + $1.correlation } / 20
            #expect(abs(found - noise.correlation) < 0.05, "\(found) for \(noise.correlation)")
        }
    }

    /// The recursion against the double sum.
    @Test(arguments: [-0.7, 0, 0.9]) func variancesOfSums(correlation: Double) {
        let factors = (0..<12).map { Double(uniform($0)) - 0.3 }
        var expected = 0.0
        for i in factors.indices {
            for j in factors.indices { expected += factors[i] * factors[j] * pow(correlation, Double(abs(i - j))) }
        }
        #expect(abs(RedNoise.variance(of: factors, correlation) - expected) < 1e-12)
    }
}
