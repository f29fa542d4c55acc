import Kernels

/// A term of the discriminator's loss made of its outputs on both sides.
protocol OutputPenalty: Regularizer, Remembering {
    /// Adds the term's gradient to that of the loss.
    func addGradient(_ site: OutputSite)
}

/// The discriminator's outputs in one of its updates, where their gradient is gathered, and the entry's own numbers.
struct OutputSite {
    let real: LossBatch, fake: LossBatch
    let memory: UnsafeMutablePointer<Double>
    /// Counts from 0.
    let iteration: Int
}
