import Configuration
import Datasets
import Foundation
import Kernels

/// How far the samples would have to be carried to become the data, seen along lines.
struct SlicedWasserstein: SampleMetric {
    static let declaration = Declaration(
        "sliced_wasserstein", "sliced Wasserstein distance between generated and held-out samples",
        details: """
            (mean over directions t of W_p(x·t, y·t)^p)^(1/p) with t uniform on the unit sphere: in one dimension the
            optimal transport pairs the sorted samples, W_p^p = integral over u of |F^-1(u) - G^-1(u)|^p. Bonneel et
            al. 2015 (p = 2); Deshpande et al. 2018 for GANs. In the units of the data. The directions depend on
            `seed` alone, so that runs can be compared. It is above 0 for finite samples of equal distributions.
            """,
        keys: [
            Key("projections", .integer(1...10_000), default: .integer(128), "number of directions"),
            Key("order", .integer(1...2), default: .integer(2), "p: 1 or 2"),
            Key("seed", .integer(0...Int.max), default: .integer(0), "of the directions"),
            .samples(default: 2500),
        ],
        shorthand: "projections", example: "evaluation: {metrics: [sliced_wasserstein: {projections: 256}]}")
    static let columns = [
        MetricColumn("sliced_wasserstein", "sliced Wasserstein distance, in units of the data", better: .lower)
    ]
    static let isCheap = true

    static func objection(to data: DataTraits) -> String? { nil }

    let projections: Int
    let order: Int
    let seed: Int
    let samples: Int

    init(_ values: Values) {
        projections = values.integer("projections")
        order = values.integer("order")
        seed = values.integer("seed")
        samples = values.integer("samples")
    }

    /// Held-out ones, and training samples in the generator's place.
    func byteCount(_ sizes: JudgingSizes) -> Int { 2 * sizes.floatBytes(samples) }

    func measure(_ set: SampleSet) -> [Double?] {
        [distance(set, directions: Directions.make(projections, dimensions: set.heldOut.size, seed: seed))]
    }

    /// - Parameter directions: [projections, values of a sample], each of length 1.
    func distance(_ set: SampleSet, directions: [Float]) -> Double {
        var powers = [Double](repeating: 0, count: projections)
        set.generated.withFirst(samples) { generated, generatedCount in
            set.heldOut.withFirst(samples) { real, realCount in
                directions.withUnsafeBufferPointer { directions in
                    powers.withUnsafeMutableBufferPointer { powers in
                        guard let directions = directions.baseAddress, let powers = powers.baseAddress else { return }
                        Transport.sliced(
                            generated, count: generatedCount, real, count: realCount, dimensions: set.heldOut.size,
                            directions: directions, projections: projections, order: order, into: powers,
                            workers: set.workers)
                    }
                }
            }
        }
        return pow(powers.reduce(0, +) / Double(projections), 1 / Double(order))
    }
}
