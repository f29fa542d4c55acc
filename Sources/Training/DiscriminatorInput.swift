import Kernels

/// From samples to what the discriminator sees in training: noise added, and several samples packed into a row. Where
/// neither is asked for, the samples themselves.
struct DiscriminatorInput: ~Copyable {
    private let packing: SamplePacking
    /// Values of one sample.
    private let size: Int
    private let noisy: FloatBuffer
    private let packed: FloatBuffer

    /// - Parameters:
    ///   - rows: the most packed samples of one call.
    ///   - size: values of one sample.
    init(_ packing: SamplePacking, rows: Int, size: Int, hasNoise: Bool) {
        self.packing = packing
        self.size = size
        noisy = FloatBuffer(count: hasNoise ? rows * packing.count * size : 0)
        packed = FloatBuffer(count: packing.moves ? rows * packing.count * size : 0)
    }

    /// Of the values of all packed samples, this many arrays are kept.
    static func arrays(_ packing: SamplePacking, hasNoise: Bool) -> Int { (hasNoise ? 1 : 0) + (packing.moves ? 1 : 0) }

    /// - Parameters:
    ///   - samples: [rows * packed samples, sample].
    ///   - deviation: of the noise; without effect where none was announced.
    /// - Returns: [rows, packed sample], valid until the next call.
    func make(
        _ samples: UnsafePointer<Float>, rows: Int, noise deviation: Double, at address: RandomAddress, workers: Workers
    ) -> UnsafePointer<Float> {
        let count = rows * packing.count * size
        var current = samples
        if noisy.count > 0 {
            let sum = noisy.pointer
            Random.fillNormal(sum, count: count, deviation: Float(deviation), at: address, workers: workers)
            Elementwise.add(samples, sum, into: sum, count: count, workers: workers)
            current = UnsafePointer(sum)
        }
        guard packing.moves else { return current }
        packing.pack(current, into: packed.pointer, rows: rows, workers: workers)
        return UnsafePointer(packed.pointer)
    }

    /// The gradient towards the samples from that towards what `make` returned, which it may overwrite.
    func unpack(_ gradient: UnsafePointer<Float>, rows: Int, workers: Workers) -> UnsafePointer<Float> {
        guard packing.moves else { return gradient }
        packing.unpack(gradient, into: packed.pointer, rows: rows, workers: workers)
        return UnsafePointer(packed.pointer)
    }
}
