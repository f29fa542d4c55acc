/// One run, typed and validated: all that training needs to know of the experiment file. Two runs are the same run
/// exactly if their specs are equal.
public struct RunSpec: Hashable, Sendable {
    public var name: String
    public var description: String
    public var seed: Int
    public var data: Choice
    public var noise: NoiseSpec
    public var generator: PlayerSpec
    public var discriminator: PlayerSpec
    public var loss: Choice
    public var labelSmoothing: LabelSmoothing
    public var stepRatio: StepRatio
    public var training: TrainingSpec
    public var evaluation: EvaluationSpec
    public var output: OutputSpec
}

public struct NoiseSpec: Hashable, Sendable {
    public var dimension: Int
    public var prior: Choice
}

/// One of the two networks and how it is trained.
public struct PlayerSpec: Hashable, Sendable {
    public var layers: [Choice]
    /// For the weights of every layer that names none of its own.
    public var initializer: Choice
    public var optimizer: Choice
    public var schedule: Choice
    /// Largest norm of the whole gradient; nil: no clipping.
    public var gradientClipping: Double?
    /// After each update every parameter is clipped to [-c, c] (Arjovsky et al. 2017); nil: no clipping.
    public var weightClipping: Double?
}

/// The discriminator's targets. `flip`: the share of labels swapped.
public struct LabelSmoothing: Hashable, Sendable {
    public var real: Double
    public var fake: Double
    public var flip: Double
}

/// Updates of each player in one iteration.
public struct StepRatio: Hashable, Sendable {
    public var discriminator: Int
    public var generator: Int
}

public struct TrainingSpec: Hashable, Sendable {
    public enum Fakes: String, CaseIterable, Hashable, Sendable { case fresh, reuse }

    public var iterations: Int
    public var batchSize: Int
    public var fakes: Fakes
}

public struct EvaluationSpec: Hashable, Sendable {
    /// Iterations between evaluations.
    public var every: Int
    /// Held-out real samples, and as many generated ones, at most.
    public var samples: Int
    /// Of the frozen generator's samples, at the end of a run.
    public var metrics: MetricSelection = .automatic
    public var critic = CriticSpec()

    public init(
        every: Int, samples: Int, metrics: MetricSelection = .automatic, critic: CriticSpec = CriticSpec()
    ) {
        self.every = every
        self.samples = samples
        self.metrics = metrics
        self.critic = critic
    }
}

/// The fresh critic that judges the frozen generator.
public struct CriticSpec: Hashable, Sendable {
    /// Iterations of the run between critics; nil: only at the end.
    public var every: Int?
    /// Updates of the critic, at most; 0: no critic.
    public var iterations = 500
    /// Real samples in an update, and as many generated ones.
    public var batchSize = 128
    public var learningRate = 1e-3
    /// Held-out real samples, and as many generated ones, to be tested on, at most.
    public var samples = 10_000
    /// nil: the run's own discriminator's.
    public var layers: [Choice]?

    public init() {}
}

/// Which sample metrics are taken.
public enum MetricSelection: Hashable, Sendable {
    /// Those that apply to the data and are cheap.
    case automatic
    case chosen([Choice])
}

public struct OutputSpec: Hashable, Sendable {
    /// Iterations between sample pictures; nil: only the last.
    public var samplesEvery: Int?
    /// Iterations between checkpoints; nil: only the last.
    public var checkpointEvery: Int?
}
