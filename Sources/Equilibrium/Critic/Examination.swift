import Datasets
import Kernels
import Training

/// What is known of a generator at one point of a run, whatever the discriminator in training says of it.
public struct Examination: Hashable, Sendable {
    public let critic: CriticResult
    public let diversity: Diversity

    public init(critic: CriticResult, diversity: Diversity) {
        self.critic = critic
        self.diversity = diversity
    }

    /// Whether generated samples differ from real ones by more than what counts as near: to the critic, or by themselves.
    /// - Parameter course: of the run so far.
    public func isDifferent(after course: some Sequence<Measurement>) -> Bool {
        critic.isDifferent || diversity.isElsewhere || diversity.collapse(after: course) != nil
    }
}

extension [Examination] {
    /// That of the generator as it was when a course ended; nil where none was made then: another generator's says
    /// nothing of it.
    public func final(of course: [Measurement]) -> Examination? {
        last?.critic.iteration == course.last?.iteration ? last : nil
    }
}

extension FreshCritic {
    /// Judges the trainer's generator as it stands and looks at the variety of its samples. nil where the file wants no
    /// critic, or where a generated sample is not finite. The trainer is left as it was.
    public func examine(_ trainer: Trainer) -> Examination? {
        let iteration = trainer.iteration
        return examine(trainer.dataset, iteration: iteration, workers: trainer.workers) { count, use, update in
            // The samples whose variety is measured are those that sample metrics see, so that both count the same modes.
            trainer.generate(
                count: count, stream: use.stream,
                at: use == .diversity ? 0 : RandomStream.criticIndex(iteration: iteration, update: update))
        }
    }

    /// - Parameter iteration: of the run, for the record.
    func examine(
        _ dataset: Dataset, iteration: Int, workers: Workers = .shared, generated: Source
    ) -> Examination? {
        guard let result = judge(dataset, iteration: iteration, workers: workers, generated: generated) else {
            return nil
        }
        let samples = generated(Diversity.samples, .diversity, 0)
        return Examination(
            critic: result, diversity: DiversityYardstick(dataset).wholeDiversity(of: samples, workers: workers))
    }
}
