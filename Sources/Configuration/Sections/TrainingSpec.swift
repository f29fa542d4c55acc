/// How long a run is trained, and on how much at a time.
public struct TrainingSpec: Hashable, Sendable {
    public enum Fakes: String, CaseIterable, Hashable, Sendable { case fresh, reuse }

    /// Whose update of an iteration sees whose.
    public enum Order: String, CaseIterable, Hashable, Sendable {
        case alternating, simultaneous, extragradient, consensus
        case generatorFirst = "generator_first"
    }

    /// `unknown` as long as the file gives epochs and nobody has asked how many samples there are.
    public var iterations: Int
    /// The length in passes over the training data, where the file gives it so; nil once `iterations` says it.
    public var epochs: Double?
    public var batchSize: Int
    public var fakes: Fakes
    public var order = Order.alternating
    /// With `order` consensus: the factor of half the squared norm of both players' gradients.
    public var consensusWeight = Self.usualConsensusWeight
    /// The course of that factor; nil: it stays.
    public var consensusSchedule: Choice?
    /// Updates of the discriminator, ahead of its own, that the generator's gradient is taken after.
    public var unrolled = 0
    /// Whether that gradient passes through these updates.
    public var differentiatesUnrolled = true
    /// Batches whose mean gradient an update follows.
    public var gradientAccumulation = 1
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

extension TrainingSpec.Fakes: WordField {}
extension TrainingSpec.Order: WordField {}

extension TrainingSpec {
    /// That of the paper's experiments.
    public static let usualConsensusWeight = 10.0

    /// Iterations of a run of which only epochs are known.
    static let unknown = 0

    /// Whether players step to a second place, to take their gradients there.
    public var extrapolates: Bool { order == .extragradient }

    static let form = SectionForm(
        "training", "How long, and on how much at a time.",
        details: """
            epochs in place of iterations: the run ends when the discriminator's updates have seen every training sample
            as many times. An iteration takes step_ratio.discriminator * batch_size * discriminator.pack samples
            (gradient_accumulation times as many), and a batch that reaches the end of the data goes on with its beginning: 20 epochs of 60,000 samples in batches of
            64 are 18,750 iterations. (PyTorch's loader gives 938 batches an epoch, the last one smaller, and 18,760;
            mmgeneration and StudioGAN count iterations.) `saddle check` shows the number, and the run is the one that a
            file with as many iterations describes.

            order:
            alternating: the discriminator's updates of an iteration, then the generator's, which see the new
            discriminator.
            generator_first: the generator's updates, then the discriminator's, which see the new generator.
            simultaneous: both gradients are taken before either player moves; one update of each, so step_ratio is 1
            to 1.

            extragradient: both players take a step from the same parameters, both gradients are taken again where that
            leads, on other samples, and both step by these from where they were; so step_ratio is 1 to 1, and an iteration
            costs twice as much (Korpelevich 1976; Gidel et al. 2019, arXiv:1802.10551, whose algorithm 4, ExtraAdam, it is
            with adam: the running means follow both gradients). HyperGAN: ExtragradientTrainer.

            consensus: as simultaneous, but each player's gradient gets consensus_weight times that of
            L = 1/2 (||dL_D/dpsi||^2 + ||dL_G/dtheta||^2) by its own weights, psi of D and theta of G, so that the players also
            move to where neither has anything to gain (Mescheder, Nowozin & Geiger 2017, "The Numerics of GANs",
            arXiv:1705.10461, algorithm 2; with weight 10 and rmsprop in its code). The gradient of L is exact: the product of
            both losses' second derivatives with both gradients, through D(G(z)), each loss on the samples of its own gradient,
            the same for both with fakes: reuse, as in the paper's code. An iteration costs about three times as much. Losses
            are reported without the term. The losses are those without regularizers: terms of the weights alone (orthogonal,
            historical_averaging) and instance_noise can be there, others cannot. HyperGAN: ConsensusTrainer.

            unrolled: k has each of the generator's updates look ahead: its loss is taken at psi_k, where k updates of its own
            optimizer, psi_(i+1) = update(psi_i, dL_D/dpsi_i), would bring the discriminator from psi, on one batch of real
            samples and the generator's own; then psi is what it was (Metz et al. 2017, arXiv:1611.02163, equations 7 to 11).
            The gradient passes through these updates, adam's running means included, so it takes into account how the
            discriminator would react; unrolled_derivatives: false holds psi_k. The generator's loss is L_G(theta, psi_k), and
            with losses in which it is minus the discriminator's (minimax, wasserstein, f_divergence with generator: saddle) all
            of that, terms of real samples included, as in the paper's code. The discriminator's own update is one step. Losses
            of the generator are reported as they are at psi_k. Updates are by sgd, rmsprop, adam or adamw.

            The order decides where training ends up. Near the equilibrium of the Dirac-GAN (Mescheder et al. 2018), with
            steps of 0.2, an iteration multiplies the distance by 1.005 if updates are simultaneous, by 1 if they are
            not, whoever comes first, by 0.995 with extragradient, and by 0.955 with consensus of weight 1; with r1 of weight 1
            it is 0.9 and 0.894. Proofs often speak of simultaneous updates;
            programs mostly alternate.

            gradient_accumulation: k takes k batches for every update of either player and follows the mean of their
            gradients, in the memory of one; losses are means over them, too. Each batch has real samples, noise and targets of
            its own, and statistics of batch_norm, so that with it k batches are not one that is k times as large: without it
            they are. Penalties, augmentations and what entries keep (lecam, began) go batch by batch; terms of the weights
            alone, spectral norm's power iteration, clipping and the optimizer once an update, which is what every counts.

            fakes: reuse: the generator's first update of an iteration takes over the samples of the discriminator's last.
            With order: generator_first the discriminator's first takes over those of the generator's last update, made
            before that update.
            """,
        fields: [
            Field(
                Key("iterations", .integer(FieldRanges.anyCount), "iterations of both players"),
                read: { $1.iterations = $0 == .null ? unknown : Int($0) },
                write: { $0.iterations == unknown ? .null : $0.iterations.value }),
            Field(
                "epochs", \.epochs, .real(.positive), default: .null,
                "in place of iterations: how many times every training sample is seen"),
            Field(
                "batch_size", \.batchSize, .integer(1...65536), default: .integer(64),
                "rows per update, real and generated alike; with discriminator.pack: m a row is m samples"),
            Field(
                "fakes", \.fakes, Fakes.type, default: .text("fresh"),
                "whether the generator's update draws fresh noise or reuses the discriminator's last samples"),
            Field(
                "order", \.order, Order.type, absent: .alternating,
                "which player's updates of an iteration come first; default: alternating (the discriminator's)"),
            Field(
                "consensus_weight", \.consensusWeight, .real(.positive), absent: usualConsensusWeight,
                "with order consensus: the factor of half the squared norm of both gradients; default: "
                    + CanonicalNumber.plain(usualConsensusWeight)),
            Field(
                "consensus_schedule", \.consensusSchedule, .choice(.schedules), default: .null,
                "with order consensus: the course of consensus_weight, a factor by iteration; default: it stays"),
            Field(
                "unrolled", \.unrolled, .integer(0...1000), absent: 0,
                "discriminator updates that the generator's loss looks ahead; default: 0"),
            Field(
                "unrolled_derivatives", \.differentiatesUnrolled, .boolean, absent: true,
                "whether the generator's gradient passes through these updates; default: true"),
            Field(
                "gradient_accumulation", \.gradientAccumulation, .integer(1...65536), absent: 1,
                "batches whose mean gradient every update of either player follows; default: 1"),
            Field(
                StopSpec.form, \.stop, absent: StopSpec(), "when to end before the last iteration; default: never"),
        ],
        blank: TrainingSpec(iterations: 1, batchSize: 1, fakes: .fresh),
        example: "training: {iterations: 5000, batch_size: 64}", oneOf: ["iterations", "epochs"],
        elsewhere: [
            Elsewhere(.studioGAN, "acml_steps is gradient_accumulation"),
            Elsewhere(.mmagic, "OptimWrapper(accumulative_counts) is gradient_accumulation"),
        ])
}
