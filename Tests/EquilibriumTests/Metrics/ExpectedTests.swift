import Datasets
import Engine
import Formats
import Foundation
import Kernels
import Testing

@testable import Equilibrium

/// Every metric against NumPy, SciPy and scikit-learn on fixed samples: see expected.py.
@Suite struct ExpectedTests {
    let real = bell(1, rows: 40, columns: 3)
    let generated = bell(2, rows: 30, columns: 3, shift: 0.25)
    let training = bell(3, rows: 50, columns: 3)

    @Test(arguments: [(1, Expected.slicedOrder1), (2, Expected.slicedOrder2)])
    func slicedWasserstein(_ order: Int, _ expected: Double) {
        let metric = metric(SlicedWasserstein.self, ["order": .integer(order), "projections": .integer(7)])
        let directions = (0..<7).flatMap { row -> [Float] in
            let v = (0..<3).map { uniform(4_000_000 + 3 * row + $0) - 0.5 }
            let length = v.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return v.map { $0 / length }
        }
        #expect(isClose(metric.distance(set(heldOut: real, generated: generated), directions: directions), expected))
    }

    @Test func mmd() {
        let samples = set(heldOut: real, generated: generated)
        let median = metric(MaximumMeanDiscrepancy.self).measure(samples)
        #expect(isClose(median[0], Expected.mmdMedian, 1e-6))
        #expect(isClose(median[1], Expected.bandwidth, 1e-6))
        let half = metric(MaximumMeanDiscrepancy.self, ["bandwidth": .real(0.5)]).measure(samples)
        #expect(isClose(half[0], Expected.mmdHalf, 1e-6))
        #expect(half[1] == 0.5)
    }

    @Test func neighbourOverlap() {
        let values = bell(8, rows: 30, columns: 3).values.map { 0.75 * $0 + 0.625 }
        let narrow = Samples(shape: [3], count: 30, values: values)
        let found = metric(NeighbourOverlap.self).measure(set(heldOut: real, generated: narrow))
        let expected = [Expected.precision, Expected.recall, Expected.density, Expected.coverage]
        for (found, expected) in zip(found, expected) { #expect(isClose(found, expected, 1e-12)) }
    }

    @Test func nearestTraining() {
        let samples = set(training: training, heldOut: real, generated: generated)
        let found = metric(NearestTraining.self).measure(samples)
        #expect(isClose(found[0], Expected.nearestDistance, 1e-6))
        #expect(isClose(found[1], Expected.nearestRatio, 1e-6))
    }

    @Test func modes() {
        let corners: [[Float]] = [[-1, -1], [1, -1], [-1, 1], [1, 1]]
        var values = bell(5, rows: 60, columns: 2).values.map { $0 > 0 ? $0 + 0.5 : $0 - 0.5 }
        // None to the upper right.
        for row in 0..<60 where values[2 * row] > 0 { values[2 * row + 1] = -abs(values[2 * row + 1]) }
        let points = Samples(shape: [2], count: 60, values: values)
        let modes = corners.map { Mode(center: $0, standardDeviation: 0.25) }
        let found = metric(ModeCoverage.self).measure(set(heldOut: points, generated: points, modes: modes))
        #expect(found[0] == Expected.modesCovered)
        #expect(isClose(found[1], Expected.highQualityShare, 1e-12))
        #expect(isClose(found[2], Expected.modeReverseKL, 1e-12))
    }

    @Test func mixtureOfNormalDistributions() {
        func points(_ samples: Samples) -> [Double] { samples.values.map(Double.init) }
        let others = points(bell(22, rows: 40, columns: 2, shift: 0.25))
        let fitted = zip(0..., points(bell(21, rows: 50, columns: 2))).map { index, value in
            let center = index < 50 ? [-1, 0.5] : [1.5, 0]
            return value + center[index % 2]
        }
        let start = NormalMixture(
            dimensions: 2, weights: [0.5, 0.25, 0.25], means: [-1, 0, 1, 1, 0.5, -1],
            variances: [0.5, 1, 1, 0.25, 2, 0.5])
        #expect(isClose(start.meanLogDensity(others), Expected.mixtureDensity, 1e-12))
        let after = MixtureFit(iterations: 7, tolerance: 0).improved(start, fitted).mixture
        #expect(isClose(after.meanLogDensity(others), Expected.fittedDensity, 1e-10))
    }

    @Test func frechet() {
        let a = bell(6, rows: 40, columns: 5).values
        var b = bell(7, rows: 30, columns: 5, shift: 0.25).values
        for row in 0..<30 { b[5 * row + 1] += b[5 * row] }
        #expect(isClose(FrechetDistance.squared(a, b, dimensions: 5), Expected.frechet, 1e-6))
    }

    @Test func crossEntropy() {
        let logits = bell(6, rows: 40, columns: 5).values.map { 3 * $0 }
        let labels = (0..<40).map { UInt8($0 % 5) }
        var gradient = [Float](repeating: 0, count: 200)
        let value = Softmax.crossEntropy(
            logits, labels: labels, rows: 40, classes: 5, scale: 0.5, gradient: &gradient)
        #expect(isClose(value, Expected.crossEntropy, 1e-6))
        #expect(isClose(2 * Double(gradient[0]), Expected.crossEntropySlope0, 1e-6))
        #expect(isClose(2 * Double(gradient[1]), Expected.crossEntropySlope1, 1e-6))
    }

    /// A judge with fixed parameters.
    @Test func judge() throws {
        func dense(_ name: String, _ seed: Int, _ inputs: Int, _ outputs: Int, _ scale: Float) -> NamedTensor {
            let weights = (0..<inputs * outputs).map { scale * (uniform(seed * 1_000_000 + $0) - 0.5) }
            return NamedTensor("\(name).weight", shape: [outputs, inputs], values: weights)
        }
        func bias(_ name: String, _ values: [Float]) -> NamedTensor {
            NamedTensor("\(name).bias", shape: [values.count], values: values)
        }
        let judge = Judge(
            checksum: "", accuracy: 0.75,
            tensors: [
                dense("1", 11, 4, 256, 2), bias("1", [Float](repeating: 0, count: 256)),
                dense("3", 12, 256, 64, 0.25), bias("3", [Float](repeating: 0, count: 64)),
                // The last class is never the most probable one.
                dense("5", 20, 64, 5, 2), bias("5", [0, 0, 0, 0, -8]),
            ], architecture: JudgeArchitecture(shape: [2, 2, 1], classes: 5))
        func images(_ seed: Int, _ count: Int, _ shift: Float = 0) -> Samples {
            Samples(shape: [2, 2, 1], count: count, values: bell(seed, rows: count, columns: 4, shift: shift).values)
        }
        let found = try metric(JudgedClasses.self).measure(
            set(heldOut: images(14, 120), generated: images(15, 100, 0.25), judge: judge))
        #expect(isClose(found[0], Expected.judgeFrechet, 1e-5), "\(found)")
        #expect(found[1] == Expected.judgeClassesCovered)
        #expect(isClose(found[2], Expected.judgeClassEntropy, 1e-12))
        #expect(isClose(found[3], Expected.judgeConfidence, 1e-6))
        #expect(found[4] == 0.75)
    }

    @Test func theilSen() {
        var at = 0.0
        let x = (0..<21).map { index -> Double in
            at += 1 + Double(uniform(16_000_000 + index))
            return at
        }
        let y = zip(x, bell(17, rows: 21, columns: 1).values).map { 0.5 + 0.03125 * $0 + 0.25 * Double($1) }
        let slopes = TheilSen(x, y)
        let interval = slopes.interval(Interval.z * slopes.independentVariance.squareRoot())
        #expect(isClose(slopes.slope, Expected.slope, 1e-12))
        #expect(isClose(interval?.lower, Expected.slopeLower, 1e-12))
        #expect(isClose(interval?.upper, Expected.slopeUpper, 1e-12))
    }

    @Test func areaUnderCurve() {
        let real = bell(18, rows: 40, columns: 1, shift: 0.25).values.map { (4 * $0).rounded(.toNearestOrEven) }
        let fake = bell(19, rows: 30, columns: 1).values.map { (4 * $0).rounded(.toNearestOrEven) }
        #expect(isClose(Ranking.areaUnderCurve(real: real, fake: fake), Expected.areaUnderCurve, 1e-12))
    }
}
