/// The experiment file: every section and key that a person may write, declared once.
public enum ExperimentSchema {
    /// Large enough for any use, small enough that counting on from it cannot overflow.
    static let anyCount = 1...1_000_000_000
    static let anySeed = 0...((1 << 53) - 1)

    /// Everything in a file.
    public static let file = Declaration(
        "experiment", "One experiment file: two networks, how they are trained, and what is varied.",
        details: """
            Every key can be swept and overridden by its dotted path, such as generator.optimizer.learning_rate.
            A key that is left out, or null, has its default.
            """,
        keys: run.keys + [
            Key(
                "extends", .text, default: .null,
                "a file, relative to this one, whose keys this file adds to or replaces"),
            Key("sweep", .section(SweepSchema.sweep), default: .null, "what is varied from run to run"),
        ],
        example: """
            extends: base.yaml
            data: {dataset: digits}
            sweep:
              grid:
                label_smoothing.real: [1.0, 0.9]
              seeds: 3
            """)

    /// What is left of a file when its bases are merged and its sweep is expanded: one run.
    static let run = Declaration(
        "run", "One run.",
        keys: [
            Key("name", .text, default: .null, "names the folder of results; default: the file's own name"),
            Key("description", .text, default: .text(""), "the question that the experiment answers"),
            Key("seed", .integer(anySeed), default: .integer(1), "fixes every random number of the run"),
            Key("data", .choice(.datasets), "the real samples"),
            Key("noise", .section(noise), "what the generator makes its samples from"),
            Key("generator", .section(player("generator")), "the network that makes samples from noise"),
            Key("discriminator", .section(player("discriminator")), "the network that tells real from generated"),
            Key("loss", .choice(.losses), default: choice(.losses, "non_saturating"), "what the two play for"),
            Key(
                "label_smoothing", .section(labelSmoothing), default: .section(Values([:])),
                "the discriminator's targets, for losses that have targets"),
            Key(
                "step_ratio", .section(stepRatio), default: .section(Values([:])),
                "updates of each player per iteration"),
            Key("training", .section(training), "how long, and on how much at a time"),
            Key("evaluation", .section(evaluation), default: .section(Values([:])), "when and on how much to measure"),
            Key("output", .section(output), default: .section(Values([:])), "what is kept besides the measurements"),
        ],
        example: "")

    static let noise = Declaration(
        "noise", "What the generator makes its samples from.",
        keys: [
            Key("dimension", .integer(1...65536), "length of the noise vector"),
            Key("prior", .choice(.priors), default: choice(.priors, "normal"), "the distribution it is drawn from"),
        ],
        example: "noise: {dimension: 64, prior: normal}")

    static func player(_ name: String) -> Declaration {
        Declaration(
            name, "The \(name): its layers and how they are trained.",
            keys: [
                Key("layers", .choices(.layers), "from input to output"),
                Key(
                    "initializer", .choice(.initializers), default: choice(.initializers, "kaiming"),
                    "the weights of layers that name no initializer of their own"),
                Key(
                    "optimizer", .choice(.optimizers), default: choice(.optimizers, "adam"),
                    "how gradients become updates"),
                Key(
                    "schedule", .choice(.schedules), default: choice(.schedules, "constant"),
                    "the course of the learning rate"),
                Key(
                    "gradient_clipping", .real(.positive), default: .null,
                    "largest norm of the whole gradient; a longer one is scaled by this over its norm, to which PyTorch "
                        + "adds 1e-6"),
                Key(
                    "weight_clipping", .real(.positive), default: .null,
                    "after each update every parameter is clipped to this size (Arjovsky et al. 2017)"),
            ] + Key.weightTransforms + (name == "discriminator" ? discriminatorKeys : generatorKeys),
            example: "\(name): {layers: [dense: 128, relu, dense: \(name == "generator" ? 2 : 1)], optimizer: adam}")
    }

    private static let generatorKeys = [
        Key(
            "average", .section(average), default: .null,
            "a running average of its weights, which is evaluated, sampled and judged in its place; default: none")
    ]

    static let average = Declaration(
        "average", "A running average of the generator's weights, looked at in its place.",
        details: """
            After each of the generator's updates average = decay * average + (1 - decay) * weights; running statistics of
            batch_norm are the generator's own. The average is what evaluations, pictures, sample metrics and the fresh
            critic see; the discriminator is trained against the generator itself. Checkpoints hold both
            (average.generator.0.weight). Yazici et al. 2019 (arXiv:1806.04498), equation 4; Karras et al. 2018.
            """,
        keys: [
            Key(
                "decay", .real(RealRange(0, 1, includesUpper: false)), default: .null,
                "what the average keeps of itself at each update; default: \(NumberText.plain(AverageSpec.usualDecay))"),
            Key(
                "half_life", .real(.positive), default: .null,
                "in decay's place: generator updates after which a value counts half; decay = 0.5^(1 / half_life)"),
            Key(
                "start", .integer(0...1_000_000_000), default: .integer(0),
                "iterations before which the average is a copy of the weights"),
        ],
        example: "generator: {layers: [dense: 128, relu, dense: 2], average: {decay: 0.999}}")

    /// Null is their default, so that runs without them are written, and named, without them.
    private static let discriminatorKeys = [
        Key(
            "pack", .integer(1...64), default: .null,
            "samples that it sees at once, concatenated along the last axis (PacGAN, Lin et al. 2018); default: 1"),
        Key(
            "regularization", .either([.word(["none"]), .choices(.regularizers)]), default: .null,
            "what holds it back besides its loss, such as [r1: {weight: 10}]; default: none"),
    ]

    static let labelSmoothing = Declaration(
        "label_smoothing", "The targets that the discriminator learns, as they are: real 0.9 means 0.9.",
        keys: [
            Key("real", .real(RealRange(-1, 1)), default: .real(1), "the target of real samples"),
            Key("fake", .real(RealRange(-1, 1)), default: .real(0), "the target of generated samples"),
            Key("flip", .real(RealRange(0, 0.5)), default: .real(0), "share of labels that are swapped"),
        ],
        example: "label_smoothing: {real: 0.9}")

    static let stepRatio = Declaration(
        "step_ratio", "One iteration is this many discriminator updates and this many generator updates.",
        details: """
            The discriminator's come first, unless training.order says otherwise; training.order: simultaneous takes one
            of each.
            """,
        keys: [
            Key("discriminator", .integer(1...1000), default: .integer(1), "discriminator updates per iteration"),
            Key("generator", .integer(1...1000), default: .integer(1), "generator updates per iteration"),
        ],
        example: "step_ratio: {discriminator: 5}")

    static let training = Declaration(
        "training", "How long, and on how much at a time.",
        details: """
            order:
            alternating: the discriminator's updates of an iteration, then the generator's, which see the new
            discriminator.
            generator_first: the generator's updates, then the discriminator's, which see the new generator.
            simultaneous: both gradients are taken before either player moves; one update of each, so step_ratio is 1
            to 1.

            The order decides where training ends up. Near the equilibrium of the Dirac-GAN (Mescheder et al. 2018), with
            steps of 0.2, an iteration multiplies the distance by 1.005 if updates are simultaneous and by 1 if they are
            not, whoever comes first; with r1 of weight 1 it is 0.9 and 0.894. Proofs often speak of simultaneous updates;
            programs mostly alternate.

            fakes: reuse: the generator's first update of an iteration takes over the samples of the discriminator's last.
            With order: generator_first the discriminator's first takes over those of the generator's last update, made
            before that update.
            """,
        keys: [
            Key("iterations", .integer(anyCount), "iterations of both players"),
            Key(
                "batch_size", .integer(1...65536), default: .integer(64),
                "rows per update, real and generated alike; with discriminator.pack: m a row is m samples"),
            Key(
                "fakes", .word(TrainingSpec.Fakes.allCases.map(\.rawValue)), default: .text("fresh"),
                "whether the generator's update draws fresh noise or reuses the discriminator's last samples"),
            // Null is the default for what discriminator.pack has it for.
            Key(
                "order", .word(TrainingSpec.Order.allCases.map(\.rawValue)), default: .null,
                "which player's updates of an iteration come first; default: alternating (the discriminator's)"),
            Key("stop", .section(stop), default: .null, "when to end before the last iteration; default: never"),
        ],
        example: "training: {iterations: 5000, batch_size: 64}")

    static let stop = Declaration(
        "stop", "When a run ends before its last iteration. Its status then is 'stopped', with the reason.",
        details: """
            A run that diverges always ends. The rest looks at evaluations (evaluation.every), the one before the first
            update left out.

            equilibrium: the discriminator in training may be too weak to see a difference. So where it has read 0.5 for
            as many evaluations as asked, a fresh critic judges the generator, and the run ends unless the critic is
            right more often than chance and 0.55 of the time or more, or the samples by themselves show mode collapse or
            lie elsewhere. If so, that is in critic.csv, the run goes on, and the critic is not asked again before as many
            new evaluations. With evaluation.critic.iterations: 0 the
            discriminator's word alone counts.

            collapse: an evaluation's generated samples beside the held-out ones, whatever any discriminator says. They
            spread less than half as far; or at least half of them lie at modes of a mixture, and less than 9 of 10 modes
            have one (generator_spread and generator_modes_covered in metrics.csv). A generator that has not spread its
            samples yet reads the same: give it evaluations enough to do so.

            after: how far a run comes within a time depends on the machine and on what else it does, so the same file
            need not give the same results twice.
            """,
        keys: [
            Key(
                "equilibrium", .integer(1...1_000_000), default: .null,
                "after this many evaluations in a row with an accuracy within 0.05 of 0.5 and both sides alike, if a "
                    + "fresh critic confirms it"),
            Key(
                "collapse", .integer(1...1_000_000), default: .null,
                "after this many evaluations in a row at which the generated samples lack a part of the data's variety"),
            Key(
                "frozen", .integer(2...1_000_000), default: .null,
                "after this many evaluations in a row with the same losses: nothing learns any more"),
            Key("after", .text, default: .null, "after this time of training: 90s, 30m, 2h, 1d"),
        ],
        example: "training: {iterations: 100000, stop: {equilibrium: 5, collapse: 5, after: 2h}}")

    static let evaluation = Declaration(
        "evaluation", "When and on how much to measure.",
        keys: [
            Key(
                "every", .integer(anyCount), default: .null,
                "iterations between evaluations; default: a twentieth of all"),
            Key(
                "samples", .integer(2...10_000_000), default: .integer(1000),
                "held-out real samples, and as many generated ones, at most"),
            Key(
                "metrics", metrics, default: .null,
                "what is measured of the final generator's samples; by default, or automatic: what applies and is cheap"
            ),
            Key(
                "critic", .section(critic), default: .section(Values([:])),
                "a new discriminator that judges the frozen generator"),
        ],
        example: "evaluation: {every: 250, samples: 500}")

    static let critic = Declaration(
        "critic", "A fresh critic: a new discriminator that judges the frozen generator.",
        details: """
            The discriminator in training may be too weak to see a difference, or the generator may have learned to
            fool it. So a new discriminator, which the generator has never met, learns to tell the training samples
            from generated ones until it gets no better on samples set aside, and is tested once on held-out real samples and
            new generated ones (a classifier two-sample test, Lopez-Paz & Oquab 2017). At equilibrium it is right half
            of the time.

            It sees single samples, with discriminator.pack too: the distance of packs grows with their size, so a critic
            of packs would say nothing of how far the samples are from the data, and runs with other packs could not be
            compared. Missing modes, which packs show, are measured by themselves (critic.csv).
            """,
        keys: [
            Key(
                "iterations", .integer(0...1_000_000), default: .integer(CriticSpec().iterations),
                "updates of the critic, at most: it stops where it has levelled off; 0: no critic"),
            Key(
                "every", .integer(anyCount), default: .null,
                "iterations of the run between critics; default: only at the end"),
            Key(
                "layers", .choices(.layers), default: .null,
                "of the critic; default: the discriminator's own if convolutional, else three dense layers of 256"),
            Key(
                "samples", .integer(2...10_000_000), default: .integer(CriticSpec().samples),
                "held-out real samples, and as many generated ones, to be tested on, at most"),
            Key(
                "batch_size", .integer(1...65536), default: .integer(CriticSpec().batchSize),
                "real samples in an update, and as many generated ones"),
            Key(
                "learning_rate", .real(.positive), default: .real(CriticSpec().learningRate),
                "of the critic's optimizer, which is Adam"),
        ],
        example: "evaluation: {critic: {iterations: 2000, layers: [dense: 512, leaky_relu: 0.2, dense: 1]}}")

    static let metrics = ValueType.either([.word(["automatic", "none"]), .choices(.metrics)])

    static let output = Declaration(
        "output", "What is kept besides the measurements.",
        details: """
            A run that was interrupted or killed continues from its last checkpoint, whatever stays: one is written
            every 30 seconds of training and before every fresh critic, and replaces the one before. A kill costs no
            more than that; the signal USR1 has every run in training write one at once.
            """,
        keys: [
            Key(
                "samples_every", .integer(anyCount), default: .null,
                "iterations between pictures of samples; default: only the last"),
            Key(
                "checkpoint_every", .integer(anyCount), default: .null,
                "iterations between checkpoints that stay; only the last when left out"),
            Key(
                "checkpoint_keep", .integer(1...1_000_000), default: .null,
                "checkpoints of checkpoint_every that stay, the latest ones; all when left out"),
            Key(
                "checkpoint_best", .boolean, default: .null,
                "whether the checkpoint stays in which the judges proved the least distance; they look every "
                    + "evaluation.critic.every iterations"),
            Key(
                "tensorboard", .boolean, default: .null,
                "whether every run's folder gets a file for TensorBoard: measurements, pictures, settings and verdict"),
        ],
        example: "output: {samples_every: 1000, checkpoint_every: 1000, checkpoint_keep: 3}")

    /// The entry's own defaults apply.
    private static func choice(_ kind: RegistryKind, _ name: String) -> Value { .choice(Choice(kind, name)) }

    /// Whether a dotted path of sections and keys names a list.
    static func isList(_ path: String) -> Bool {
        var type = ValueType.section(run)
        for component in path.split(separator: ".") {
            guard case .section(let section) = type, let key = section.key(String(component)) else { return false }
            type = key.type
        }
        switch type {
        case .list, .choices: return true
        default: return false
        }
    }

    /// The sections that have keys, for explaining them by name.
    public static var sections: [Declaration] {
        let inner: [Declaration] = file.keys.compactMap {
            if case .section(let section) = $0.type { section } else { nil }
        }
        return [file] + inner + [stop, critic, average]
    }
}
