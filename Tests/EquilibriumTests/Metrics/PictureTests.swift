import Configuration
import Datasets
import Foundation
import Kernels
import Testing

@testable import Equilibrium

/// The metrics of pictures, `ms_ssim` and `laplacian_swd`.
@Suite struct PictureTests {
    /// As in pictures.py: blocks that pictures of one base share, and noise.
    static func picture(_ seed: Int, _ shape: [Int], base: Int = 1) -> [Float] {
        let (width, channels) = (shape[1], shape[2])
        return (0..<shape.reduce(1, *)).map { i in
            let (y, x, c) = (i / (width * channels), i / channels % width, i % channels)
            let block = uniform(base * 1_000_000 + ((y / 8) * 32 + x / 8) * channels + c)
            return 1.25 * (0.5 * (2 * block - 1) + 0.5 * (2 * uniform(seed * 1_000_000 + i) - 1))
        }
    }

    /// Pictures with seeds from `first` on, of as many bases.
    static func pictures(_ first: Int, _ count: Int, _ shape: [Int], bases: Int = .max) -> Samples {
        let values = (0..<count).flatMap { picture(first + $0, shape, base: first + $0 % bases) }
        return Samples(shape: shape, count: count, values: values)
    }

    @Test("as NumPy and pytorch-msssim say", arguments: ExpectedPictures.similarity)
    func similarity(_ shape: [Int], _ expected: Double) {
        let pictures = Samples(shape: shape, count: 2, values: Self.picture(2, shape) + Self.picture(3, shape))
        let metric = metric(PictureSimilarity.self)
        let found = metric.similarity(pictures, pairs: [0, 1], workers: .shared)
        #expect(isClose(found, expected), "\(found)")
        #expect(metric.similarity(pictures, pairs: [1, 1, 0, 0], workers: .shared) == 1)
    }

    /// Ten pictures of each of two classes.
    static func classes(of kinds: Int) -> Samples {
        let shape = [16, 16, 1]
        let values = (0..<20).flatMap { number -> [Float] in
            let (label, kind) = (number % 2, number / 2 % kinds)
            return picture(50 + label + 10 * kind, shape, base: 1 + label)
        }
        return Samples(shape: shape, count: 20, values: values, labels: (0..<20).map { UInt8($0 % 2) })
    }

    @Test("a class of one picture is seen within classes alone")
    func withinClasses() throws {
        let (varied, collapsed) = (Self.classes(of: 10), Self.classes(of: 1))
        let within = metric(PictureSimilarity.self, ["pairs": .text("class")])
        let both = set(heldOut: varied, generated: collapsed)
        let values = within.measure(both)
        #expect(values[0] == 1)
        #expect(try #require(values[1]) < 0.9)
        #expect(try #require(metric(PictureSimilarity.self).measure(both)[0]) < 0.9)
        let bare = Samples(shape: varied.shape, count: 20, values: varied.values)
        #expect(within.measure(set(heldOut: varied, generated: bare))[0] == nil)
    }

    @Test func pairsWithinClassesAreOfTwoDifferentPictures() {
        let labels: [UInt8] = [0, 1, 0, 2, 1, 0]
        let pairs = metric(PictureSimilarity.self, ["samples": .integer(12000), "pairs": .text("class")])
            .pairs(within: labels)
        var counts: [[Int32]: Int] = [:]
        for pair in stride(from: 0, to: pairs.count, by: 2) { counts[Array(pairs[pair..<pair + 2]), default: 0] += 1 }
        // The picture that is alone in its class is left out; each of the others is the first of a fifth of the pairs.
        let expected: [[Int32]: Int] = [
            [0, 2]: 600, [0, 5]: 600, [2, 0]: 600, [2, 5]: 600, [5, 0]: 600, [5, 2]: 600, [1, 4]: 1200, [4, 1]: 1200,
        ]
        #expect(Set(counts.keys) == Set(expected.keys))
        for (pair, count) in expected { #expect(abs(counts[pair, default: 0] - count) < 150, "\(pair)") }
        #expect(metric(PictureSimilarity.self).pairs(within: [UInt8](arrayLiteral: 3, 4)).isEmpty)
    }

    @Test("as NumPy and SciPy say, level by level", arguments: ExpectedPictures.distances)
    func distances(_ shape: [Int], _ expected: [Double]) {
        let (generated, real) = (Self.pictures(5, 4, shape), Self.pictures(15, 5, shape, bases: 2))
        let metric = metric(PatchDistance.self, ["patches": .integer(6), "projections": .integer(7)])
        for (level, expected) in expected.enumerated() {
            let size = shape.prefix(2).map { side in (0..<level).reduce(side) { half, _ in (half + 1) / 2 } }
            func places(_ seed: Int, _ count: Int) -> [Int32] {
                (0..<count * 12).map {
                    Int32(Double(uniform(seed * 1_000_000 + $0)) * Double(size[$0 % 2] - min(7, size[$0 % 2]) + 1))
                }
            }
            let dimensions = min(7, size[0]) * min(7, size[1]) * shape[2]
            let directions = (0..<7).flatMap { row -> [Float] in
                let v = (0..<dimensions).map { uniform(51_000_000 + dimensions * row + $0) - 0.5 }
                let length = v.reduce(0) { $0 + Double($1 * $1) }.squareRoot()
                return v.map { Float(Double($0) / length) }
            }
            let found = metric.distance(
                set(heldOut: real, generated: generated), level: level, generatedPlaces: places(31 + level, 4),
                realPlaces: places(41 + level, 5), directions: directions)
            #expect(isClose(found * 1000, expected, 2e-5), "level \(level): \(found * 1000)")
        }
        #expect(metric.measure(set(heldOut: real, generated: generated)).compactMap { $0 }.count == expected.count + 1)
    }

    /// Of 40 pictures of other bases than the real ones', after `change`.
    private func measured<M: SampleMetric>(
        _ type: M.Type, _ values: [String: Value] = [:], bases: Int = .max, workers: Workers = .shared,
        change: (Float) -> Float = { $0 }
    ) throws -> [Double?] {
        let shape = [32, 32, 1]
        let generated = Self.pictures(200, 40, shape, bases: bases)
        let changed = Samples(shape: shape, count: 40, values: generated.values.map(change))
        return try metric(type, values).measure(
            set(heldOut: Self.pictures(100, 40, shape), generated: changed, workers: workers))
    }

    @Test func fewKindsOfPicturesAreMoreAlike() throws {
        let samples: [String: Value] = ["samples": .integer(4000)]
        let (all, few) = (
            try measured(PictureSimilarity.self, samples), try measured(PictureSimilarity.self, samples, bases: 2)
        )
        let (alike, real) = (try #require(all[0]), try #require(all[1]))
        #expect(abs(alike - real) < 0.02, "\(all)")
        let most = try #require(few[0])
        #expect(most > real + 0.2, "\(few)")
        #expect(few[1] == real)
        let one = Samples(
            shape: [32, 32, 1], count: 30, values: (0..<30).flatMap { _ in Self.picture(9, [32, 32, 1]) })
        #expect(metric(PictureSimilarity.self).measure(set(heldOut: one, generated: one)) == [1, 1])
    }

    @Test func pairsAreOfDifferentPictures() {
        func pairs(of count: Int, seed: Int = 0) -> [Int32] {
            metric(PictureSimilarity.self, ["samples": .integer(4000), "seed": .integer(seed)]).pairs(of: count)
        }
        let found = pairs(of: 5)
        #expect(found.count == 4000)
        var counts = [Int](repeating: 0, count: 25)
        for pair in stride(from: 0, to: 4000, by: 2) { counts[Int(found[pair]) * 5 + Int(found[pair + 1])] += 1 }
        for (place, count) in counts.enumerated() {
            // 100 of each on average.
            #expect(place / 5 == place % 5 ? count == 0 : (60...140).contains(count))
        }
        #expect(found == pairs(of: 5) && found != pairs(of: 5, seed: 1))
        #expect(pairs(of: 2).allSatisfy { $0 == 0 || $0 == 1 })
    }

    @Test("patches lie anywhere, elsewhere in other pictures, of the other kind and on another level")
    func placesOfPatches() {
        let metric = metric(PatchDistance.self)
        let pictures = Self.pictures(1, 30, [34, 32, 1])
        let places = metric.places(pictures, 0, .real, .shared)
        #expect(places.count == 30 * 128 * 2)
        var counts = [Int](repeating: 0, count: 28 * 26)
        for place in stride(from: 0, to: places.count, by: 2) {
            counts[Int(places[place]) * 26 + Int(places[place + 1])] += 1
        }
        // 5.3 on average: of 728 places that are equally likely, about 4 have none.
        #expect(counts.count { $0 == 0 } < 15 && counts.max()! < 20)
        #expect(places.prefix(256) != places.dropFirst(256).prefix(256))
        #expect(places != metric.places(pictures, 0, .generated, .shared))
        #expect(metric.places(pictures, 1, .real, .shared).max() == 10)
    }

    @Test("brightness and contrast as a whole are not seen; detail is, at its level")
    func whatPatchesShow() throws {
        let floor = try measured(PatchDistance.self)
        let paler = try measured(PatchDistance.self) { 0.25 * $0 + 0.5 }
        for (floor, paler) in zip(floor, paler) {
            guard let floor, let paler else { continue }
            #expect(abs(floor - paler) < 0.01 * floor)
        }
        #expect(floor.map { $0 != nil } == [true, true, true, false, false, false])
        let (full, half) = (try #require(floor[1]), try #require(floor[2]))
        // Every 2x2 pixels the first of them: the same large shapes, other detail.
        let shape = [32, 32, 1]
        let coarse = Self.pictures(200, 40, shape).values
        let values = coarse.indices.map { place -> Float in
            let (twoLines, column) = (place / 64, place % 32)
            return coarse[twoLines * 64 + column / 2 * 2]
        }
        let found = metric(PatchDistance.self).measure(
            set(
                heldOut: Self.pictures(100, 40, shape),
                generated: Samples(shape: shape, count: 40, values: values)))
        let (fine, large) = (try #require(found[1]) / full, try #require(found[2]) / half)
        #expect(fine > 2 && large < 1.5, "\(floor) \(found)")
        let seeds = try measured(PatchDistance.self, ["seed": .integer(1)])
        let (one, other) = (try #require(floor[0]), try #require(seeds[0]))
        #expect(one != other && abs(other / one - 1) < 0.3)
        let levels = try measured(PatchDistance.self, ["levels": .integer(1)])
        #expect(levels[0] == levels[1] && levels[2] == nil)
    }

    @Test func aPictureOfOneColourIsMeasured() throws {
        for value in try measured(PatchDistance.self, change: { _ in 0.3 }).prefix(3) {
            // All generated patches are 0; real ones have deviation 1 in every number.
            let distance = try #require(value)
            #expect(distance > 300)
        }
        let similarity = try measured(PictureSimilarity.self, change: { _ in 0.3 })
        #expect(similarity[0] == 1)
    }

    @Test func theSameForAnyNumberOfThreads() throws {
        let (one, three) = (Workers(threads: 1), Workers(threads: 3))
        let similarities = try [one, three].map { try measured(PictureSimilarity.self, workers: $0) }
        #expect(similarities[0] == similarities[1])
        let distances = try [one, three].map { try measured(PatchDistance.self, workers: $0) }
        #expect(distances[0] == distances[1])
    }

    @Test func onlyPicturesCanBeMeasured() throws {
        let selection = MetricSelection.chosen(["ms_ssim", "laplacian_swd"].map { Choice(.metrics, $0, at: nil) })
        let ring = Metrics.findings(selection, of: try dataset("ring", ["samples": .integer(10)]).traits)
        #expect(
            ring.map(\.message) == [
                "metric 'ms_ssim' needs pictures, and the data has none",
                "metric 'laplacian_swd' needs pictures, and the data has none",
            ])
        #expect(Metrics.findings(selection, of: try dataset("digits").traits).isEmpty)
        let single = Self.pictures(1, 1, [8, 8, 1])
        #expect(metric(PictureSimilarity.self).measure(set(heldOut: single, generated: single)) == [nil, nil])
        #expect(metric(PatchDistance.self).measure(set(heldOut: single, generated: single))[0] != nil)
    }

    @Test func memoryIsOfPatchesAndProjections() {
        func bytes(_ shape: [Int], _ samples: Int) -> Int {
            let sizes = sizes(shape, samples)
            return metric(PatchDistance.self, ["samples": .integer(samples)]).byteCount(sizes)
        }
        func sizes(_ shape: [Int], _ samples: Int, areLevels: Bool = false) -> JudgingSizes {
            JudgingSizes(
                training: 10, heldOut: 1000, generated: samples, shape: shape, noise: 1, areLevels: areLevels)
        }
        let patches = 128 * (500 + 500)
        // So many rows of a large patch are projected at a time; of a small one, those of either kind.
        #expect(bytes([64, 64, 3], 500) == 4 * (147 + 512) * (patches + (1 << 22) / 147))
        #expect(bytes([5, 4, 1], 500) == 4 * (20 + 512) * (patches + patches / 2))
        #expect(bytes([2], 500) == 0)
        // What is kept as bytes becomes floats, of as many pictures as it looks at.
        let half = metric(PatchDistance.self, ["samples": .integer(500)])
        #expect(
            half.byteCount(sizes([5, 4, 1], 500, areLevels: true))
                == half.byteCount(sizes([5, 4, 1], 500)) + 4 * 500 * 20)
    }
}
