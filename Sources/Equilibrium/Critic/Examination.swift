import Datasets
import Engine
import Kernels
import Training

/// What is known of a generator at one point of a run, whatever the discriminator in training says of it.
public struct Examination: Hashable, Sendable {
    /// Of the run: the generator was frozen as it was after it.
    public let iteration: Int
    /// nil where the file wants no critic.
    public let critic: CriticResult?
    public let diversity: Diversity
    /// What every judge found, the discriminator in training among them where it was evaluated at this iteration.
    public let evidence: Evidence
    /// What is known of each class, in their order; empty where the game is played without labels.
    public internal(set) var classes: [ClassFinding]

    public init(
        iteration: Int, critic: CriticResult?, diversity: Diversity, evidence: Evidence, classes: [ClassFinding] = []
    ) {
        self.classes = classes
        self.iteration = iteration
        self.critic = critic
        self.diversity = diversity
        self.evidence = evidence
    }

    /// Whether the generator may be called at equilibrium, or near it: every judge could have seen a difference that
    /// matters, and none did; nor is a part of the data missing.
    /// - Parameter course: of the run so far.
    public func confirmsEquilibrium(after course: some Sequence<Measurement>) -> Bool {
        switch evidence.answer {
        case .equal, .slight: diversity.collapse(after: course) == nil
        case .different, .cannotTell: false
        }
    }
}

extension [Examination] {
    /// That of the generator as it was when a course ended; nil where none was made then: another generator's says
    /// nothing of it.
    public func final(of course: [Measurement]) -> Examination? {
        last?.iteration == course.last?.iteration ? last : nil
    }
}

extension FreshCritic {
    /// Has every judge look at the trainer's generator as it stands. nil where a generated sample is not finite. The
    /// trainer is left as it was.
    /// - Parameters:
    ///   - measurement: of the discriminator in training, at this iteration; nil where there is none.
    ///   - judge: a classifier of the data's labels, where one is asked of each class.
    public func examine(_ trainer: Trainer, measurement: Measurement?, judge: Judge? = nil) throws -> Examination? {
        let iteration = trainer.iteration
        let looked = look(
            trainer.dataset, measurement: measurement, iteration: iteration, pack: trainer.spec.discriminator.pack,
            workers: trainer.workers, memory: trainer.passMemory
        ) { count, use, update in
            // The samples whose variety is measured are those that sample metrics see, so that both count the same
            // modes.
            trainer.generate(
                count: count, stream: use.stream,
                at: use == .diversity ? 0 : RandomStream.criticIndex(iteration: iteration, update: update))
        }
        guard let looked else { return nil }
        var examination = looked.examination
        examination.classes =
            try ClassQuestion(trainer, measurement, judge)?.findings(looked.samples, critic: looked.answers) ?? []
        return examination
    }

    /// - Parameter iteration: of the run, for the record.
    func examine(
        _ dataset: Dataset, iteration: Int, measurement: Measurement? = nil, pack: Int = 1, workers: Workers = .shared,
        generated: Source
    ) -> Examination? {
        look(
            dataset, measurement: measurement, iteration: iteration, pack: pack, workers: workers, generated: generated
        )?.examination
    }

    /// An examination without its classes, and what those are counted from.
    private func look(
        _ dataset: Dataset, measurement: Measurement?, iteration: Int, pack: Int, workers: Workers,
        memory: PassMemory = PassMemory(), generated: Source
    ) -> (examination: Examination, samples: SampleSet, answers: (real: [Float], fake: [Float])?)? {
        // The critic's networks are gone before so many samples are made.
        let test = memory.lend {
            self.test(dataset, iteration: iteration, workers: workers, memory: memory, generated: generated)
        }
        let samples = SampleSet(dataset, generated: generated(Diversity.samples, .diversity, 0), workers: workers)
        guard samples.isFinite else { return nil }
        let vote = NeighbourVote(dataset.training, workers: workers)?
            .accuracy(on: dataset.heldOut, generated: generated)
        let (diversity, neighbourhoods) = DiversityYardstick(dataset).wholeDiversity(samples)
        let exhibit = Exhibit(
            samples, measurement: measurement, pack: pack, critic: test?.result, vote: vote,
            neighbourhoods: neighbourhoods,
            columns: ColumnShares(dataset, generated: samples.generated.values),
            texts: TextMarks(dataset, generated: samples.generated.values),
            spelling: SpellingRule.accuracy(dataset, generated: generated),
            seed: Int(truncatingIfNeeded: seed))
        let examination = Examination(
            iteration: iteration, critic: test?.result, diversity: diversity, evidence: Evidence(exhibit))
        return (examination, samples, test.map { ($0.real, $0.fake) })
    }
}
