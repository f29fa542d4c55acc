import Kernels

/// The memory of an iteration outside of the networks. What belongs to real and to fake samples lies one after the
/// other, so that both can pass as one batch.
struct TrainerBuffers: ~Copyable {
    private let batch: Int
    /// Values of one row: of all the samples that the discriminator sees at once.
    private let row: Int
    private let noiseBuffer: FloatBuffer
    private let samples: FloatBuffer
    private let targets: FloatBuffer
    private let ones: FloatBuffer
    private let gradients: FloatBuffer
    private let pointBuffer: FloatBuffer
    private let comparison: FloatBuffer
    /// [batch * pack]: rows of the training samples.
    let indices: UnsafeMutablePointer<Int32>

    /// - Parameters:
    ///   - batch: rows of the discriminator, `pack` samples each.
    ///   - noise: components of one sample's noise.
    ///   - sample: values of one sample.
    ///   - hasPoints: whether penalties make points of their own.
    ///   - comparesSides: whether the generator's loss looks at real samples.
    init(
        batch: Int, pack: Int = 1, noise: Int, sample: Int, hasPoints: Bool = false, comparesSides: Bool = false
    ) {
        self.batch = batch
        row = pack * sample
        noiseBuffer = FloatBuffer(count: batch * pack * noise)
        samples = FloatBuffer(count: 2 * batch * pack * sample)
        targets = FloatBuffer(count: 2 * batch)
        ones = FloatBuffer(count: batch)
        ones.pointer.update(repeating: 1, count: batch)
        gradients = FloatBuffer(count: 2 * batch)
        pointBuffer = FloatBuffer(count: hasPoints ? batch * (pack * sample + 1) : 0)
        comparison = FloatBuffer(count: comparesSides ? batch : 0)
        indices = .allocate(capacity: batch * pack)
        indices.initialize(repeating: 0, count: batch * pack)
    }

    deinit { indices.deallocate() }

    static func byteCount(
        batch: Int, pack: Int, noise: Int, sample: Int, hasPoints: Bool, comparesSides: Bool
    ) -> Int {
        let extras = (hasPoints ? pack * sample + 1 : 0) + (comparesSides ? 1 : 0)
        return 4 * batch * (pack * (noise + 2 * sample + 1) + 5 + extras)
    }

    /// [batch * pack, noise]
    var noise: UnsafeMutablePointer<Float> { noiseBuffer.pointer }
    /// [batch * pack, sample]
    var real: UnsafeMutablePointer<Float> { samples.pointer }
    var fake: UnsafeMutablePointer<Float> { samples.pointer + batch * row }
    /// [batch, pack * sample]: where penalties take the discriminator's gradient.
    var points: UnsafeMutablePointer<Float> { pointBuffer.pointer }
    /// [batch]
    var shares: UnsafeMutablePointer<Float> { pointBuffer.pointer + batch * row }
    /// [batch]: outputs on real samples, for the generator's loss.
    var realOutputs: UnsafeMutablePointer<Float> { comparison.pointer }
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
