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
    private let batch: Int
    /// Samples of an update: those of all rows.
    private let sampleCount: Int
    /// Values of one sample.
    private let size: Int
    let packing: SamplePacking
    private let regularization: Regularization
    private let input: DiscriminatorInput
    private let passes: DiscriminatorPasses
    /// Of the samples of the update at work; nil where the game is played without labels.
    let labelRows: LabelRows?
    /// Where the two sides pass one after the other, the loss as a sum of their terms; nil: it needs both.
    private let separable: (any SeparableLoss)?
    /// Numbers that entries keep from update to update.
    let memory: TrainerMemory
    private let rememberingLoss: (any RememberingLoss)?
    private let adaptive: AdaptiveAugmentation?
    private let consistency: ConsistencyPasses?
    private let batches: Batches
    let buffers: TrainerBuffers
    /// Whether the first update of the player that comes second in an iteration takes over the last fakes of the first.
    private let reusesFakes: Bool
    private var laps: IterationLaps?
    private var threadChoice: ThreadChoice
    /// What checkpoints know the data by. Taken where the first one needs it.
    private(set) lazy var dataChecksum = dataset.checksum

    /// Builds and initializes both networks.
    /// - Throws: what `Blueprint` throws.
    public convenience init(
        _ spec: RunSpec, dataset: Dataset, workers: Workers = .shared
    ) throws(DiagnosticError) {
        self.init(
            spec, try Blueprint(spec, dataShape: dataset.shape, runs: dataset.runs, classes: dataset.classes),
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
        separable = regularization.comparesOutputs ? nil : loss as? any SeparableLoss
        rememberingLoss = loss as? any RememberingLoss
        memory = TrainerMemory(spec.remembered)
        if case .adaptive(let adaptive) = spec.discriminator.augmentationProbability {
            self.adaptive = AdaptiveAugmentation(
                spec: adaptive, threshold: Float(loss.equilibrium(spec.labelSmoothing).threshold ?? 0),
                numbers: memory.numbers(of: AdaptiveAugmentation.name))
        } else {
            adaptive = nil
        }
        prior = Priors.registry.make(spec.noise.prior)
        batch = spec.training.batchSize
        size = dataset.training.size
        packing = SamplePacking(spec.discriminator.pack, shape: dataset.shape)
        sampleCount = batch * packing.count
        self.regularization = regularization
        generator = Learner(
            .generator, spec.generator, graph: blueprint.generator, seed: seed, stream: .generatorParameters,
            batch: sampleCount, extrapolates: spec.training.order == .extragradient, workers: workers)
        discriminator = Learner(
            .discriminator, spec.discriminator, graph: blueprint.discriminator, seed: seed,
            stream: .discriminatorParameters, batch: blueprint.singlePass ? 2 * batch : batch,
            extrapolates: spec.training.order == .extragradient, workers: workers)
        batches = Batches(sampleCount: dataset.training.count, batchSize: sampleCount, seed: seed)
        buffers = TrainerBuffers(
            batch: batch, pack: packing.count, noise: spec.noise.dimension, sample: size,
            hasPoints: regularization.hasMadePoints, comparesSides: loss.comparesSides)
        input = DiscriminatorInput(
            packing, rows: 2 * batch, size: size, hasNoise: regularization.hasNoise,
            augmentations: AugmentationChain(
                spec.discriminator.augmentation.map { Augmentations.registry.make($0) },
                probability: spec.discriminator.augmentationProbability.start,
                shape: dataset.shape, samples: 2 * sampleCount))
        passes = DiscriminatorPasses(
            discriminator, regularization, batch: batch, singlePass: blueprint.singlePass,
            needsBoth: separable == nil)
        consistency = regularization.consistency.map { [batch] in
            ConsistencyPasses($0, shape: blueprint.discriminator.input.dimensions, batch: batch)
        }
        labelRows = blueprint.classes.map { [batch] in LabelRows(classes: $0, batch: batch) }
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
        case .simultaneous:
            // Both gradients before either player moves. The generator's leaves the discriminator's as it is.
            let discriminatorLoss = discriminatorGradient(number: iteration, reusing: false)
            let generatorLoss = generatorGradient(number: iteration, reusing: reusesFakes)
            try move(discriminator, loss: discriminatorLoss, number: iteration)
            try move(generator, loss: generatorLoss, number: iteration)
        case .extragradient:
            try moveBoth(number: 2 * iteration, .extrapolation)
            try moveBoth(number: 2 * iteration + 1, .fromOrigin)
        }
    }

    /// Both gradients, then both players' moves.
    private func moveBoth(number: Int, _ how: Learner.Move) throws(Divergence) {
        let discriminatorLoss = discriminatorGradient(number: number, reusing: false)
        let generatorLoss = generatorGradient(number: number, reusing: reusesFakes)
        try move(discriminator, loss: discriminatorLoss, number: number, how)
        try move(generator, loss: generatorLoss, number: number, how)
    }

    /// The discriminator's updates of an iteration.
    private func updateDiscriminator(reusing: Bool) throws(Divergence) {
        for k in 0..<spec.stepRatio.discriminator {
            let number = iteration * spec.stepRatio.discriminator + k
            let loss = discriminatorGradient(number: number, reusing: k == 0 && reusing)
            try move(discriminator, loss: loss, number: number)
        }
    }

    /// The generator's updates of an iteration.
    private func updateGenerator(reusing: Bool) throws(Divergence) {
        for k in 0..<spec.stepRatio.generator {
            let number = iteration * spec.stepRatio.generator + k
            let loss = generatorGradient(number: number, reusing: k == 0 && reusing)
            try move(generator, loss: loss, number: number)
        }
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

    /// The discriminator's loss and parameter gradients.
    /// - Parameter reusing: whether the fakes are those that `buffers.fake` holds.
    private func discriminatorGradient(number: Int, reusing: Bool) -> Double {
        discriminator.prepare()
        if let adaptive { input.augmentations.probability = adaptive.probability }
        drawReal(number: number)
        takeLabels()
        laps?.end(.samples)
        if !reusing {
            keep(generate(noise: .discriminatorNoise, dropout: .generatorDropoutForDiscriminator, number: number))
        }
        if spec.labelSmoothing.flip > 0 { drawTargets(number: number) }
        let rows = input.make(
            buffers.real, rows: 2 * batch, noise: noiseDeviation, at: inputs(.instanceNoise, .augmentation, number),
            workers: workers)
        laps?.end(.samples)
        let value = blueprint.singlePass ? bothInOnePass(rows, number) : oneAfterTheOther(rows, number)
        if regularization.hasMadePoints { penalizePoints(rows, number) }
        if let consistency { compareChanged(consistency, rows, number) }
        return value
    }

    /// Adds the gradients of the differences between outputs on rows and on their changed selves.
    private func compareChanged(_ consistency: ConsistencyPasses, _ rows: UnsafePointer<Float>, _ number: Int) {
        for side in 0..<2 {
            let weight = side == 0 ? consistency.rule.real : consistency.rule.fake
            guard weight > 0 else { continue }
            let place = 2 * number + side
            let pairs = consistency.make(
                rows + side * sampleCount * size, at: address(.consistency, place), workers: workers)
            let outputs = passes.forwardPairs(pairs, at: address(.discriminatorDropoutForConsistency, place))
            Consistency.fill(outputs, count: batch, weight: weight, into: consistency.gradient.pointer)
            passes.backPairs(consistency.gradient.pointer)
        }
    }

    /// The real samples of an update.
    private func drawReal(number: Int) {
        batches.indices(ofBatch: number, into: buffers.indices)
        dataset.training.values.withUnsafeBufferPointer { values in
            guard let base = values.baseAddress else { return }
            Elementwise.gatherRows(
                base, columns: size, indices: buffers.indices, count: sampleCount, into: buffers.real,
                workers: workers)
        }
    }

    /// Those of the real samples drawn last, for the generated ones as well.
    private func takeLabels() {
        guard let labelRows else { return }
        labelRows.take(dataset.training, at: buffers.indices)
        passes.bind(labelRows)
        labelRows.bind(to: generator.execution)
    }

    private func keep(_ fakes: UnsafePointer<Float>) {
        Elementwise.copy(fakes, into: buffers.fake, count: sampleCount * size, workers: workers)
    }

    /// The discriminator's loss and parameter gradients, real and fake samples in one batch.
    private func bothInOnePass(_ input: UnsafePointer<Float>, _ number: Int) -> Double {
        let outputs = passes.forward(.both, input, at: address(.discriminatorDropout, number))
        let value = discriminatorLoss(outputs, outputs + batch)
        laps?.end(.losses)
        passes.back(.both, buffers.realGradient, accumulates: false, number: number)
        return value
    }

    /// The discriminator's loss of its outputs on both sides, and their gradients with those of the terms beside it.
    private func discriminatorLoss(_ onReal: UnsafePointer<Float>, _ onFake: UnsafePointer<Float>) -> Double {
        let (real, fake) = (buffers.realBatch(onReal), buffers.fakeBatch(onFake))
        adaptive?.watch(onReal, count: batch, samples: sampleCount)
        let value =
            rememberingLoss.map { [memory] in
                $0.discriminator(real: real, fake: fake, memory: memory.numbers(of: spec.loss.name))
            } ?? loss.discriminator(real: real, fake: fake)
        regularization.addOutputPenalties(real, fake, memory, iteration: iteration)
        return value
    }

    /// The same where batch statistics keep real and fake samples apart: gradients add up over two passes.
    private func oneAfterTheOther(_ input: UnsafePointer<Float>, _ number: Int) -> Double {
        let onReal = passes.forward(.real, input, at: address(.discriminatorDropout, number))
        if separable != nil { adaptive?.watch(onReal, count: batch, samples: sampleCount) }
        var value = 0.0
        if let separable {
            value = separable.discriminatorOnReal(buffers.realBatch(onReal))
            laps?.end(.losses)
            passes.back(.real, buffers.realGradient, accumulates: false, number: number)
        }
        let onFake = passes.forward(
            .fake, input + sampleCount * size, at: address(.discriminatorDropoutOnFakes, number))
        if let separable {
            value += separable.discriminatorOnFake(buffers.fakeBatch(onFake))
            laps?.end(.losses)
        } else {
            value = discriminatorLoss(onReal, onFake)
            laps?.end(.losses)
            passes.back(.real, buffers.realGradient, accumulates: false, number: number)
        }
        passes.back(.fake, buffers.fakeGradient, accumulates: true, number: number)
        return value
    }

    /// Adds the gradients of the penalties on points of their own.
    private func penalizePoints(_ input: UnsafePointer<Float>, _ number: Int) {
        var index = 0
        while index < regularization.penalties.count {
            let rule = regularization.penalties[index]
            defer { index += 1 }
            guard rule.points == .made, rule.isDue(number) else { continue }
            rule.make(
                PointSite(
                    real: input, fake: input + sampleCount * size, points: buffers.points, shares: buffers.shares,
                    rows: batch, size: packing.count * size, address: address(.penaltyPoints, 16 * number + index),
                    workers: workers))
            laps?.end(.samples)
            passes.penalize(rule, points: buffers.points, at: address(.discriminatorDropoutAtPoints, number))
        }
    }

    /// The discriminator's outputs on real samples for the generator's loss.
    private func compare(number: Int) {
        drawReal(number: number)
        let rows = input.make(
            buffers.real, rows: batch, noise: noiseDeviation,
            at: inputs(.instanceNoiseForGeneratorOnReal, .augmentationForGeneratorOnReal, number), workers: workers)
        laps?.end(.samples)
        let outputs = discriminator.execution.forward(
            rows, rows: batch, mode: .training(address(.discriminatorDropoutForGeneratorOnReal, number)))
        buffers.realOutputs.update(from: outputs, count: batch)
    }

    /// The generator's loss and gradient, through the discriminator, whose parameters and their gradients stay as they
    /// are.
    private func generatorGradient(number: Int, reusing: Bool) -> Double {
        if let adaptive { input.augmentations.probability = adaptive.probability }
        // Reused fakes were made by the weights as they are.
        if !reusing { generator.prepare() }
        if labelRows != nil {
            batches.indices(ofBatch: number, into: buffers.indices)
            takeLabels()
        }
        // Reused fakes are still the generator's last output, and what led to them is still in its memory.
        let made =
            reusing
            ? UnsafePointer(buffers.fake)
            : generate(noise: .generatorNoise, dropout: .generatorDropout, number: number)
        // Going back through the generator may overwrite them.
        if reusesFakes && spec.training.order == .generatorFirst { keep(made) }
        if loss.comparesSides { compare(number: number) }
        let rows = input.make(
            made, rows: batch, noise: noiseDeviation,
            at: inputs(.instanceNoiseForGenerator, .augmentationForGenerator, number), workers: workers)
        let outputs = discriminator.execution.forward(
            rows, rows: batch, mode: .training(address(.discriminatorDropoutForGenerator, number)))
        let value = loss.generator(
            fake: buffers.generatorBatch(outputs), real: buffers.realBatch(buffers.realOutputs))
        regularization.select(
            buffers.generatorBatch(outputs),
            epochs: Double(iteration * spec.samplesPerIteration) / Double(dataset.training.count))
        laps?.end(.losses)
        if let gradient = discriminator.execution.backward(
            buffers.fakeGradient, parameters: .none, inputGradient: true)
        {
            generator.execution.backward(
                input.unpack(gradient, rows: batch, workers: workers), parameters: .overwrite, inputGradient: false)
        }
        return value
    }

    /// A batch of fakes in training mode; valid until the generator's next forward pass.
    private func generate(noise stream: RandomStream, dropout: RandomStream, number: Int) -> UnsafePointer<Float> {
        prior.fill(
            buffers.noise, count: sampleCount * spec.noise.dimension, at: address(stream, number), workers: workers)
        laps?.end(.samples)
        return generator.execution.forward(buffers.noise, rows: sampleCount, mode: .training(address(dropout, number)))
    }

    /// The discriminator's targets, a share of them swapped.
    private func drawTargets(number: Int) {
        let smoothing = spec.labelSmoothing
        let (real, fake, flip) = (Float(smoothing.real), Float(smoothing.fake), Float(smoothing.flip))
        LogitLosses.fillTargets(
            buffers.realTargets, count: batch, target: real, other: fake, flip: flip, at: address(.realFlips, number))
        LogitLosses.fillTargets(
            buffers.fakeTargets, count: batch, target: fake, other: real, flip: flip, at: address(.fakeFlips, number))
    }

    private var noiseDeviation: Double { regularization.noise(at: iteration, of: spec.training.iterations) }

    private func inputs(
        _ noise: RandomStream, _ augmentation: RandomStream, _ number: Int
    ) -> DiscriminatorInput.Addresses {
        DiscriminatorInput.Addresses(noise: address(noise, number), augmentation: address(augmentation, number))
    }

    private func address(_ stream: RandomStream, _ number: Int) -> RandomAddress {
        stream.address(seed: seed, at: number)
    }
}
