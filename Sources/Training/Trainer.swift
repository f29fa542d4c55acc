import Configuration
import Datasets
import Diagnostics
import Engine
import Kernels

/// Trains one run. The one thing here that changes.
///
/// One iteration is `step_ratio.discriminator` updates of the discriminator, each on a fresh batch of real samples and
/// as many fresh fakes, and `step_ratio.generator` updates of the generator, in the order of `training.order`. Every
/// number drawn is addressed by the run's seed, its use and the count of updates, so the trainer holds no generator of
/// random numbers: see `RandomStream`. All memory is taken in `init`; `step` allocates nothing.
public final class Trainer {
    public let spec: RunSpec
    public let blueprint: Blueprint
    public let dataset: Dataset
    /// Iterations completed.
    public internal(set) var iteration = 0

    let generator: Learner
    let discriminator: Learner
    public let workers: Workers
    let prior: any Prior
    let seed: UInt64
    let loss: any Loss
    /// Rows of the discriminator.
    let batch: Int
    /// Samples of an update: those of all rows.
    let sampleCount: Int
    /// Values of one sample.
    let size: Int
    let packing: SamplePacking
    let regularization: Regularization
    let input: DiscriminatorInput
    let passes: DiscriminatorPasses
    /// Of the samples of the update at work; nil where the game is played without labels.
    let labelRows: LabelRows?
    /// Where these labels are conditions on a table's columns.
    let conditions: ColumnConditions?
    /// Of the weight of the condition's term.
    let conditionSchedule: WeightSchedule
    /// As `Regularization.separable` has it.
    let separable: (any SeparableLoss)?
    /// Numbers that entries keep from update to update.
    let memory: TrainerMemory
    let rememberingLoss: (any RememberingLoss)?
    /// What steers the augmentations' probability; nil where that is `augmentationShare`.
    let adaptive: AdaptiveAugmentation?
    let augmentationShare: Double
    /// The output that the loss takes for undecided; 0 where it has none.
    let threshold: Float
    let consistency: ConsistencyPairs?
    let latentPairs: LatentPairs?
    let featureMatcher: FeatureMatcher?
    let pathLengths: PathLengths?
    let consensus: Consensus?
    let unrolling: Unrolling?
    /// nil where every update of the discriminator is made.
    let skipped: SkippedUpdates?
    /// Where the random layers of the generator drew in its last pass of training.
    var lastMade = RandomAddress(seed: 0, stream: 0, iteration: 0)
    /// What the passes of both players share, and whatever else runs between iterations.
    public var passMemory: PassMemory { generator.execution.memory }
    let batches: Batches
    let buffers: TrainerBuffers
    /// Whether the first update of the player that comes second in an iteration takes over the last fakes of the first.
    let reusesFakes: Bool
    private(set) var laps: IterationLaps?
    private var threadChoice: ThreadChoice
    /// What checkpoints know the data by. Taken where the first one needs it.
    private(set) lazy var dataChecksum = dataset.checksum

    /// Builds and initializes both networks.
    /// - Throws: what `Blueprint` throws.
    public convenience init(
        _ spec: RunSpec, dataset: Dataset, workers: Workers = .shared
    ) throws(DiagnosticError) {
        self.init(
            spec,
            try Blueprint(
                spec, dataShape: dataset.shape, runs: dataset.runs, classes: dataset.classes(for: spec.condition)),
            dataset: dataset, workers: workers)
    }

    /// - Parameter blueprint: of `spec` and the dataset's shape.
    public init(_ spec: RunSpec, _ blueprint: Blueprint, dataset: Dataset, workers: Workers) {
        self.spec = spec
        self.blueprint = blueprint
        self.dataset = dataset
        self.workers = workers
        threadChoice = ThreadChoice(workers)
        seed = UInt64(bitPattern: Int64(spec.seed))
        let loss = Losses.registry.make(spec.loss)
        self.loss = loss
        let regularization = blueprint.regularization
        separable = regularization.separable(loss)
        rememberingLoss = loss as? any RememberingLoss
        memory = TrainerMemory(spec.remembered)
        threshold = Float(loss.equilibrium(spec.labelSmoothing).threshold ?? 0)
        switch spec.discriminator.augmentationProbability {
        case .constant(let share): (adaptive, augmentationShare) = (nil, share)
        case .adaptive(let adaptive):
            self.adaptive = AdaptiveAugmentation(
                spec: adaptive, threshold: threshold,
                numbers: memory.numbers(of: AdaptiveAugmentation.name))
            augmentationShare = 0
        }
        prior = Priors.registry.make(spec.noise.prior)
        batch = spec.training.batchSize
        size = dataset.training.size
        packing = SamplePacking(spec.discriminator.pack, shape: dataset.shape)
        sampleCount = batch * packing.count
        self.regularization = regularization
        let passMemory = PassMemory()
        let isInPlace = blueprint.passesInPlace(spec)
        let gradients = blueprint.sharedGradientCount(spec).map { FloatBuffer(count: $0) }
        let buffers = TrainerBuffers(
            batch: batch, pack: packing.count, noise: spec.noise.dimension, sample: size,
            hasPoints: regularization.hasMadePoints, comparesSides: loss.comparesSides)
        generator = Learner(
            .generator, spec.generator, graph: blueprint.generator, seed: seed, stream: .generatorParameters,
            batch: sampleCount, extrapolates: spec.training.extrapolates,
            accumulation: spec.training.gradientAccumulation, onePass: blueprint.onePass(.generator, spec),
            workers: workers, memory: passMemory,
            holding: blueprint.generatorHolding(spec), gradients: gradients,
            outside: isInPlace ? OutsideMemory(output: buffers.fake) : OutsideMemory())
        discriminator = Learner(
            .discriminator, spec.discriminator, graph: blueprint.discriminator, seed: seed,
            stream: .discriminatorParameters, batch: blueprint.singlePass ? 2 * batch : batch,
            extrapolates: spec.training.extrapolates,
            accumulation: spec.training.gradientAccumulation, onePass: blueprint.onePass(.discriminator, spec),
            workers: workers, memory: passMemory,
            holding: blueprint.discriminatorHolding(spec), gradients: gradients,
            outside: isInPlace ? OutsideMemory(inputGradient: buffers.real) : OutsideMemory())
        batches = Batches(sampleCount: dataset.training.count, batchSize: sampleCount, seed: seed)
        self.buffers = buffers
        input = DiscriminatorInput(
            packing, rows: 2 * batch, size: size, hasNoise: regularization.hasNoise,
            augmentations: AugmentationChain(
                spec.discriminator.augmentation.map { Augmentations.registry.make($0) }, shape: dataset.shape,
                samples: 2 * sampleCount))
        let labelRows = blueprint.classes.map { [sampleCount] in LabelRows(classes: $0, count: sampleCount) }
        self.labelRows = labelRows
        let condition = spec.condition
        conditionSchedule = WeightSchedule(condition?.schedule)
        passes = DiscriminatorPasses(
            discriminator, regularization, batch: batch, singlePass: blueprint.singlePass,
            needsBoth: blueprint.needsBothSides(spec),
            classifier: condition?.method != .auxiliary
                ? nil
                : labelRows.map { [batch, conditionSchedule] in
                    AuxiliaryClassifier(
                        batch: batch, weight: condition?.weight ?? 1, schedule: conditionSchedule, labels: $0)
                })
        consistency = regularization.consistency.map { [batch] in
            ConsistencyPairs($0, shape: blueprint.discriminator.input.dimensions, batch: batch)
        }
        pathLengths = Regularization(spec.generator.regularization).pathLength.map { [generator, sampleCount] in
            PathLengths($0, generator.execution, samples: sampleCount)
        }
        consensus =
            spec.training.order == .consensus
            ? Consensus(
                weight: spec.training.consensusWeight, schedule: WeightSchedule(spec.training.consensusSchedule),
                loss: loss, generator: generator, discriminator: discriminator,
                passes: passes, samples: sampleCount, singlePass: blueprint.singlePass) : nil
        unrolling =
            spec.training.unrolled > 0
            ? Unrolling(
                spec.training, loss: loss, discriminator: discriminator, passes: passes,
                singlePass: blueprint.singlePass) : nil
        skipped = spec.stepRatio.skipAbove.map { [threshold, memory] in
            SkippedUpdates(above: $0, threshold: threshold, numbers: memory.numbers(of: SkippedUpdates.name))
        }
        featureMatcher = (loss as? any FeatureLoss).flatMap { [discriminator, batch] loss in
            Features(discriminator.execution).map {
                FeatureMatcher(
                    loss, WeightSchedule(spec.loss.weightSchedule), discriminator.execution, $0, rows: batch)
            }
        }
        latentPairs = regularization.latentConsistency.map { [generator, batch, sampleCount, size, packing] in
            LatentPairs(
                $0, generator, samples: sampleCount, rows: batch, row: packing.count * size,
                dimension: spec.noise.dimension)
        }
        conditions = spec.condition.flatMap { [sampleCount] condition in
            condition.method == .columns
                ? ColumnConditions(
                    dataset.training, columns: dataset.categories, count: sampleCount,
                    isLogarithmic: condition.logFrequency) : nil
        }
        reusesFakes = spec.training.fakes == .reuse
        drawTargets(number: 0)
    }

    /// One iteration.
    /// - Throws: where a loss or a gradient is no longer finite. The update that failed has changed no parameter.
    public func step() throws(Divergence) {
        do {
            try threadChoice.run(updatePlayers)
        } catch {
            throw cause(of: error)
        }
        iteration += 1
    }

    private func updatePlayers() throws(Divergence) {
        switch spec.training.order {
        case .alternating:
            try updateDiscriminator(reusing: false)
            try updateGenerator(reusing: reusesFakes)
        case .generatorFirst:
            try updateGenerator(reusing: false)
            try updateDiscriminator(reusing: reusesFakes)
        case .simultaneous, .consensus: try moveBoth(number: iteration, .step)
        case .extragradient:
            try moveBoth(number: 2 * iteration, .extrapolation)
            try moveBoth(number: 2 * iteration + 1, .fromOrigin)
        }
    }

    /// Both gradients before either player moves. The generator's leaves the discriminator's as it is.
    private func moveBoth(number: Int, _ how: Learner.Move) throws(Divergence) {
        let discriminatorLoss = discriminatorGradient(update: number, reusing: false)
        let consensusWeight = consensus?.weight(at: iteration, of: spec.training.iterations) ?? 0
        let consensus = consensusWeight > 0 ? consensus : nil
        if let consensus { addDiscriminatorsShare(of: consensus, weight: consensusWeight) }
        let generatorLoss = generatorGradient(update: number, reusing: reusesFakes)
        if let consensus { addGeneratorsShare(of: consensus, weight: consensusWeight, number: number) }
        try moveDiscriminator(loss: discriminatorLoss, number: number, how)
        try move(generator, loss: generatorLoss, number: number, how)
    }

    /// The discriminator's updates of an iteration.
    private func updateDiscriminator(reusing: Bool) throws(Divergence) {
        for k in 0..<spec.stepRatio.discriminator {
            let number = iteration * spec.stepRatio.discriminator + k
            let loss = discriminatorGradient(update: number, reusing: k == 0 && reusing)
            try moveDiscriminator(loss: loss, number: number)
        }
    }

    /// The generator's updates of an iteration.
    private func updateGenerator(reusing: Bool) throws(Divergence) {
        for k in 0..<spec.stepRatio.generator {
            let number = iteration * spec.stepRatio.generator + k
            let loss = generatorGradient(update: number, reusing: k == 0 && reusing)
            try move(generator, loss: loss, number: number)
        }
    }

    /// Lets the discriminator follow its gradient, unless this is an update to skip.
    private func moveDiscriminator(loss: Double, number: Int, _ how: Learner.Move = .step) throws(Divergence) {
        guard let skipped else { return try move(discriminator, loss: loss, number: number, how) }
        // What is not finite must come to light.
        guard let made = skipped.next() ?? (loss.isFinite ? nil : number) else { return }
        try move(discriminator, loss: loss, number: made, how)
    }

    /// Lets a player follow its gradient.
    private func move(
        _ learner: Learner, loss: Double, number: Int, _ how: Learner.Move = .step
    ) throws(Divergence) {
        try learner.update(loss: loss, iteration: iteration, of: spec.training.iterations, number: number, move: how)
        laps?.end(learner.player == .discriminator ? .discriminatorUpdate : .generatorUpdate)
    }

    /// Has every part of an iteration end a lap of the timer from now on; nil ends that.
    public func time(with timer: LapTimer?) {
        laps = timer.map { IterationLaps($0) }
        generator.execution.time(with: timer, name: Player.generator.rawValue)
        discriminator.execution.time(with: timer, name: Player.discriminator.rawValue)
    }

    /// A parameter that is no longer finite comes before the losses and gradients in which it shows, be they the other
    /// player's. Samples pass the generator first.
    func cause(of divergence: Divergence) -> Divergence {
        for learner in [generator, discriminator] {
            guard let tensor = learner.firstBadParameter else { continue }
            return Divergence(
                iteration: divergence.iteration, player: learner.player, quantity: .parameter(tensor: tensor))
        }
        return divergence
    }
}
