import Kernels

/// From samples to what the discriminator sees in training: samples changed at random, noise added, and several samples
/// packed into a row. Where none of these is asked for, the samples themselves.
struct DiscriminatorInput: ~Copyable {
    private let packing: SamplePacking
    /// Values of one sample.
    private let size: Int
    private let augmentations: AugmentationChain
    private let noisy: FloatBuffer
    private let packed: FloatBuffer

    /// - Parameters:
    ///   - rows: the most packed samples of one call.
    ///   - size: values of one sample.
    ///   - augmentations: of as many samples as the rows hold.
    init(_ packing: SamplePacking, rows: Int, size: Int, hasNoise: Bool, augmentations: AugmentationChain) {
        self.packing = packing
        self.size = size
        self.augmentations = augmentations
        noisy = FloatBuffer(count: hasNoise ? rows * packing.count * size : 0)
        packed = FloatBuffer(count: packing.moves ? rows * packing.count * size : 0)
    }

    /// Of the values of all packed samples, this many arrays are kept beside those of the augmentations.
    static func arrays(_ packing: SamplePacking, hasNoise: Bool) -> Int { (hasNoise ? 1 : 0) + (packing.moves ? 1 : 0) }

    /// What is random in one call: how much, and where its random numbers stand.
    struct Randomness {
        /// That an augmentation changes a sample.
        let probability: Double
        let augmentation: RandomAddress
        /// Standard deviation of the noise; without effect where none was announced.
        let deviation: Double
        let noise: RandomAddress
    }

    /// - Parameter samples: [rows * packed samples, sample].
    /// - Returns: [rows, packed sample], valid until the next call.
    func make(
        _ samples: UnsafePointer<Float>, rows: Int, _ random: Randomness, workers: Workers
    ) -> UnsafePointer<Float> {
        let sampleCount = rows * packing.count
        let count = sampleCount * size
        var current = augmentations.apply(
            samples, count: sampleCount, probability: random.probability, at: random.augmentation, workers: workers)
        if noisy.count > 0, random.deviation > 0 {
            let sum = noisy.pointer
            Random.fillNormal(
                sum, count: count, deviation: Float(random.deviation), at: random.noise, workers: workers)
            Elementwise.add(current, sum, into: sum, count: count, workers: workers)
            current = UnsafePointer(sum)
        }
        guard packing.moves else { return current }
        packing.pack(current, into: packed.pointer, rows: rows, workers: workers)
        return UnsafePointer(packed.pointer)
    }

    /// A direction of the samples as one of what the last `make` returned. There must be no augmentations.
    func follow(
        _ direction: UnsafePointer<Float>, rows: Int, into result: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        guard packing.moves else {
            return Elementwise.copy(direction, into: result, count: rows * packing.count * size, workers: workers)
        }
        packing.pack(direction, into: result, rows: rows, workers: workers)
    }

    /// Whether `unpack` overwrites what `make` returned.
    var isOverwritten: Bool { packing.moves }

    /// The gradient towards the samples from that towards what the last `make` returned, which it may overwrite.
    func unpack(_ gradient: UnsafePointer<Float>, rows: Int, workers: Workers) -> UnsafePointer<Float> {
        var current = gradient
        if packing.moves {
            packing.unpack(gradient, into: packed.pointer, rows: rows, workers: workers)
            current = UnsafePointer(packed.pointer)
        }
        return augmentations.pullBack(current, count: rows * packing.count, workers: workers)
    }
}
