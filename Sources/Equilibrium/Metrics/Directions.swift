import Kernels

/// Directions along which samples are projected.
enum Directions {
    /// [count, dimensions]: normal vectors, divided by their lengths. Direction i is drawn at iteration i: more
    /// directions begin with the same ones.
    static func make(_ count: Int, dimensions: Int, seed: Int) -> [Float] {
        [Float](unsafeUninitializedCapacity: count * dimensions) { buffer, filled in
            filled = count * dimensions
            guard let start = buffer.baseAddress else { return }
            for index in 0..<count {
                let direction = start + index * dimensions
                let address = MetricStream.directions.address(seed: seed, at: index)
                Random.fillNormal(direction, count: dimensions, at: address, workers: .shared)
                let length = Reductions.squaredNorm(direction, count: dimensions, workers: .shared).squareRoot()
                if length > 0 {
                    Elementwise.scale(
                        direction, by: Float(1 / length), into: direction, count: dimensions, workers: .shared)
                } else {
                    direction[0] = 1
                }
            }
        }
    }
}
