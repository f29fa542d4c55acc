import Kernels

/// What an iteration of consensus optimization adds to both gradients.
extension Trainer {
    /// Adds what comes of the discriminator's loss, right after its gradient: to that gradient, and to `kept` for the
    /// generator's. Samples and values of both networks are still those of that gradient.
    func addDiscriminatorsShare(of consensus: Consensus, weight: Double) {
        consensus.discriminator.turn(to: discriminator.network.gradients)
        let towardsRows = consensus.discriminator.addProduct(buffers, factor: weight)
        generator.execution.backward(
            input.unpack(towardsRows, rows: batch, workers: workers), parameters: .overwrite, inputGradient: false)
        let own = generator.network
        Elementwise.copy(own.gradients, into: consensus.kept.pointer, count: own.flatCount, workers: workers)
    }

    /// Adds what comes of the generator's loss, right after its gradient, to both gradients.
    func addGeneratorsShare(of consensus: Consensus, weight: Double, number: Int) {
        let (own, along, through) = (generator.network, consensus.generator, consensus.discriminator.first)
        Elementwise.copy(own.gradients, into: along.direction, count: own.flatCount, workers: workers)
        if input.isOverwritten {
            let made = reusesFakes ? UnsafePointer(buffers.fake) : along.outputs
            _ = input.make(
                made, rows: batch, randomness(.augmentationForGenerator, .instanceNoiseForGenerator, number),
                workers: workers)
        }
        along.moveAlong(rows: sampleCount, parameters: true)
        input.follow(along.outputTangent, rows: batch, into: through.inputTangent, workers: workers)

        Elementwise.scale(
            buffers.fakeGradient, by: Float(weight), into: through.outputSlope, count: batch,
            workers: workers)
        through.takeSlopes(rows: batch)
        through.moveAlong(rows: batch)
        for row in 0..<batch {
            let curvature = consensus.loss.curvature(.generator, output: Double(through.outputs[row]), target: 1)
            through.outputAdjoint[row] = Float(
                weight / Double(batch) * curvature * Double(through.outputTangent[row]))
        }
        through.addGradient(rows: batch, reachesInput: true)

        let count = sampleCount * size
        Elementwise.copy(
            input.unpack(through.inputSlope, rows: batch, workers: workers), into: along.outputSlope, count: count,
            workers: workers)
        Elementwise.copy(
            input.unpack(through.inputAdjoint, rows: batch, workers: workers), into: along.outputAdjoint, count: count,
            workers: workers)
        along.takeSlopes(rows: sampleCount)
        along.addGradient(rows: sampleCount, parameters: true)
        Elementwise.accumulate(consensus.kept.pointer, into: own.gradients, count: own.flatCount, workers: workers)
    }
}
