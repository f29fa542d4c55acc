import Configuration
import Datasets
import Kernels

@testable import Equilibrium

/// Output x of SplitMix64 (Steele, Lea & Flood 2014), as in expected.py.
func splitMix(_ x: Int) -> UInt64 {
    var z = (UInt64(x) + 1) &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
}

func uniform(_ index: Int) -> Float { Float(splitMix(index) >> 44) / Float(1 << 20) }

/// Sums of four uniform numbers, about normal, exact in single precision.
func bell(_ seed: Int, rows: Int, columns: Int, shift: Float = 0) -> Samples {
    let values = (0..<rows * columns).map { i in
        (0..<4).reduce(Float(0)) { $0 + uniform(seed * 1_000_000 + 4 * i + $1) } - 2 + shift
    }
    return Samples(shape: [columns], count: rows, values: values)
}

/// Normal samples, by the engine's own numbers.
func normal(_ seed: Int, rows: Int, columns: Int, mean: Float = 0, deviation: Float = 1) -> Samples {
    let values = [Float](unsafeUninitializedCapacity: rows * columns) { buffer, count in
        count = rows * columns
        guard let start = buffer.baseAddress else { return }
        let address = RandomAddress(seed: UInt64(seed), stream: 999, iteration: 0)
        Random.fillNormal(start, count: count, mean: mean, deviation: deviation, at: address, workers: .shared)
    }
    return Samples(shape: [columns], count: rows, values: values)
}

/// A metric with the defaults that it declares, some of them replaced.
func metric<M: SampleMetric>(_ type: M.Type, _ values: [String: Value] = [:]) -> M {
    M(Values(M.declaration.defaults.entries.merging(values) { $1 }))
}

func set(
    training: Samples? = nil, heldOut: Samples, generated: Samples, modes: [Mode] = [], judge: Judge? = nil,
    workers: Workers = .shared
) -> SampleSet {
    SampleSet(
        training: training ?? heldOut, heldOut: heldOut, generated: generated, modes: modes, judge: judge,
        workers: workers)
}

/// A dataset of the registry with its defaults, some of them replaced.
func dataset(_ name: String, _ values: [String: Value] = [:]) throws -> Dataset {
    try DatasetSources.registry.make(DatasetSources.registry.choice(name, values)).load()
}

func isClose(_ a: Double?, _ b: Double, _ tolerance: Double = 1e-5) -> Bool {
    guard let a else { return false }
    return abs(a - b) <= tolerance * max(1, abs(b))
}
