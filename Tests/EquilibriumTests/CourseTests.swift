import Foundation
import Testing

@testable import Equilibrium

@Suite struct CourseTests {
    /// Noise in [-1, 1], rough or slow.
    private func noise(_ seed: Int, _ count: Int, memory: Double = 0) -> [Double] {
        var value = 0.0
        return (0..<count).map { index in
            value = memory * value + Double(uniform(seed * 10_000 + index)) * 2 - 1
            return value
        }
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
    }

    /// Of 40 slow series about 0.5, intervals of independent values would miss far more often than one time in twenty.
    @Test func intervalsRespectThatNeighboursResembleEachOther() throws {
        var (missed, naive) = (0, 0)
        for seed in 1...40 {
            let slow = noise(seed, 60, memory: 0.8)
            let found = try #require(course(60) { 0.5 + 0.02 * slow[$0] })
            if !found.mean.interval.contains(0.5) { missed += 1 }
            let values = slow.map { 0.02 * $0 }
            let mean = values.reduce(0, +) / 60
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 59
            if abs(mean) > 1.96 * (variance / 60).squareRoot() { naive += 1 }
        }
        #expect(missed <= 10 && naive >= 2 * missed, "\(missed) of 40, against \(naive)")
    }

    @Test(arguments: [4.0, 7, 12]) func periodsAreFound(period: Double) throws {
        let rough = noise(Int(period), 48)
        let found = try #require(
            course(48) { 0.5 + 0.2 * sin(2 * .pi * Double($0) / period) + 0.03 * rough[$0] })
        let measured = try #require(found.period)
        #expect(abs(measured - 100 * period) <= 0.1 * 100 * period, "\(measured)")
        #expect(found.amplitude > 0.3 && found.crossings >= Int(48 / period))
    }

    @Test func noiseHasNoPeriod() throws {
        let found = try (1...40).map { seed -> Course in
            let rough = noise(seed, 40)
            return try #require(course(40) { 0.5 + 0.01 * rough[$0] })
        }
        #expect(found.count { $0.period != nil } <= 4)
        #expect(found.count { !$0.trend.interval.contains(0) } <= 6)
        #expect(found.allSatisfy { $0.crossings == 0 })
    }

    @Test func constantsAndFewPoints() throws {
        let flat = try #require(course(10) { _ in 0.5 })
        #expect(flat.mean.value == 0.5 && flat.trend.value == 0 && flat.period == nil && flat.amplitude == 0)
        #expect(course(5) { _ in 0.5 } == nil)
        let long = try #require(course(300) { 0.5 + Double($0) / 1e5 })
        #expect(abs(long.trend.value - 1e-4) < 1e-9)
        #expect(long == course(300) { 0.5 + Double($0) / 1e5 })
    }
}
