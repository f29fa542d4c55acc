import Configuration

extension RunSpec {
    /// Every number that the run's entries keep.
    var remembered: [(name: String, numbers: [RememberedNumber])] {
        let loss = (Losses.registry.make(loss) as? any RememberingLoss).map { (self.loss.name, type(of: $0).memory) }
        var owners =
            (loss.map { [$0] } ?? []) + Regularization(discriminator.regularization).remembered
            + Regularization(generator.regularization).remembered
        if case .adaptive = discriminator.augmentationProbability {
            owners.append((AdaptiveAugmentation.name, AdaptiveAugmentation.memory))
        }
        if stepRatio.skipAbove != nil { owners.append((SkippedUpdates.name, SkippedUpdates.memory)) }
        return owners
    }

    /// The names of these numbers, as evaluations have them.
    public var rememberedNames: [String] {
        remembered.flatMap { owner in owner.numbers.map { "\(owner.name).\($0.name)" } }
    }
}
