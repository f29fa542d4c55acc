/// A mixture of equally likely, isotropic normal distributions of one standard deviation.
struct Mixture {
    let centers: [[Float]]
    let standardDeviation: Float

    var modes: [Mode] { centers.map { Mode(center: $0, standardDeviation: standardDeviation) } }

    /// Independent samples, labelled with their mode. Sample i depends on the seed and i alone.
    func samples(_ count: Int, seed: Int) -> Samples {
        let dimensions = centers[0].count
        let labels = DataStream.component.integers(count, below: centers.count, seed: seed)
        var values = DataStream.noise.normals(count * dimensions, seed: seed)
        for sample in 0..<count {
            let center = centers[Int(labels[sample])]
            for axis in 0..<dimensions {
                let index = sample * dimensions + axis
                values[index] = center[axis] + standardDeviation * values[index]
            }
        }
        return Samples(shape: [dimensions], count: count, values: values, labels: labels.map { UInt8($0) })
    }
}
