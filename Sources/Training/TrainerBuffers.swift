import Kernels

/// The memory of an iteration outside of the networks. What belongs to real and to fake samples lies one after the other,
/// so that both can pass as one batch.
struct TrainerBuffers: ~Copyable {
    private let batch: Int
    /// Values of one row: of all the samples that the discriminator sees at once.
    private let row: Int
    private let noiseBuffer: FloatBuffer
    private let samples: FloatBuffer
    private let targets: FloatBuffer
    private let ones: FloatBuffer
    private let gradients: FloatBuffer
    /// [batch * pack]: rows of the training samples.
    let indices: UnsafeMutablePointer<Int32>

    /// - Parameters:
    ///   - batch: rows of the discriminator, `pack` samples each.
    ///   - noise: components of one sample's noise.
    ///   - sample: values of one sample.
    init(batch: Int, pack: Int = 1, noise: Int, sample: Int) {
        self.batch = batch
        row = pack * sample
        noiseBuffer = FloatBuffer(count: batch * pack * noise)
        samples = FloatBuffer(count: 2 * batch * pack * sample)
        targets = FloatBuffer(count: 2 * batch)
        ones = FloatBuffer(count: batch)
        ones.pointer.update(repeating: 1, count: batch)
        gradients = FloatBuffer(count: 2 * batch)
        indices = .allocate(capacity: batch * pack)
        indices.initialize(repeating: 0, count: batch * pack)
    }

    deinit { indices.deallocate() }

    static func byteCount(batch: Int, pack: Int, noise: Int, sample: Int) -> Int {
        4 * batch * (pack * (noise + 2 * sample + 1) + 5)
    }

    /// [batch * pack, noise]
    var noise: UnsafeMutablePointer<Float> { noiseBuffer.pointer }
    /// [batch * pack, sample]
    var real: UnsafeMutablePointer<Float> { samples.pointer }
    var fake: UnsafeMutablePointer<Float> { samples.pointer + batch * row }
    /// [batch]: what the discriminator should give.
    var realTargets: UnsafeMutablePointer<Float> { targets.pointer }
    var fakeTargets: UnsafeMutablePointer<Float> { targets.pointer + batch }
    /// [batch]: the loss's gradient by the discriminator's output.
    var realGradient: UnsafeMutablePointer<Float> { gradients.pointer }
    var fakeGradient: UnsafeMutablePointer<Float> { gradients.pointer + batch }

    func realBatch(_ outputs: UnsafePointer<Float>) -> LossBatch {
        LossBatch(outputs: outputs, targets: realTargets, gradient: realGradient, count: batch)
    }

    func fakeBatch(_ outputs: UnsafePointer<Float>) -> LossBatch {
        LossBatch(outputs: outputs, targets: fakeTargets, gradient: fakeGradient, count: batch)
    }

    /// The generator wants its fakes called real; smoothing is for the discriminator only.
    func generatorBatch(_ outputs: UnsafePointer<Float>) -> LossBatch {
        LossBatch(outputs: outputs, targets: ones.pointer, gradient: fakeGradient, count: batch)
    }
}
