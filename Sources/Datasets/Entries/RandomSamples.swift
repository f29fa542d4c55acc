import Configuration
import Kernels

/// Random numbers of any shape: nothing to learn, for timing.
struct RandomSamples: DatasetSource {
    static let declaration = Declaration(
        "random", "random numbers of any shape, to time training by",
        details: """
            The shape is that of an image, [height, width, 1 or 3 channels], or of a vector, [values]. Every value of
            an image is one of the 256 levels of a byte from -1 to 1, all equally likely; a vector's is drawn from
            the standard normal distribution and clipped to [-1, 1]. No labels. The samples, held-out ones included,
            have at most 2^28 values in all: 1 GiB, of images a quarter of that.
            """,
        keys: [
            Key("shape", .list(of: .integer(1...65536), count: 1...3), "of one sample"),
            Key("samples", .integer(2...10_000_000), default: .integer(1000), "samples to train on"),
        ] + Synthetic.keys.filter { $0.name != "samples" },
        example: "data: {dataset: random, shape: [64, 64, 3], samples: 512}")

    private static let largestTotal = 1 << 28

    let dimensions: [Int]
    let synthetic: Synthetic

    init(_ values: Values) {
        dimensions = values.integers("shape")
        synthetic = Synthetic(values)
    }

    /// Nothing is drawn: all values lie in [-1, 1].
    func profile() throws(DatasetError) -> DataProfile {
        DataProfile(
            shape: try checkedShape(), training: synthetic.count, heldOut: synthetic.total - synthetic.count,
            extremes: [SIMD2(-1, 1)], areLevels: isImage)
    }

    private var isImage: Bool { dimensions.count == 3 }

    private func checkedShape() throws(DatasetError) -> [Int] {
        guard dimensions.count == 1 || dimensions.count == 3 else {
            throw DatasetError(
                "random: a shape of \(dimensions.count) numbers, \(dimensions), is neither a vector nor an image",
                help: "give [values] or [height, width, channels]", key: "shape")
        }
        guard dimensions.count == 1 || [1, 3].contains(dimensions[2]) else {
            throw DatasetError("random: images have 1 or 3 channels; \(dimensions) has \(dimensions[2])", key: "shape")
        }
        // At most 2^48 values a sample: the product cannot overflow.
        let size = dimensions.reduce(1, *)
        guard size <= Self.largestTotal / synthetic.total else {
            throw DatasetError(
                "random: \(synthetic.total) samples of shape \(dimensions) have more than 2^28 values",
                help: "lower `samples`; \(synthetic.total) counts the held-out ones", key: "samples")
        }
        return dimensions
    }

    func load() throws(DatasetError) -> Dataset {
        _ = try checkedShape()
        return synthetic.dataset("random", draw: samples)
    }

    private func samples(_ count: Int, _ seed: Int) -> Samples {
        let numbers = count * dimensions.reduce(1, *)
        if isImage {
            let levels = DataStream.noise.bytes(numbers, seed: seed)
            return Samples(shape: dimensions, count: count, stored: .levels(levels, .pixels(maximum: 255)))
        }
        var values = DataStream.noise.normals(numbers, seed: seed)
        values.withUnsafeMutableBufferPointer { values in
            guard let start = values.baseAddress else { return }
            Elementwise.clip(start, count: values.count, low: -1, high: 1, workers: .shared)
        }
        return Samples(shape: dimensions, count: count, values: values)
    }
}
