import Engine
import Kernels

extension Trainer {
    /// Both networks as they stand, in inference mode: batch norm uses its running statistics and dropout is off, so
    /// that a sample's output does not depend on the samples beside it.
    ///
    /// Real samples are the first `samples` held-out ones (all, if there are fewer); as many fakes are drawn from noise
    /// that no update has seen. A packed discriminator sees both in packs, the rest that fills none left out, and gives
    /// one output for a pack; regularizers take no part. Where the generator has an average, that makes the fakes. Ends
    /// the span over which the means of losses and gradient norms are taken.
    /// - Throws: where an output is not finite; the first parameter that is not, if there is one.
    public func evaluate(samples: Int) throws(Divergence) -> Evaluation {
        let answers = answers(samples: samples)
        let evaluation = Evaluation(
            iteration: iteration, realOutputs: answers.real, fakeOutputs: answers.fake, generated: answers.fakes,
            discriminatorLoss: discriminator.means.meanLoss, generatorLoss: generator.means.meanLoss,
            discriminatorGradientNorm: discriminator.means.meanGradientNorm,
            generatorGradientNorm: generator.means.meanGradientNorm, remembered: memory.entries)
        guard (evaluation.realOutputs + evaluation.fakeOutputs).allSatisfy(\.isFinite) else {
            throw cause(of: Divergence(iteration: iteration, player: .discriminator, quantity: .output))
        }
        skipped?.startOver()
        discriminator.means = Means()
        generator.means = Means()
        return evaluation
    }

    /// The discriminator's outputs on held-out samples and on fakes, as the last evaluation had them if nothing was
    /// trained since: before any sigmoid, in inference mode, [count] each.
    public func discriminatorOutputs(samples: Int) -> (real: [Float], fake: [Float]) {
        let answers = answers(samples: samples)
        return (answers.real, answers.fake)
    }

    /// The discriminator's outputs on held-out samples and on fakes, and these, as `evaluate` has them.
    func answers(samples: Int) -> (real: [Float], fake: [Float], fakes: [Float]) {
        let packs = max(1, min(samples, dataset.heldOut.count) / packing.count)
        let count = packs * packing.count
        // Only where there is not even one pack of held-out samples do they repeat.
        let real =
            count <= dataset.heldOut.count
            ? dataset.heldOut.values(of: 0..<count)
            : Array(repeating: dataset.heldOut.values, count: count).flatMap(\.self)
        let fakes = generate(count: count, stream: .evaluationNoise, at: iteration)
        let realLabels = heldOutLabelValues(count: count, at: iteration)
        let fakeLabels = labelValues(count: count, stream: .evaluationNoise, at: iteration)
        return (outputs(real, realLabels, packs: packs), outputs(fakes, fakeLabels, packs: packs), fakes)
    }

    /// Fakes in inference mode: [count, data's shape].
    /// - Parameters:
    ///   - stream: of the noise.
    ///   - index: the stream's iteration; with the same two the same noise is drawn.
    public func generate(count: Int, stream: RandomStream = .sampleNoise, at index: Int = 0) -> [Float] {
        let dimension = spec.noise.dimension
        let noise = FloatBuffer(count: count * dimension)
        prior.fill(noise.pointer, count: noise.count, at: stream.address(seed: seed, at: index), workers: workers)
        return generate(from: noise.pointer, labelValues(count: count, stream: stream, at: index), count: count)
    }

    /// - Parameters:
    ///   - noise: [count, noise dimension].
    ///   - labels: [count, classes]; nil where the game is played without.
    func generate(from noise: UnsafePointer<Float>, _ labels: [Float]?, count: Int) -> [Float] {
        snapped(generator.judged.outputs(noise, count: count, labels: labels))
    }

    /// Samples as they would be written: rows of a table with categories that are one thing, and rounded numbers.
    /// Evaluation and judges see these, or they would know a generated row by its hundredths of a category.
    func snapped(_ samples: [Float]) -> [Float] { dataset.units.snap(samples) ?? samples }

    /// The discriminator's outputs, before any sigmoid, in inference mode: [count]. A packed discriminator is shown
    /// packs of copies of each point; where there are labels, the outputs are means over those of all classes.
    /// - Parameter points: samples of the data's shape, row major.
    public func discriminate(_ points: [Float]) -> [Float] {
        let size = dataset.training.size
        let count = points.count / size
        var copies = points
        if packing.count > 1 {
            copies = stride(from: 0, to: points.count, by: size).flatMap { start in
                (0..<packing.count).flatMap { _ in points[start..<start + size] }
            }
        }
        guard let classes = labelRows?.classes else { return outputs(copies, nil, packs: count) }
        let all = (0..<classes).map { label in
            outputs(copies, values([Int](repeating: label, count: count * packing.count)), packs: count)
        }
        return (0..<count).map { point in all.reduce(0) { $0 + $1[point] } / Float(classes) }
    }

    /// Of the first samples, in packs.
    /// - Parameter labels: [samples, classes]; nil where the game is played without.
    private func outputs(_ samples: [Float], _ labels: [Float]?, packs: Int) -> [Float] {
        if let labels {
            let outputs = discriminator.execution.outputs(samples, count: packs, labels: labels)
            // With an auxiliary classifier each is followed by its classes' logits.
            let width = discriminator.network.graph.output.count
            return width == 1 ? outputs : stride(from: 0, to: outputs.count, by: width).map { outputs[$0] }
        }
        return samples.withUnsafeBufferPointer { samples in
            guard let base = samples.baseAddress else { return [] }
            guard packing.moves else { return discriminator.execution.outputs(base, count: packs) }
            let packed = FloatBuffer(count: packs * discriminator.network.graph.input.count)
            packing.pack(base, into: packed.pointer, rows: packs, workers: workers)
            return discriminator.execution.outputs(packed.pointer, count: packs)
        }
    }
}
