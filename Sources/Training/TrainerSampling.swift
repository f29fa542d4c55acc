import Engine
import Kernels

extension Trainer {
    /// Noise for samples that a user asks for: [count, noise dimension]. The same seed gives the same noise: that of
    /// fewer samples of a block is the start of that of more.
    /// - Parameters:
    ///   - block: of the samples, from 0; each has noise of its own.
    ///   - bound: nil: the run's noise; else normal noise within so many standard deviations.
    public func noise(count: Int, seed: UInt64, block: Int, bound: Double? = nil) -> [Float] {
        let prior: any Prior = bound.map { TruncatedNormal(bound: $0) } ?? self.prior
        let size = count * spec.noise.dimension
        return [Float](unsafeUninitializedCapacity: size) { buffer, filled in
            guard let start = buffer.baseAddress else { return }
            prior.fill(
                start, count: size, at: RandomStream.askedNoise.address(seed: seed, at: block), workers: workers)
            filled = size
        }
    }

    /// What the generator, or its average where it has one, makes of noise, in inference mode: [count, data's shape].
    /// - Parameter labels: [count, classes], where the game is played with labels.
    public func samples(from noise: [Float], labels: [Float]? = nil) -> [Float] {
        generate(from: noise, labels, count: noise.count / spec.noise.dimension)
    }

    /// The network that stands for a player where it is looked at: its average, where it has one.
    public func judged(_ player: Player) -> Network {
        let learner = player == .generator ? generator : discriminator
        return learner.average?.network ?? learner.network
    }
}
