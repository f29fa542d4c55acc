import Kernels

/// A loss whose generator compares features of the discriminator, real with generated, beside its outputs.
protocol FeatureLoss: SeparableLoss {
    /// The generator's part in the features, a function of their means over the batches.
    /// - Returns: the loss; its gradient by every generated sample's features is written to `gradient`.
    func match(_ site: FeatureSite) -> Double
}

/// Means over batches of real and of generated samples, and where the gradient goes.
struct FeatureSite {
    /// [count] each.
    let real: UnsafePointer<Float>, fake: UnsafePointer<Float>
    /// [count]: by the features of one generated sample; they are alike for all.
    let gradient: UnsafeMutablePointer<Float>
    /// Features of a sample.
    let count: Int
    /// Samples of the batch.
    let rows: Int
}
