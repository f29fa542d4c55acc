import Configuration
import Datasets
import Kernels

/// What an update follows: either player's loss and its gradient by that player's parameters.
extension Trainer {
    /// The discriminator's loss, the mean over the batches of an update, and the sum of their gradients.
    /// - Parameters:
    ///   - update: counts the discriminator's, from 0.
    ///   - reusing: whether the fakes are those that `buffers.fake` holds.
    func discriminatorGradient(update: Int, reusing: Bool) -> Double {
        discriminator.prepare()
        var sum = 0.0
        for part in 0..<accumulation {
            sum += discriminatorGradient(
                number: update * accumulation + part, update: update, reusing: reusing, accumulates: part > 0)
        }
        return sum / Double(accumulation)
    }

    /// The generator's loss, the mean over the batches of an update, and the sum of their gradients. Those of the
    /// discriminator stay as they are, as do its parameters.
    func generatorGradient(update: Int, reusing: Bool) -> Double {
        // Reused fakes were made by the weights as they are.
        generator.prepare(isAhead: reusing)
        var sum = 0.0
        for part in 0..<accumulation {
            sum += generatorGradient(
                number: update * accumulation + part, update: update, reusing: reusing, accumulates: part > 0)
        }
        return sum / Double(accumulation)
    }

    private var accumulation: Int { spec.training.gradientAccumulation }

    /// The discriminator's loss and parameter gradients of one batch.
    /// - Parameters:
    ///   - number: counts batches, from 0.
    ///   - accumulates: whether gradients are added to those that are there.
    private func discriminatorGradient(number: Int, update: Int, reusing: Bool, accumulates: Bool) -> Double {
        let place = place(number: number, update: update)
        drawReal(number: number, conditions: .conditions)
        takeLabels()
        laps?.end(.samples)
        if !reusing {
            keep(generate(noise: .discriminatorNoise, dropout: .generatorDropoutForDiscriminator, number: number))
        }
        replaceReals(number)
        if spec.labelSmoothing.isRandom { drawTargets(number: number) }
        let rows = input.make(
            buffers.real, rows: 2 * batch, randomness(.augmentation, .instanceNoise, number), workers: workers)
        laps?.end(.samples)
        let value =
            blueprint.singlePass
            ? bothInOnePass(rows, place, accumulates) : oneAfterTheOther(rows, place, accumulates)
        if regularization.hasMadePoints { penalizePoints(rows, place) }
        if let consistency { compareChanged(consistency, rows, place) }
        if let latentPairs { compareNear(latentPairs, place) }
        return value
    }

    private func place(number: Int, update: Int) -> UpdatePlace {
        UpdatePlace(number: number, update: update, iteration: iteration, iterations: spec.training.iterations)
    }

    /// Has a share of the real samples be those generated in their places.
    private func replaceReals(_ number: Int) {
        let share = regularization.replacedShare(memory)
        guard share > 0 else { return }
        let gates = address(.pseudoReals, number)
        for sample in 0..<sampleCount where Double(Philox.word(sample, of: gates) >> 8) * 0x1p-24 < share {
            (buffers.real + sample * size).update(from: buffers.fake + sample * size, count: size)
        }
    }

    /// Adds the gradients of the differences between outputs on rows and on their changed selves.
    private func compareChanged(_ consistency: ConsistencyPairs, _ rows: UnsafePointer<Float>, _ place: UpdatePlace) {
        let (rule, factor) = (consistency.rule.entry, consistency.rule.factor(at: place))
        for side in 0..<2 {
            let weight = factor * (side == 0 ? rule.real : rule.fake)
            guard weight > 0 else { continue }
            let number = 2 * place.number + side
            let pairs = consistency.make(
                rows + side * sampleCount * size, at: address(.consistency, number), workers: workers)
            laps?.end(.samples)
            let outputs = passes.forward(.pairs, pairs, at: address(.discriminatorDropoutForConsistency, number))
            Consistency.writeGradient(outputs, count: batch, weight: weight, into: consistency.gradient.pointer)
            laps?.end(.losses)
            passes.back(.pairs, consistency.gradient.pointer, accumulates: true, at: place)
        }
    }

    /// Adds the gradient of the difference between outputs on generated samples and on those of noise near theirs. What
    /// the discriminator sees of both is changed alike.
    private func compareNear(_ pairs: LatentPairs, _ place: UpdatePlace) {
        let weight = pairs.rule.factor(at: place) * pairs.rule.entry.discriminator
        guard weight > 0 else { return }
        let number = place.number
        let near = pairs.near(
            buffers.noise, change: address(.latentChange, number), random: lastMade, workers: workers)
        let randomness = randomness(
            .augmentationForLatentConsistency, .instanceNoiseForLatentConsistency, number)
        pairs.take(
            input.make(buffers.fake, rows: batch, randomness, workers: workers), isChanged: false, workers: workers)
        pairs.take(input.make(near, rows: batch, randomness, workers: workers), isChanged: true, workers: workers)
        laps?.end(.samples)
        let outputs = passes.forward(
            .pairs, pairs.both, at: address(.discriminatorDropoutForLatentConsistency, number))
        let gradient = pairs.gradient(outputs, weight: weight)
        laps?.end(.losses)
        passes.back(.pairs, gradient, accumulates: true, at: place)
    }

    /// Which real samples an update sees; where there are conditions on columns, those that fulfil them.
    private func drawIndices(number: Int, conditions stream: RandomStream) {
        if let conditions {
            conditions.draw(at: address(stream, number), into: buffers.indices)
        } else {
            batches.indices(ofBatch: number, into: buffers.indices)
        }
    }

    /// The real samples of an update.
    private func drawReal(number: Int, conditions: RandomStream) {
        drawIndices(number: number, conditions: conditions)
        dataset.training.withRows {
            $0.gather(buffers.indices, count: sampleCount, into: buffers.real, workers: workers)
        }
    }

    /// Those of the real samples drawn last, for the generated ones as well.
    private func takeLabels() {
        guard let labelRows else { return }
        if let conditions {
            labelRows.take(conditions.places)
        } else {
            labelRows.take(dataset.training, at: buffers.indices)
        }
        passes.bind(labelRows)
        labelRows.bind(to: generator.execution)
        latentPairs?.bind(labelRows)
    }

    private func keep(_ fakes: UnsafePointer<Float>) {
        guard fakes != UnsafePointer(buffers.fake) else { return }
        Elementwise.copy(fakes, into: buffers.fake, count: sampleCount * size, workers: workers)
    }

    /// The discriminator's loss and parameter gradients, real and fake samples in one batch.
    private func bothInOnePass(_ input: UnsafePointer<Float>, _ place: UpdatePlace, _ accumulates: Bool) -> Double {
        let outputs = passes.forward(.both, input, at: address(.discriminatorDropout, place.number))
        adaptive?.watch(outputs, count: batch, samples: sampleCount)
        skipped?.watch(outputs, count: batch, isReal: true)
        skipped?.watch(outputs + batch, count: batch, isReal: false)
        let value = discriminatorLoss(outputs, outputs + batch, place)
        laps?.end(.losses)
        passes.back(.both, buffers.realGradient, accumulates: accumulates, at: place)
        return value
    }

    /// The discriminator's loss of its outputs on both sides, and their gradients with those of the terms beside it.
    private func discriminatorLoss(
        _ onReal: UnsafePointer<Float>, _ onFake: UnsafePointer<Float>, _ place: UpdatePlace
    ) -> Double {
        let (real, fake) = (buffers.realBatch(onReal), buffers.fakeBatch(onFake))
        let value =
            rememberingLoss.map { [memory] in
                $0.discriminator(real: real, fake: fake, memory: memory.numbers(of: spec.loss.name))
            } ?? loss.discriminator(real: real, fake: fake)
        regularization.addOutputPenalties(
            real, fake, memory, at: place, threshold: threshold, samples: sampleCount)
        return value
    }

    /// The discriminator's loss and parameter gradients where batch statistics keep real and fake samples apart:
    /// gradients add up over two passes.
    private func oneAfterTheOther(
        _ input: UnsafePointer<Float>, _ place: UpdatePlace, _ accumulates: Bool
    ) -> Double {
        let onReal = passes.forward(.real, input, at: address(.discriminatorDropout, place.number))
        adaptive?.watch(onReal, count: batch, samples: sampleCount)
        skipped?.watch(onReal, count: batch, isReal: true)
        var value = 0.0
        if let separable {
            value = separable.discriminatorOnReal(buffers.realBatch(onReal))
            laps?.end(.losses)
            passes.back(.real, buffers.realGradient, accumulates: accumulates, at: place)
        }
        let onFake = passes.forward(
            .fake, input + sampleCount * size, at: address(.discriminatorDropoutOnFakes, place.number))
        skipped?.watch(onFake, count: batch, isReal: false)
        if let separable {
            value += separable.discriminatorOnFake(buffers.fakeBatch(onFake))
            laps?.end(.losses)
        } else {
            value = discriminatorLoss(onReal, onFake, place)
            laps?.end(.losses)
            passes.back(.real, buffers.realGradient, accumulates: accumulates, at: place)
        }
        passes.back(.fake, buffers.fakeGradient, accumulates: true, at: place)
        return value
    }

    /// Adds the gradients of the penalties on points of their own.
    private func penalizePoints(_ input: UnsafePointer<Float>, _ place: UpdatePlace) {
        var index = 0
        while index < regularization.penalties.count {
            let rule = regularization.penalties[index].entry
            let factor = regularization.penalties[index].factor(at: place)
            defer { index += 1 }
            guard rule.points == .made, rule.isDue(place.update), factor > 0 else { continue }
            rule.make(
                PointSite(
                    real: input, fake: input + sampleCount * size, points: buffers.points, shares: buffers.shares,
                    rows: batch, size: packing.count * size,
                    address: address(.penaltyPoints, 16 * place.number + index),
                    workers: workers))
            laps?.end(.samples)
            passes.penalize(
                rule, factor: factor, points: buffers.points,
                at: address(.discriminatorDropoutAtPoints, place.number))
        }
    }

    /// The discriminator's outputs on real samples for the generator's loss.
    private func compare(number: Int) {
        drawReal(number: number, conditions: .conditionsForGenerator)
        let rows = input.make(
            buffers.real, rows: batch,
            randomness(.augmentationForGeneratorOnReal, .instanceNoiseForGeneratorOnReal, number), workers: workers)
        laps?.end(.samples)
        let outputs = discriminator.execution.forward(
            rows, rows: batch, mode: .training(address(.discriminatorDropoutForGeneratorOnReal, number)))
        buffers.realOutputs.update(from: passes.forGenerator(outputs), count: batch)
        featureMatcher?.takeReal()
    }

    /// The generator's loss and gradient of one batch, through the discriminator.
    private func generatorGradient(number: Int, update: Int, reusing: Bool, accumulates: Bool) -> Double {
        let place = place(number: number, update: update)
        if labelRows != nil {
            drawIndices(number: number, conditions: .conditionsForGenerator)
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
        if let unrolling {
            drawReal(number: number, conditions: .conditionsForGenerator)
            keep(made)
            unrolling.lookAhead(buffers, pace(number))
        }
        let rows = input.make(
            made, rows: batch, randomness(.augmentationForGenerator, .instanceNoiseForGenerator, number),
            workers: workers)
        let outputs = passes.forGenerator(
            discriminator.execution.forward(
                rows, rows: batch, mode: .training(address(.discriminatorDropoutForGenerator, number))))
        var value = loss.generator(
            fake: buffers.generatorBatch(outputs), real: buffers.realBatch(buffers.realOutputs))
        if let featureMatcher { value += featureMatcher.match(at: place) }
        regularization.select(
            buffers.generatorBatch(outputs),
            epochs: Double(iteration * spec.samplesPerIteration) / Double(dataset.training.count))
        laps?.end(.losses)
        if let gradient = discriminator.execution.backward(
            passes.gradientForGenerator(buffers.fakeGradient, at: place),
            parameters: unrolling?.parametersAtEnd ?? .none,
            inputGradient: true, features: featureMatcher?.towardsFeatures)
        {
            let towardsSamples =
                unrolling?.lookBack(gradient, buffers, pace(number))
                ?? input.unpack(gradient, rows: batch, workers: workers)
            if let conditions, let weight = spec.condition?.weight {
                let weight = weight * conditionSchedule.factor(at: place)
                if weight > 0 {
                    conditions.addCrossEntropy(
                        made, size: size, weight: Float(weight), into: UnsafeMutablePointer(mutating: towardsSamples))
                }
            }
            let weightApart = latentPairs.map { $0.rule.factor(at: place) * $0.rule.entry.generator } ?? 0
            let apart = weightApart > 0 ? latentPairs : nil
            if let apart {
                let near = apart.near(
                    buffers.noise, change: address(.latentChangeForGenerator, number), random: lastMade,
                    workers: workers)
                apart.driveApart(
                    made, near, weight: weightApart, into: UnsafeMutablePointer(mutating: towardsSamples),
                    workers: workers)
            }
            generator.execution.backward(
                towardsSamples, parameters: accumulates ? .accumulate : generator.gradientsOfOnePass,
                inputGradient: false)
            apart?.finish()
            if let pathLengths, update % pathLengths.rule.entry.every == 0 {
                pathLengths.addGradient(
                    at: address(.pathLength, number), factor: pathLengths.rule.factor(at: place),
                    mean: memory.numbers(of: PathLength.declaration.name), workers: workers)
            }
        }
        return value
    }

    /// Of the updates that a generator's update of that number looks ahead.
    private func pace(_ number: Int) -> Unrolling.Pace {
        let ratio = spec.stepRatio.discriminator
        let made =
            switch spec.training.order {
            case .alternating: (iteration + 1) * ratio
            case .generatorFirst, .simultaneous, .consensus: iteration * ratio
            // Two of either player in an iteration.
            case .extragradient: number
            }
        return Unrolling.Pace(
            rate: discriminator.rate(at: iteration, of: spec.training.iterations), number: made + 1,
            progress: Learner.progress(at: iteration, of: spec.training.iterations), seed: seed, update: number)
    }

    /// A batch of fakes in training mode; valid until the generator's next forward pass.
    private func generate(noise stream: RandomStream, dropout: RandomStream, number: Int) -> UnsafePointer<Float> {
        prior.fill(
            buffers.noise, count: sampleCount * spec.noise.dimension, at: address(stream, number), workers: workers)
        laps?.end(.samples)
        lastMade = address(dropout, number)
        return generator.execution.forward(buffers.noise, rows: sampleCount, mode: .training(lastMade))
    }

    /// The discriminator's targets, a share of them swapped.
    func drawTargets(number: Int) {
        let smoothing = spec.labelSmoothing
        if smoothing.realTargets.isRandom || smoothing.fakeTargets.isRandom {
            fillTargets(buffers.realTargets, smoothing.realTargets, other: smoothing.fakeTargets, .realFlips, number)
            fillTargets(buffers.fakeTargets, smoothing.fakeTargets, other: smoothing.realTargets, .fakeFlips, number)
            return
        }
        let (real, fake, flip) = (Float(smoothing.real), Float(smoothing.fake), Float(smoothing.flip))
        LogitLosses.fillTargets(
            buffers.realTargets, count: batch, target: real, other: fake, flip: flip, at: address(.realFlips, number))
        LogitLosses.fillTargets(
            buffers.fakeTargets, count: batch, target: fake, other: real, flip: flip, at: address(.fakeFlips, number))
    }

    private func fillTargets(
        _ targets: UnsafeMutablePointer<Float>, _ own: TargetRange, other: TargetRange, _ flips: RandomStream,
        _ number: Int
    ) {
        LogitLosses.fillTargets(
            targets, count: batch, range: (Float(own.low), Float(own.high)),
            other: (Float(other.low), Float(other.high)), flip: Float(spec.labelSmoothing.flip),
            flips: address(flips, number),
            at: address(flips == .realFlips ? .realTargets : .fakeTargets, number))
    }

    func randomness(
        _ augmentation: RandomStream, _ noise: RandomStream, _ number: Int
    ) -> DiscriminatorInput.Randomness {
        DiscriminatorInput.Randomness(
            probability: adaptive?.probability ?? augmentationShare, augmentation: address(augmentation, number),
            deviation: regularization.noise(at: iteration, of: spec.training.iterations),
            noise: address(noise, number))
    }

    private func address(_ stream: RandomStream, _ number: Int) -> RandomAddress {
        stream.address(seed: seed, at: number)
    }
}
