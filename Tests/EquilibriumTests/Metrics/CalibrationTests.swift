import Configuration
import Datasets
import Foundation
import Kernels
import Testing

@testable import Equilibrium

/// What metrics say where the truth is known: of equal distributions, of shifted ones, of copies, of collapse.
@Suite struct CalibrationTests {
    @Test("MMD: about 0 under equality, as often below as above; far above under a shift")
    func mmd() {
        let metric = metric(MaximumMeanDiscrepancy.self, ["bandwidth": .real(1.5)])
        func values(_ shift: Float) -> [Double] {
            (0..<40).compactMap { trial in
                let real = normal(2 * trial, rows: 150, columns: 2)
                return metric.measure(
                    set(heldOut: real, generated: normal(2 * trial + 1, rows: 150, columns: 2, mean: shift)))[0]
            }
        }
        let null = values(0)
        let mean = null.reduce(0, +) / 40
        let deviation = (null.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 39).squareRoot()
        // Unbiased: the mean of 40 lies within four of its standard errors.
        #expect(abs(mean) < 4 * deviation / 40.0.squareRoot(), "\(mean) +- \(deviation)")
        // The null is skewed: a little over half of it lies below 0.
        #expect((12...34).contains(null.count { $0 < 0 }))
        #expect((values(0.7).min() ?? 0) > (null.max() ?? 0))
    }

    @Test("MMD of a sample with itself is what leaving out the diagonal leaves")
    func mmdIdentical() {
        let x = normal(3, rows: 100, columns: 2)
        let value = metric(MaximumMeanDiscrepancy.self).measure(set(heldOut: x, generated: x))[0] ?? 9
        #expect(value < 0 && value > -2.0 / 99)
    }

    @Test("sliced Wasserstein of a shift is the shift's mean over directions", arguments: [1, 2])
    func shift(_ order: Int) {
        let metric = metric(SlicedWasserstein.self, ["order": .integer(order), "projections": .integer(2000)])
        let x = bell(1, rows: 50, columns: 3)
        let shifted = Samples(
            shape: [3], count: 50, values: x.values.enumerated().map { $0 % 3 == 0 ? $1 + 2 : $1 })
        let found = metric.measure(set(heldOut: x, generated: shifted))[0]
        // A direction's first coordinate is uniform on [-1, 1] in three dimensions (Archimedes).
        #expect(isClose(found, order == 1 ? 1 : 2 / 3.0.squareRoot(), 0.05), "\(found ?? 0)")
        #expect(metric.measure(set(heldOut: x, generated: x))[0] == 0)
    }

    @Test("more projections begin with the same directions, and other seeds have others")
    func directions() {
        let few = Directions.make(3, dimensions: 5, seed: 0)
        #expect(Array(Directions.make(9, dimensions: 5, seed: 0).prefix(15)) == few)
        #expect(Directions.make(3, dimensions: 5, seed: 1) != few)
    }

    @Test("density and coverage under equality; all four of disjoint samples and of a collapsed generator")
    func overlap() {
        let metric = metric(NeighbourOverlap.self)
        let real = normal(1, rows: 600, columns: 2)
        let equal = metric.measure(set(heldOut: real, generated: normal(2, rows: 600, columns: 2))).compactMap { $0 }
        #expect(abs(equal[2] - 1) < 0.1, "\(equal)")
        #expect(abs(equal[3] - (1 - pow(2, -5))) < 0.03, "\(equal)")
        #expect(equal[0] > 0.9 && equal[1] > 0.9, "\(equal)")

        let far = normal(3, rows: 600, columns: 2, mean: 50)
        #expect(metric.measure(set(heldOut: real, generated: far)) == [0, 0, 0, 0])

        let point = Samples(
            shape: [2], count: 600, values: (0..<600).flatMap { _ in [real.values[0], real.values[1]] })
        let collapsed = metric.measure(set(heldOut: real, generated: point)).compactMap { $0 }
        #expect(collapsed[0] == 1 && collapsed[1] < 0.01 && collapsed[3] < 0.05, "\(collapsed)")
    }

    @Test("nearest training sample: copies are at 0, new data at a ratio of about 1")
    func memorising() {
        let metric = metric(NearestTraining.self)
        let (training, heldOut) = (normal(1, rows: 1000, columns: 4), normal(2, rows: 500, columns: 4))
        let new = set(training: training, heldOut: heldOut, generated: normal(3, rows: 500, columns: 4))
        #expect(isClose(metric.measure(new)[1], 1, 0.1))
        #expect(metric.measure(new.reference) == [0, 0])
        let constant = Samples(shape: [1], count: 5, values: [0, 0, 0, 0, 0])
        #expect(metric.measure(set(heldOut: constant, generated: constant)) == [0, nil])
    }

    /// CTGAN's simulated data; what its program says of real samples in the generator's place is -3.06, -3.07 and
    /// -1.70.
    static let simulated: [(name: String, jitter: Double?, truth: Double)] = [
        ("grid", nil, -3.0610), ("grid", 0.5, -3.06), ("ring", nil, -1.697),
    ]

    @Test("log-likelihoods of real samples are minus the data's entropy", arguments: simulated)
    func logLikelihood(_ data: (name: String, jitter: Double?, truth: Double)) throws {
        var values: [String: Value] = [
            "std": .real(0.05.squareRoot()), "samples": .integer(2000), "held_out": .real(1),
        ]
        if let jitter = data.jitter { values["jitter"] = .real(jitter) }
        let mixture = try dataset(data.name, values)
        let metric = metric(LogLikelihood.self)
        let set = SampleSet(mixture, generated: mixture.training.values)
        let found = metric.measure(set).compactMap { $0 }
        // ln p(x) of a sample has a standard deviation of 1 where modes are apart: five standard errors. The fit to
        // 2,000 samples costs about its 5 * 30 parameters over 2n.
        #expect(abs(found[0] - data.truth) < 5 / 2000.0.squareRoot(), "\(found)")
        #expect(abs(found[1] - data.truth) < 5 / 2000.0.squareRoot() + 150.0 / 4000, "\(found)")
        // Without a mode samples are as likely, and the data less so.
        let labels = try #require(mixture.training.labels)
        let rest = (0..<2000).filter { labels[$0] != 3 }.flatMap { mixture.training.values[2 * $0..<2 * $0 + 2] }
        let collapsed = metric.measure(SampleSet(mixture, generated: rest)).compactMap { $0 }
        #expect(abs(collapsed[0] - found[0]) < 0.1 && collapsed[1] < found[1] - 0.2, "\(collapsed)")
        // Too narrow samples are too likely; too wide ones less likely.
        func scaled(_ factor: Float) -> [Double] {
            let samples = (0..<4000).map { index in
                let center = mixture.modes[Int(labels[index / 2])].center[index % 2]
                return center + factor * (mixture.training.values[index] - center)
            }
            return metric.measure(SampleSet(mixture, generated: samples)).compactMap { $0 }
        }
        #expect(scaled(0.5)[0] > found[0] + 0.3 && scaled(2)[0] < found[0] - 0.3)
    }

    /// A fit maximizes the likelihood, so its own points are at least as likely as under the mixture that made them.
    @Test func fitsAreAtLeastAsLikelyAsTheTruth() throws {
        let grid = try dataset("grid", ["std": .real(0.3), "side": .integer(3), "samples": .integer(900)])
        let points = grid.training.values.map(Double.init)
        let truth = NormalMixture(
            dimensions: 2, weights: [Double](repeating: 1.0 / 9, count: 9),
            means: grid.modes.flatMap { $0.center.map(Double.init) }, variances: [Double](repeating: 0.09, count: 18))
        let fitted = MixtureFit().mixture(of: points, dimensions: 2, components: 9)
        #expect(fitted.meanLogDensity(points) > truth.meanLogDensity(points))
        #expect(abs(fitted.weights.reduce(0, +) - 1) < 1e-12)
        #expect(fitted == MixtureFit().mixture(of: points, dimensions: 2, components: 9))
    }

    @Test func logLikelihoodsOfDegenerateSamples() throws {
        let ring = try dataset("ring", ["samples": .integer(50), "std": .real(0.2)])
        let metric = metric(LogLikelihood.self, ["components": .integer(5)])
        // A single point: 5 components of variance 1e-6 at one place.
        let point = metric.measure(SampleSet(ring, generated: [Float](repeating: 0.5, count: 40))).compactMap { $0 }
        #expect(point.count == 2 && point.allSatisfy { $0.isFinite } && point[1] < -1000)
        let few = metric.measure(SampleSet(ring, generated: [0, 0, 1, 1]))
        #expect(few[0] != nil && few[1] == nil)
        let narrow = try dataset("ring", ["samples": .integer(50), "std": .real(0)])
        #expect(metric.measure(SampleSet(narrow, generated: ring.training.values)) == [nil, nil])
    }

    @Test("modes of perfect samples, of one mode, and of noise", arguments: [0, 1, 2])
    func modes(_ seed: Int) throws {
        let ring = try dataset("ring", ["samples": .integer(2500), "seed": .integer(seed)])
        let metric = metric(ModeCoverage.self)
        let perfect = metric.measure(SampleSet(ring, generated: ring.training.values)).compactMap { $0 }
        #expect(perfect[0] == 8)
        // Five standard deviations of a share of 2,500.
        #expect(abs(perfect[1] - (1 - exp(-4.5))) < 5 * 0.0021)
        // 2 n KL is about chi-squared with 7 degrees of freedom: above 35 once in 90,000.
        #expect(2 * 2500 * perfect[2] < 35)
        let one = metric.measure(SampleSet(ring, generated: (0..<100).flatMap { _ in ring.modes[3].center }))
        #expect(one[0] == 1 && one[1] == 1 && isClose(one[2], log(8), 1e-12))
        let noise = metric.measure(SampleSet(ring, generated: [Float](repeating: 0, count: 200)))
        #expect(noise == [0, 0, nil])
    }
}
