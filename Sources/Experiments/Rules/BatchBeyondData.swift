import Diagnostics

/// A batch of more samples than there are: some stand in it twice.
enum BatchBeyondData: RunRule {
    static func remarks(_ run: RuleSubject) -> [Diagnostic] {
        let (batch, pack, training) = (run.spec.training.batchSize, run.spec.discriminator.pack, run.data.training)
        guard batch * pack > training else { return [] }
        let size = pack == 1 ? "\(batch) samples" : "\(batch) rows of \(pack) samples"
        return [
            run.warning(
                "a batch of \(size) is more than the \(training) samples to train on: samples stand in it several times",
                at: run.place("training.batch_size", "training"),
                help: training >= pack
                    ? "set training.batch_size to at most \(training / pack)" : "lower discriminator.pack")
        ]
    }
}
