import Kernels

/// A term of the discriminator's loss made of its outputs on both sides.
protocol OutputPenalty: Regularizer, Remembering {
    /// Adds the term's gradient to that of the loss.
    func addGradient(_ site: OutputSite)

    /// Whether it reads `OutputSite.threshold`, which not every loss has; false unless it says so.
    var needsThreshold: Bool { get }
}

extension OutputPenalty {
    var needsThreshold: Bool { false }
}

/// What has generated samples stand among the real ones in the discriminator's updates.
protocol RealReplacement: OutputPenalty {
    /// The probability with which a real sample is replaced.
    /// - Parameter memory: the entry's own numbers.
    func probability(_ memory: UnsafePointer<Double>) -> Double
}

/// The discriminator's outputs in one of its updates, where their gradient is gathered, and the entry's own numbers.
struct OutputSite {
    let real: LossBatch, fake: LossBatch
    let memory: UnsafeMutablePointer<Double>
    /// Counts from 0.
    let iteration: Int
    /// The output that the loss takes for undecided; 0 where it has none.
    let threshold: Float
    /// Samples of either side: more than its outputs where several are packed into a row.
    let samples: Int
    /// Of the term, in this iteration; 0: it is left out, and what the entry keeps goes on.
    let factor: Double
}
