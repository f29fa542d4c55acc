import Kernels
import Networks

extension Trainer {
    /// Both networks as they stand, in inference mode: batch norm uses its running statistics and dropout is off, so
    /// that a sample's output does not depend on the samples beside it.
    ///
    /// Real samples are the first `samples` held-out ones (all, if there are fewer); as many fakes are drawn from noise
    /// that no update has seen. Ends the span over which the means of losses and gradient norms are taken.
    /// - Throws: where an output is not finite; the first parameter that is not, if there is one.
    public func evaluate(samples: Int) throws(Divergence) -> Evaluation {
        let count = min(samples, dataset.heldOut.count)
        let size = dataset.heldOut.size
        let fakes = generate(count: count, stream: .evaluationNoise, at: iteration)
        let evaluation = Evaluation(
            iteration: iteration,
            realOutputs: dataset.heldOut.values.withUnsafeBufferPointer {
                discriminate($0.baseAddress, count: count, size: size)
            },
            fakeOutputs: discriminate(fakes),
            discriminatorLoss: discriminator.means.meanLoss, generatorLoss: generator.means.meanLoss,
            discriminatorGradientNorm: discriminator.means.meanGradientNorm,
            generatorGradientNorm: generator.means.meanGradientNorm)
        guard (evaluation.realOutputs + evaluation.fakeOutputs).allSatisfy(\.isFinite) else {
            throw cause(of: Divergence(iteration: iteration, player: .discriminator, quantity: .output))
        }
        discriminator.means = Means()
        generator.means = Means()
        return evaluation
    }

    /// Fakes in inference mode: [count, data's shape].
    /// - Parameters:
    ///   - stream: of the noise.
    ///   - index: the stream's iteration; with the same two the same noise is drawn.
    public func generate(count: Int, stream: RandomStream = .sampleNoise, at index: Int = 0) -> [Float] {
        let dimension = spec.noise.dimension
        let noise = FloatBuffer(count: count * dimension)
        prior.fill(noise.pointer, count: noise.count, at: stream.address(seed: seed, at: index), workers: workers)
        return Self.inference(generator.execution, noise.pointer, count: count)
    }

    /// The discriminator's outputs, before any sigmoid, in inference mode: [count].
    /// - Parameter points: samples of the data's shape, row major.
    public func discriminate(_ points: [Float]) -> [Float] {
        let size = dataset.training.size
        return points.withUnsafeBufferPointer { discriminate($0.baseAddress, count: points.count / size, size: size) }
    }

    private func discriminate(_ points: UnsafePointer<Float>?, count: Int, size: Int) -> [Float] {
        points.map { Self.inference(discriminator.execution, $0, count: count) } ?? []
    }

    private static func inference(_ execution: Execution, _ input: UnsafePointer<Float>, count: Int) -> [Float] {
        let graph = execution.network.graph
        return [Float](unsafeUninitializedCapacity: count * graph.output.count) { buffer, initialized in
            guard let output = buffer.baseAddress else { return }
            for start in stride(from: 0, to: count, by: execution.plan.batch) {
                let rows = min(execution.plan.batch, count - start)
                let values = execution.forward(input + start * graph.input.count, rows: rows, mode: .inference)
                (output + start * graph.output.count).update(from: values, count: rows * graph.output.count)
            }
            initialized = count * graph.output.count
        }
    }
}
