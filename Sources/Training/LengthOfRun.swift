import Configuration

extension RunSpec {
    /// Whether the first `count` iterations of the run are those of a run of that length: nothing that they follow
    /// depends on how long the run is to be. Rates, weights and noises are compared number by number.
    public func trainsAlike(for count: Int) -> Bool {
        let total = training.iterations
        let optimizers = [generator.optimizer, discriminator.optimizer].map(Optimizers.registry.make)
        guard !optimizers.contains(where: \.followsProgress) else { return false }
        let schedules = scheduled.map { Schedules.registry.make($0.schedule) }
        let regularization = Regularization(discriminator.regularization)
        return (0..<count).allSatisfy { iteration in
            regularization.noise(at: iteration, of: total) == regularization.noise(at: iteration, of: count)
                && schedules.allSatisfy { $0.factor(at: iteration, of: total) == $0.factor(at: iteration, of: count) }
        }
    }
}
