import Configuration
import Engine
import Networks

/// What of a run's memory is known before anything is computed, and what its passes must leave in it.
extension Blueprint {
    /// Arrays of a player's parameters' size that its optimizer and its regularizers keep.
    private static func arrays(_ player: PlayerSpec) -> Int {
        Optimizers.registry.make(player.optimizer).stateNames.count
            + Regularization(player.regularization).parameterPenalties.reduce(0) {
                $0 + type(of: $1.entry).stateNames.count
            }
    }

    /// Whether an update of the discriminator needs its outputs on both sides before it goes back from either.
    func needsBothSides(_ run: RunSpec) -> Bool {
        regularization.separable(Losses.registry.make(run.loss)) == nil || SecondOrder.subject(run) != nil
    }

    /// Bytes of the largest tensor of a checkpoint.
    public var largestTensorBytes: Int {
        4 * ((generator.parameters + discriminator.parameters).map(\.count).max() ?? 0)
    }

    /// Mostly the discriminator goes back right after it went forward. Two passes that meet in one loss are there at
    /// the same time; penalties, second derivatives and losses of features look at the values of a pass again.
    func discriminatorHolding(_ run: RunSpec) -> Holding {
        if SecondOrder.subject(run) != nil || !regularization.penalties.isEmpty
            || Losses.registry.make(run.loss) is any FeatureLoss
        {
            return .everything
        }
        return needsBothSides(run) && !singlePass ? .values : .nothing
    }

    /// The generator goes back after the discriminator's passes.
    func generatorHolding(_ run: RunSpec) -> Holding {
        let differentiatesTwice = Regularization(run.generator.regularization).pathLength != nil
        return differentiatesTwice || run.training.order == .consensus ? .everything : .values
    }

    /// Whether the generator's output goes to where an iteration keeps generated samples, and the gradient towards them
    /// to where the real ones were: an update's samples are not asked for once others are made, nor the real ones once
    /// the generator goes back.
    func passesInPlace(_ run: RunSpec) -> Bool { run.training.order != .consensus && run.training.unrolled == 0 }

    /// Whether one array holds either player's gradients: each follows its own before the other takes any. Of small
    /// networks each has its own, without padding to clear.
    func sharesGradients(_ run: RunSpec) -> Bool {
        [.alternating, .generatorFirst].contains(run.training.order) && run.training.unrolled == 0
            && min(generator.flatCount, discriminator.flatCount) >= Plan.worthRemaking
    }

    /// Floats of the array of gradients that both players share; nil where each has its own.
    func sharedGradientCount(_ run: RunSpec) -> Int? {
        sharesGradients(run) ? max(generator.flatCount, discriminator.flatCount) : nil
    }

    /// Bytes that training takes: parameters, gradients and optimizer state of both networks, their running statistics,
    /// what their passes take, and the batches; the dataset is not counted.
    public func memoryBytes(_ run: RunSpec) -> Int {
        func bytes(_ graph: Graph, _ player: PlayerSpec) -> Int {
            let states = Self.arrays(player) + (run.training.extrapolates ? 1 : 0)
            let flat = 4 * (graph.flatCount * (2 + states) + graph.stateCount + 2 * graph.derivedCount)
            let readsMatrices = Regularization(player.regularization).parameterPenalties.contains {
                type(of: $0.entry).readsMatrices
            }
            let matrices = readsMatrices ? WeightMatrices.byteCount(graph) : 0
            let average = player.average == nil ? 0 : 1
            let copy = 4 * (graph.flatCount + graph.stateCount + graph.derivedCount)
            return flat + matrices + average * copy
        }
        let (batch, pack) = (run.training.batchSize, run.discriminator.pack)
        let row = discriminator.input.count
        let packing = SamplePacking(pack, shape: generator.output.dimensions)
        let input = 2 * batch * row * DiscriminatorInput.arrays(packing, hasNoise: regularization.hasNoise)
        let augmented = AugmentationChain.byteCount(
            run.discriminator.augmentation.map { Augmentations.registry.make($0) },
            shape: generator.output.dimensions, samples: 2 * batch * pack)
        let consistent =
            regularization.consistency.map {
                ConsistencyPairs.byteCount($0.entry, shape: discriminator.input.dimensions, batch: batch)
            } ?? 0
        let paths =
            Regularization(run.generator.regularization).pathLength == nil
            ? 0 : PathLengths.byteCount(generator, samples: batch * pack)
        let latent =
            regularization.latentConsistency == nil
            ? 0
            : LatentPairs.byteCount(samples: batch * pack, rows: batch, row: row, dimension: run.noise.dimension)
        let classifier =
            run.condition?.method == .auxiliary
            ? AuxiliaryClassifier.byteCount(batch: batch, classes: classes ?? 0) : 0
        let loss = Losses.registry.make(run.loss)
        let isConsensus = run.training.order == .consensus
        let passes = needsBothSides(run) && !singlePass ? 2 : 1
        let unrolling = Unrolling.byteCount(run, discriminator, singlePass: singlePass)
        let consensus =
            isConsensus
            ? Consensus.byteCount(
                generator, discriminator, batch: batch, samples: batch * pack, singlePass: singlePass) : 0
        let features = loss is any FeatureLoss ? FeatureMatcher.byteCount(discriminator, rows: batch) : 0
        let penalty = regularization.penalizedRows(batch: batch, singlePass: singlePass).map {
            GradientPenalty.byteCount(discriminator, rows: $0)
        }
        let shared = sharesGradients(run) ? 4 * min(generator.flatCount, discriminator.flatCount) : 0
        return bytes(generator, run.generator) + bytes(discriminator, run.discriminator) - shared
            + passNeed(run).bytes
            + TrainerBuffers.byteCount(
                batch: batch, pack: pack, noise: run.noise.dimension, sample: row / pack,
                hasPoints: regularization.hasMadePoints, comparesSides: loss.comparesSides)
            + LabelRows.byteCount(classes: classes ?? 0, count: batch * pack) + classifier + 4 * input + augmented
            + consistent + latent + paths + features + consensus + unrolling + (penalty ?? 0) * passes
    }

    /// What the passes of both players take, and those of their averages.
    public func passNeed(_ run: RunSpec) -> PassMemoryNeed {
        let samples = run.training.batchSize * run.discriminator.pack
        let rows = singlePass ? 2 * run.training.batchSize : run.training.batchSize
        let isInPlace = passesInPlace(run)
        let players =
            PassMemoryNeed(
                generator, batch: samples, holding: generatorHolding(run), outside: isInPlace ? .output : [])
            + PassMemoryNeed(
                discriminator, batch: rows, holding: discriminatorHolding(run),
                outside: isInPlace ? .inputGradient : [])
        var executions: [(graph: Graph, batch: Int, holding: Holding)] = []
        if needsBothSides(run) && !singlePass {
            executions.append((discriminator, rows, discriminatorHolding(run)))
        }
        if regularization.latentConsistency != nil { executions.append((generator, samples, .values)) }
        if run.generator.average != nil { executions.append((generator, samples, .outputs)) }
        if run.discriminator.average != nil { executions.append((discriminator, rows, .outputs)) }
        return executions.reduce(players) {
            $0 + PassMemoryNeed($1.graph, batch: $1.batch, holding: $1.holding)
        }
    }
}
