import Configuration
import Foundation
import Testing

@testable import Datasets

struct RandomSamplesTests {
    func random(_ shape: [Int], samples: Int = 1000, seed: Int = 0) throws -> any DatasetSource {
        try source(
            "random",
            ["shape": .list(shape.map { .integer($0) }), "samples": .integer(samples), "seed": .integer(seed)])
    }

    @Test("values of vectors are normal and clipped to [-1, 1]", arguments: [0, 7])
    func values(_ seed: Int) throws {
        let dataset = try random([60], seed: seed).load()
        #expect(dataset.kind == .vector && dataset.training.labels == nil)
        #expect(dataset.training.count == 1000 && dataset.heldOut.count == 200)
        let values = dataset.training.values
        let count = Double(values.count)
        #expect(values.allSatisfy { (-1...1).contains($0) })
        // P(x >= 1) = 0.158655, and P(|x| < 0.5) = 0.382925; five standard deviations of each share.
        for (share, expected) in [
            (values.count { $0 == 1 }, 0.158655), (values.count { $0 == -1 }, 0.158655),
            (values.count { abs($0) < 0.5 }, 0.382925),
        ] {
            #expect(abs(Double(share) / count - expected) < 5 * (expected * (1 - expected) / count).squareRoot())
        }
    }

    @Test("values of images are 256 levels, all equally likely", arguments: [0, 7])
    func levels(_ seed: Int) throws {
        let dataset = try random([4, 5, 3], seed: seed).load()
        #expect(dataset.kind == .image && dataset.training.labels == nil && dataset.training.areLevels)
        #expect(dataset.training.count == 1000 && dataset.heldOut.count == 200)
        var counts = [Int](repeating: 0, count: 256)
        for value in dataset.training.values {
            let level = (255 * (value + 1) / 2).rounded()
            #expect(2 * level / 255 - 1 == value)
            counts[Int(level)] += 1
        }
        // The statistic's mean is 255, and its variance twice that.
        let expected = Double(dataset.training.stored.count) / 256
        let statistic = counts.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
        #expect(abs(statistic - 255) < 5 * (2 * 255).squareRoot())
        // A sample depends on the seed and its place alone.
        let fewer = try random([4, 5, 3], samples: 10, seed: seed).load()
        #expect(fewer.training == dataset.training[0..<10])
        #expect(try random([4, 5, 3], seed: seed + 1).load().training != dataset.training)
    }

    @Test func vectors() throws {
        #expect(try random([7]).load().kind == .vector)
        #expect(try random([2]).load().kind == .points)
    }

    @Test(
        "shapes that are none",
        arguments: [
            ([4, 4], "random: a shape of 2 numbers, [4, 4], is neither a vector nor an image"),
            ([4, 4, 2], "random: images have 1 or 3 channels; [4, 4, 2] has 2"),
            ([65536, 65536, 3], "random: 1200 samples of shape [65536, 65536, 3] have more than 2^28 values"),
            ([223_697], "random: 1200 samples of shape [223697] have more than 2^28 values"),
        ])
    func errors(_ shape: [Int], _ message: String) throws {
        for body in [{ _ = try random(shape).profile() }, { _ = try random(shape).load() }] {
            let error = try #require(throws: DatasetError.self) { try body() }
            #expect(error.message == message)
        }
    }

    @Test func theLargestThatFits() throws { #expect(try random([223_696]).profile().shape == [223_696]) }
}
