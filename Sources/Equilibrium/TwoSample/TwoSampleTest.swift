import Configuration
import Datasets
import Diagnostics
import Kernels

/// Has the judges look at two sets of samples, whoever made them: no run, no generator that could make more.
///
///     real:      learning -> the critic's updates, rules, neighbourhoods' yardstick | held out -> every test
///     generated: learning -> the critic's updates | when to stop                    | held out -> every test
///
/// No judge is tested on a sample that it learned from. What is found depends on the samples and the seed alone.
public struct TwoSampleTest: Sendable {
    let real: TestedSamples, generated: TestedSamples
    let training: KnownTraining?
    let columns: ColumnShares?
    let texts: TextMarks?
    let seed: Int
    let workers: Workers

    /// What is under way.
    public enum Stage: Sendable {
        /// A fresh critic has taken so many updates, of so many at most.
        case critic(updates: Int, most: Int)
        case judges, distances
    }

    /// - Parameters:
    ///   - training: nil where it is not known.
    ///   - columns: of all rows, since nothing learns from them; nil where the samples are no rows of a table.
    ///   - texts: of all, likewise, held-out ones first, in the order of the samples; nil where the samples are no
    ///     texts.
    public init(
        real: TestedSamples, generated: TestedSamples, training: KnownTraining?, columns: ColumnShares? = nil,
        texts: TextMarks? = nil, seed: Int, workers: Workers = .shared
    ) {
        self.real = real
        self.generated = generated
        self.training = training
        self.columns = columns
        self.texts = texts
        self.seed = seed
        self.workers = workers
    }

    /// Whether most real samples are new to the generator, so that their distances to its training samples are a
    /// yardstick.
    public var isRealNew: Bool {
        training.map { Self.isNew(copies: $0.realCopies, of: real.heldOut.count + real.learning.count) } ?? true
    }

    /// Of so many real samples, some of which are training samples.
    public static func isNew(copies: Int, of count: Int) -> Bool { 2 * copies < count }

    public func run(progress: (Stage) -> Void = { _ in }) throws(DiagnosticError) -> TwoSampleResult {
        let data = Dataset(name: "samples", training: real.learning, heldOut: real.heldOut, kind: kind)
        let pools = GeneratedPools(generated, seed: seed)
        var spec = CriticSpec()
        spec.samples = min(spec.samples, real.heldOut.count, generated.heldOut.count)
        let critic =
            texts == nil
            ? try FreshCritic(spec, samplesOf: real.heldOut.size, seed: seed)
            : try FreshCritic(spec, texts: real.heldOut.shape, seed: seed)
        let found = critic.judge(data, iteration: 0, workers: workers) { count, use, update in
            if use == .training { progress(.critic(updates: update, most: spec.iterations)) }
            return pools.samples(count, use, update)
        }
        progress(.judges)
        let samples = SampleSet(
            training: real.learning, heldOut: real.heldOut, generated: generated.heldOut, workers: workers)
        let vote = NeighbourVote(real.learning, available: pools.training.count, workers: workers)?
            .accuracy(on: real.heldOut, generated: pools.samples)
        let (diversity, neighbourhoods) = DiversityYardstick(data).wholeDiversity(samples)
        let none = Samples(shape: real.heldOut.shape, count: 0, values: [])
        let exhibit = Exhibit(
            SampleSet(
                training: isRealNew ? training?.samples ?? none : none, heldOut: real.heldOut,
                generated: generated.heldOut, workers: workers),
            critic: found, vote: vote, neighbourhoods: neighbourhoods, columns: columns, texts: texts,
            spelling: texts?.spelling(realHeldOut: real.heldOut.count, generatedHeldOut: generated.heldOut.count),
            seed: seed)
        let evidence = Evidence(exhibit)
        progress(.distances)
        return TwoSampleResult(
            evidence: evidence, critic: found, diversity: diversity, distances: try distances(), columns: columns,
            texts: texts,
            memorisation: training.map { Memorisation($0, real: real.all, generated: generated.all, workers) })
    }

    private var kind: Dataset.Kind { texts == nil ? Dataset.Kind(shape: real.heldOut.shape) : .text }

    /// Of as many samples on all sides as there are in half of the real ones, or as there are generated ones.
    private func distances() throws(DiagnosticError) -> [SampleDistance] {
        let (all, made) = (real.all, generated.all)
        let half = all.count / 2
        let count = min(half, made.count)
        let metrics = Metrics.metrics(.automatic, of: DataTraits(kind, labels: .none))
            .filter { type(of: $0).hasReference }
        func measure(_ samples: Samples) throws(DiagnosticError) -> [MetricValue] {
            let set = SampleSet(
                training: all[half..<all.count], heldOut: all[0..<count], generated: samples, workers: workers)
            return try Metrics.measure(metrics, set)
        }
        let columns = metrics.flatMap { type(of: $0).columns }
        let values = zip(try measure(made[0..<count]), try measure(all[half..<half + count]))
        return zip(columns, values).filter { !$0.0.isOfTraining }.map { column, values in
            SampleDistance(column: column, samples: count, generated: values.0.value, real: values.1.value)
        }
    }
}

/// What judges and metrics say of two sets of samples.
public struct TwoSampleResult: Sendable {
    public let evidence: Evidence
    public let critic: CriticResult?
    public let diversity: Diversity
    public let distances: [SampleDistance]
    /// nil where the samples are no rows of a table.
    public let columns: ColumnShares?
    /// nil where they are no texts.
    public let texts: TextMarks?
    /// nil where nothing is known of what the generator learned from.
    public let memorisation: Memorisation?
}

/// A metric of real against generated samples, and of real against as many other real ones: the smallest that a perfect
/// generator could hope for, which is not 0.
public struct SampleDistance: Sendable {
    public let column: MetricColumn
    /// Of either kind, at most: a metric may look at fewer.
    public let samples: Int
    /// nil where it could not be measured.
    public let generated: Double?, real: Double?
}
