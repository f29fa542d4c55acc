import Configuration
import Datasets
import Kernels
import TestSupport

@testable import Equilibrium

/// A critic of little width, which suffices for points.
func smallCritic(
    seed: Int, iterations: Int = 60, batch: Int = 64, layers: [Choice]? = nil, shape: [Int] = [2]
) throws -> FreshCritic {
    var spec = CriticSpec()
    spec.iterations = iterations
    spec.batchSize = batch
    spec.learningRate = 5e-3
    return try FreshCritic(
        spec,
        layers: layers ?? [
            layer("dense", ["units": .integer(16)]), layer("leaky_relu"), layer("dense", ["units": .integer(1)]),
        ],
        initializer: kaiming, shape: shape,
        seed: UInt64(seed))
}

/// Draws from a fixed set of samples: a stretch of their own for every use.
struct Pool {
    let values: [Float]
    let size: Int

    func callAsFunction(_ count: Int, _ use: FreshCritic.Use, _ update: Int) -> [Float] {
        let rows = values.count / size
        let start =
            switch use {
            case .test, .diversity: 0
            case .validation: rows / 3
            case .reference: rows / 2
            case .training: rows / 2 + (update * count) % max(1, rows / 2 - count)
            }
        // To look up more than there are, some come more than once.
        guard use != .reference || start + count <= rows else {
            return (0..<count).flatMap { row in
                let place = (start + row % (rows - start)) * size
                return values[place..<place + size]
            }
        }
        return Array(values[start * size..<(start + count) * size])
    }
}

/// Standard normal points: `count` of each kind, the held-out ones those that the critic is tested on.
func normalPoints(_ seed: Int, training: Int, heldOut: Int) -> Dataset {
    Dataset(
        name: "normal", training: normal(2 * seed, rows: training, columns: 2),
        heldOut: normal(2 * seed + 1, rows: heldOut, columns: 2))
}
