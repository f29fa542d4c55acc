import Foundation

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
    /// Keys of the transforms of every layer's weights, where the layer does not say so itself: "spectral_norm".
    public var weightTransforms: [String] = []
    /// What is evaluated, sampled and judged in the generator's place; nil: the generator itself.
    public var average: AverageSpec?
    /// Samples that the discriminator sees at once, concatenated along the last axis (Lin et al. 2018). 1 for the
    /// generator.
    public var pack = 1
    /// What holds the discriminator back besides its loss. Empty for the generator.
    public var regularization: [Choice] = []
}

/// An exponential average of a player's parameters.
public struct AverageSpec: Hashable, Sendable {
    /// What the average keeps of itself at each update.
    public var decay: Double?
    /// Updates after which a value counts half.
    public var halfLife: Double?
    /// Iterations before which the average is a copy.
    public var start: Int

    public init(decay: Double? = nil, halfLife: Double? = nil, start: Int = 0) {
        self.decay = decay
        self.halfLife = halfLife
        self.start = start
    }

    public static let usualDecay = 0.999

    /// What the average keeps of itself at each update, however it is given.
    public var decayPerUpdate: Double {
        halfLife.map { exp2(-1 / $0) } ?? decay ?? Self.usualDecay
    }
}

extension PlayerSpec {
    /// Every layer, those inside others included.
    public var allLayers: [Choice] { layers.flatMap(\.withInner) }
}

extension Choice {
    /// The entry and all entries of its kind inside it.
    public var withInner: [Choice] {
        func choices(_ value: Value) -> [Choice] {
            switch value {
            case .choice(let choice) where choice.kind == kind: choice.withInner
            case .list(let items): items.flatMap(choices)
            default: []
            }
        }
        return [self] + values.entries.sorted { $0.key < $1.key }.flatMap { choices($0.value) }
    }
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

    /// Whose update of an iteration sees whose.
    public enum Order: String, CaseIterable, Hashable, Sendable {
        case alternating, simultaneous
        case generatorFirst = "generator_first"
    }

    public var iterations: Int
    public var batchSize: Int
    public var fakes: Fakes
    public var order = Order.alternating
    public var stop = StopSpec()

    public init(
        iterations: Int, batchSize: Int, fakes: Fakes, order: Order = .alternating, stop: StopSpec = StopSpec()
    ) {
        self.iterations = iterations
        self.batchSize = batchSize
        self.fakes = fakes
        self.order = order
        self.stop = stop
    }
}

/// When a run ends before its last iteration; nil: never for that reason. A run that diverges always ends.
public struct StopSpec: Hashable, Sendable {
    /// Evaluations in a row near equilibrium, which a fresh critic then confirms.
    public var equilibrium: Int?
    /// Evaluations in a row at which the generator's samples lack variety.
    public var collapse: Int?
    /// Evaluations in a row between which neither loss changed.
    public var frozen: Int?
    /// Time of training, as the file gives it: "2h".
    public var after: String?

    public init(equilibrium: Int? = nil, collapse: Int? = nil, frozen: Int? = nil, after: String? = nil) {
        self.equilibrium = equilibrium
        self.collapse = collapse
        self.frozen = frozen
        self.after = after
    }

    /// `after` in seconds; nil where it is not given, or is no duration.
    public var seconds: Double? { after.flatMap(Self.seconds) }

    /// "90s", "30m", "1.5h", "2d".
    private static func seconds(_ text: String) -> Double? {
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86400]
        guard let last = text.last, let unit = units[last], let number = Scalars.real(String(text.dropLast())),
            number > 0
        else { return nil }
        return number * unit
    }
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
    public var iterations = 10_000
    /// Real samples in an update, and as many generated ones.
    public var batchSize = 128
    public var learningRate = 1e-3
    /// Held-out real samples, and as many generated ones, to be tested on, at most.
    public var samples = 10_000
    /// nil: the run's own discriminator's where they are convolutions, else dense layers.
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
    /// Of those, how many stay, the latest of them; nil: all.
    public var checkpointKeep: Int?
    /// Whether the checkpoint of the generator in which the judges proved least stays, too.
    public var checkpointBest = false
    /// Whether a file for TensorBoard is written.
    public var tensorboard = false
}
