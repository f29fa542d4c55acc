import Configuration
import Kernels

/// All augmentations of a run, one after another, and the memory that they take. What was drawn last stays until the
/// gradient has come back.
final class AugmentationChain {
    private let entries: [any Augmentation]
    /// Of each entry, where its numbers begin among those of all samples: draws before it, times the most samples.
    private let starts: [Int]
    private let widths: [Int]
    private let identities: [[Float]]
    private let shape: (height: Int, width: Int, channels: Int)
    /// The most samples of a pass.
    private let most: Int
    private let settings: FloatBuffer
    /// [samples, entries]: below the probability where an entry changes a sample.
    private let gates: FloatBuffer
    /// Two arrays of all samples: what one entry gives, the next reads.
    private let memory: FloatBuffer

    /// - Parameters:
    ///   - shape: of one sample; an image's unless there are no entries.
    ///   - samples: the most of a pass.
    init(_ entries: [any Augmentation], shape: [Int], samples: Int) {
        self.entries = entries
        let widths = entries.map { type(of: $0).draws }
        self.widths = widths
        identities = entries.map { type(of: $0).identity }
        starts = widths.indices.map { index in widths[..<index].reduce(0, +) * samples }
        let isImage = shape.count == 3
        self.shape = isImage ? (shape[0], shape[1], shape[2]) : (1, 1, shape.reduce(1, *))
        most = samples
        let count = entries.isEmpty ? 0 : samples
        settings = FloatBuffer(count: count * widths.reduce(0, +))
        gates = FloatBuffer(count: count * entries.count)
        memory = FloatBuffer(count: 2 * count * shape.reduce(1, *))
    }

    /// Bytes of such a chain.
    static func byteCount(_ entries: [any Augmentation], shape: [Int], samples: Int) -> Int {
        let draws = entries.reduce(0) { $0 + 1 + type(of: $1).draws }
        return entries.isEmpty ? 0 : 4 * samples * (2 * shape.reduce(1, *) + draws)
    }

    private func images(_ samples: Int) -> ImageBatch {
        ImageBatch(count: samples, height: shape.height, width: shape.width, channels: shape.channels)
    }

    /// The samples changed by all entries, or the samples themselves where there are none; valid until the next call.
    /// - Parameters:
    ///   - probability: that a sample is changed, by each entry for itself.
    ///   - address: a stream of the augmentations' own.
    func apply(
        _ samples: UnsafePointer<Float>, count: Int, probability: Double = 1, at address: RandomAddress,
        workers: Workers
    ) -> UnsafePointer<Float> {
        if entries.isEmpty { return samples }
        draw(count, probability, at: address, workers)
        return run(samples, count: count, workers: workers, isBack: false)
    }

    /// The gradient by the samples of the last `apply` from that by what it gave.
    func pullBack(_ gradient: UnsafePointer<Float>, count: Int, workers: Workers) -> UnsafePointer<Float> {
        entries.isEmpty ? gradient : run(gradient, count: count, workers: workers, isBack: true)
    }

    private func run(
        _ values: UnsafePointer<Float>, count: Int, workers: Workers, isBack: Bool
    ) -> UnsafePointer<Float> {
        let images = images(count)
        var current = values
        var step = 0
        while step < entries.count {
            let index = isBack ? entries.count - 1 - step : step
            let target = memory.pointer + step % 2 * most * images.size
            let pass = AugmentationPass(
                input: current, output: target, settings: settings.pointer + starts[index], images: images,
                workers: workers)
            if isBack { entries[index].pullBack(pass) } else { entries[index].apply(pass) }
            current = UnsafePointer(target)
            step += 1
        }
        return current
    }

    /// What the entries read: drawn by the number of a sample, so that it depends on nothing else.
    private func draw(_ count: Int, _ probability: Double, at address: RandomAddress, _ workers: Workers) {
        Random.fillUniform(settings.pointer, count: settings.count, at: address, workers: workers)
        let isCertain = probability >= 1
        if !isCertain {
            let gating = RandomAddress(
                seed: address.seed, stream: address.stream + RandomStream.augmentationGates,
                iteration: address.iteration)
            Random.fillUniform(gates.pointer, count: gates.count, at: gating, workers: workers)
        }
        let images = images(count)
        var index = 0
        while index < entries.count {
            let own = settings.pointer + starts[index]
            entries[index].settle(own, images)
            var sample = 0
            while !isCertain && sample < count {
                if Double(gates[sample * entries.count + index]) >= probability {
                    var draw = 0
                    while draw < widths[index] {
                        own[sample * widths[index] + draw] = identities[index][draw]
                        draw += 1
                    }
                }
                sample += 1
            }
            index += 1
        }
    }
}
