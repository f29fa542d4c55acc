import Configuration
import Foundation
import Testing

@testable import Datasets

struct SyntheticTests {
    static let mixtures = [
        ("ring", 8, 0.01), ("grid", 25, 0.05),
    ]

    @Test("a mixture has equally likely, normal modes where the formula says", arguments: mixtures, [0, 1, 12345])
    func mixture(_ mixture: (name: String, modes: Int, deviation: Double), _ seed: Int) throws {
        let dataset = try source(mixture.name, ["seed": .integer(seed), "samples": .integer(20_000)]).load()
        let samples = dataset.training
        let labels = try #require(samples.labels)
        #expect(samples.count == 20_000 && dataset.heldOut.count == 4000)
        #expect(dataset.modes.count == mixture.modes)
        let share = 1 / Double(mixture.modes)
        for (index, mode) in dataset.modes.enumerated() {
            #expect(mode.standardDeviation == Float(mixture.deviation))
            let members = (0..<samples.count).filter { Int(labels[$0]) == index }
            // Five standard deviations of each statistic: one in 1.7 million.
            let n = Double(members.count)
            let spread = (Double(samples.count) * share * (1 - share)).squareRoot()
            #expect(abs(n - Double(samples.count) * share) < 5 * spread)
            for axis in 0..<2 {
                let (mean, variance) = moments(
                    members.map { Double(samples.values[2 * $0 + axis] - mode.center[axis]) })
                #expect(abs(mean) < 5 * mixture.deviation / n.squareRoot())
                #expect(abs(variance.squareRoot() / mixture.deviation - 1) < 5 / (2 * n).squareRoot())
            }
            let product = members.map {
                Double(samples.values[2 * $0] - mode.center[0]) * Double(samples.values[2 * $0 + 1] - mode.center[1])
            }
            #expect(abs(moments(product).mean) < 5 * mixture.deviation * mixture.deviation / n.squareRoot())
        }
    }

    @Test("the share within three standard deviations of its mode is 1 - exp(-4.5)")
    func highQuality() throws {
        let dataset = try source("ring").load()
        let labels = try #require(dataset.training.labels)
        let near = (0..<dataset.training.count).count {
            let center = dataset.modes[Int(labels[$0])].center
            return hypotf(dataset.training.values[2 * $0] - center[0], dataset.training.values[2 * $0 + 1] - center[1])
                < 0.03
        }
        let expected = 1 - exp(-4.5)
        let spread = (expected * (1 - expected) / 100_000).squareRoot()
        #expect(abs(Double(near) / 100_000 - expected) < 5 * spread)
    }

    @Test func ringCenters() throws {
        let modes = try source("ring", ["modes": .integer(4), "radius": .real(2)]).load().modes
        let expected: [[Float]] = [[2, 0], [0, 2], [-2, 0], [0, -2]]
        for (mode, center) in zip(modes, expected) {
            #expect(zip(mode.center, center).allSatisfy { abs($0 - $1) < 1e-6 })
        }
        #expect(modes.count == 4)
    }

    @Test func gridCenters() throws {
        let modes = try source("grid", ["side": .integer(3), "spacing": .real(0.5)]).load().modes
        #expect(
            modes.map(\.center) == [
                [-0.5, -0.5], [0, -0.5], [0.5, -0.5], [-0.5, 0], [0, 0], [0.5, 0], [-0.5, 0.5], [0, 0.5], [0.5, 0.5],
            ])
    }

    /// Each axis of each mode is off by U(-j, j), by the seed of the data.
    @Test func jitterMovesCenters() throws {
        func centers(_ values: [String: Value]) throws -> [Float] {
            try source("grid", values.merging(["samples": .integer(10), "side": .integer(16)]) { $1 }).load().modes
                .flatMap(\.center)
        }
        let straight = try centers([:])
        let moved = try centers(["jitter": .real(0.5)])
        let distances = zip(moved, straight).map { Double($0 - $1) }
        #expect(distances.allSatisfy { abs($0) <= 0.5 })
        let (mean, variance) = moments(distances)
        // Five standard errors of 512 uniform numbers: of variance 1/12, and that of the square 1/180.
        #expect(abs(mean) < 5 * (1.0 / 12 / 512).squareRoot())
        #expect(abs(variance - 1.0 / 12) < 5 * (1.0 / 180 / 512).squareRoot())
        #expect(try centers(["jitter": .real(0.5)]) == moved)
        #expect(try centers(["jitter": .real(0.5), "seed": .integer(1)]) != moved)
        #expect(try centers(["jitter": .real(0)]) == straight)
    }

    @Test func asManyHeldOut() throws {
        let dataset = try source("ring", ["samples": .integer(10), "held_out": .real(1)]).load()
        #expect(dataset.training.count == 10 && dataset.heldOut.count == 10)
    }

    @Test("more samples begin with the same ones", arguments: ["ring", "grid", "swiss_roll"])
    func prefix(_ name: String) throws {
        let few = try source(name, ["samples": .integer(37)]).load().training
        let many = try source(name, ["samples": .integer(100)]).load().training
        #expect(few.values == Array(many.values.prefix(74)))
        #expect(few.labels == many.labels.map { Array($0.prefix(37)) })
    }

    @Test("held-out samples are other samples", arguments: ["ring", "grid", "swiss_roll"])
    func heldOut(_ name: String) throws {
        let dataset = try source(name, ["samples": .integer(1000), "held_out": .real(0.5)]).load()
        #expect(dataset.heldOut.count == 500)
        #expect(Set(dataset.training.rows).isDisjoint(with: Set(dataset.heldOut.rows)))
    }

    @Test("without noise the roll lies on its spiral, evenly in t", arguments: [0, 5])
    func swissRoll(_ seed: Int) throws {
        let samples = try source(
            "swiss_roll", ["noise": .real(0), "seed": .integer(seed), "samples": .integer(20_000)]
        ).load().training
        var quarters = [0, 0, 0, 0]
        var largest = 0.0
        for point in samples.rows {
            let (x, y) = (7.5 * Double(point[0]), 7.5 * Double(point[1]))
            let t = (x * x + y * y).squareRoot()
            largest = max(largest, abs(x - t * cos(t)), abs(y - t * sin(t)))
            quarters[max(0, min(3, Int((t / .pi - 1.5) / 0.75)))] += 1
        }
        #expect(largest < 1e-4)
        // Binomial(20,000, 1/4) has a standard deviation of 61.
        #expect(quarters.allSatisfy { abs($0 - 5000) < 5 * 61 })
    }

    @Test("the roll's noise has the deviation asked for")
    func swissRollNoise() throws {
        let few: [String: Value] = ["samples": .integer(20_000)]
        let clean = try source("swiss_roll", few.merging(["noise": .real(0)]) { $1 }).load().training
        let noisy = try source("swiss_roll", few.merging(["noise": .real(0.5)]) { $1 }).load().training
        let (mean, variance) = moments(zip(noisy.values, clean.values).map { Double($0 - $1) * 7.5 })
        #expect(abs(mean) < 5 * 0.5 / 40_000.0.squareRoot())
        #expect(abs(variance.squareRoot() / 0.5 - 1) < 5 / 80_000.0.squareRoot())
    }

    @Test func dirac() throws {
        let dataset = try source("dirac").load()
        #expect(dataset.shape == [1] && dataset.kind == .vector)
        #expect(dataset.training.values == [Float](repeating: 0, count: 1000))
    }
}
