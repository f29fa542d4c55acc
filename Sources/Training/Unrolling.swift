import Configuration
import Engine
import Kernels
import Networks

/// Updates of the discriminator that a generator's update looks ahead, and the derivative back through them. Metz et
/// al. 2017, eq. 7 to 11.
///
/// From psi_0, the discriminator's parameters, updates lead to psi_k, each by the gradient of the discriminator's loss
/// on the same samples, those of the generator's update. Back from psi_k, each gives the derivatives by its gradient, a
/// direction of psi_i: its product with the second derivatives of the discriminator's loss by psi_i goes to psi_i, that
/// by the generated samples to these.
final class Unrolling {
    private let steps: Int
    private let loss: any CurvedLoss
    private let discriminator: Learner
    private let passes: DiscriminatorPasses
    private let isSinglePass: Bool
    private let batch: Int
    private let workers: Workers
    /// nil: psi_k is held.
    private let curvature: DiscriminatorCurvature?
    private let optimizer: (any DifferentiableOptimizer)?
    /// Of every step: its parameters, its gradients, and the optimizer's state after it.
    private let history: FloatBuffer
    /// The discriminator's parameters, gradients and running statistics while others stand in their place.
    private let kept: FloatBuffer
    private let state: FloatBuffer
    /// Derivatives by the parameters, by the gradients and by the optimizer's state.
    private let adjoints: FloatBuffer
    /// [batch, row]: the gradient by the generated samples.
    private let towardsFakes: FloatBuffer

    init(
        _ spec: TrainingSpec, loss: any Loss, discriminator: Learner, passes: DiscriminatorPasses, singlePass: Bool
    ) {
        guard let loss = loss as? any CurvedLoss else { preconditionFailure("a loss without second derivatives") }
        self.loss = loss
        self.discriminator = discriminator
        self.passes = passes
        (steps, isSinglePass, batch) = (spec.unrolled, singlePass, passes.batch)
        workers = discriminator.execution.workers
        let (count, states) = (discriminator.network.flatCount, discriminator.optimizer.stateNames.count)
        let differentiates = spec.differentiatesUnrolled
        optimizer = discriminator.optimizer as? any DifferentiableOptimizer
        curvature =
            differentiates ? DiscriminatorCurvature(loss, discriminator, passes, singlePass: singlePass) : nil
        history = FloatBuffer(count: differentiates ? steps * (2 + states) * count : 0)
        kept = FloatBuffer(count: 2 * count + discriminator.network.stateCount)
        state = FloatBuffer(count: states * count)
        adjoints = FloatBuffer(count: differentiates ? (2 + states) * count : 0)
        towardsFakes = FloatBuffer(count: batch * discriminator.network.graph.input.count)
    }

    /// Bytes of all arrays.
    static func byteCount(_ run: RunSpec, _ discriminator: Graph, singlePass: Bool) -> Int {
        guard run.training.unrolled > 0 else { return 0 }
        let (batch, count) = (run.training.batchSize, discriminator.flatCount)
        let states = Optimizers.registry.make(run.discriminator.optimizer).stateNames.count
        let held = (2 + states) * count + discriminator.stateCount + batch * discriminator.input.count
        guard run.training.differentiatesUnrolled else { return 4 * held }
        return 4 * (held + (run.training.unrolled + 1) * (2 + states) * count)
            + DiscriminatorCurvature.byteCount(discriminator, batch: batch, singlePass: singlePass)
    }

    private var network: Network { discriminator.network }
    private var count: Int { network.flatCount }

    /// Where a step stands in `history`.
    private func parameters(_ step: Int) -> UnsafeMutablePointer<Float> {
        history.pointer + step * (history.count / max(1, steps))
    }
    private func gradients(_ step: Int) -> UnsafeMutablePointer<Float> { parameters(step) + count }
    private func stateAfter(_ step: Int) -> UnsafeMutablePointer<Float> { gradients(step) + count }

    /// What an update ahead is by: the first of them is the discriminator's next.
    struct Pace {
        let rate: Double
        /// Of the first, from 1.
        let number: Int
        let progress: Double
        let seed: UInt64
        /// Of the generator's update.
        let update: Int

        /// Of dropout in a pass.
        func random(_ pass: Int) -> RandomAddress {
            RandomStream.discriminatorDropoutAhead.address(seed: seed, at: 2048 * update + pass)
        }
    }

    private func update(_ step: Int, _ pace: Pace, isBack: Bool) -> OptimizerUpdate {
        OptimizerUpdate(
            parameters: isBack ? parameters(step) : network.parameters,
            gradients: isBack ? UnsafePointer(gradients(step)) : UnsafePointer(network.gradients),
            state: isBack ? stateAfter(step) : state.pointer, count: count, gradientScale: 1, learningRate: pace.rate,
            number: pace.number + step, workers: workers, progress: pace.progress)
    }

    private func copy(_ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, _ count: Int) {
        Elementwise.copy(x, into: y, count: count, workers: workers)
    }

    /// Brings the discriminator to psi_k.
    /// - Parameter buffers: with the real samples and the generated ones.
    func lookAhead(_ buffers: borrowing TrainerBuffers, _ pace: Pace) {
        copy(network.parameters, into: kept.pointer, count)
        copy(network.gradients, into: kept.pointer + count, count)
        copy(network.state, into: kept.pointer + 2 * count, network.stateCount)
        copy(discriminator.optimizerState.pointer, into: state.pointer, state.count)
        for step in 0..<steps {
            takeGradient(step, buffers, pace, backward: true)
            network.pullBack(workers)
            if curvature != nil {
                copy(network.parameters, into: parameters(step), count)
                copy(network.gradients, into: gradients(step), count)
            }
            discriminator.optimizer.update(update(step, pace, isBack: false))
            network.derive(workers)
            if curvature != nil { copy(state.pointer, into: stateAfter(step), state.count) }
        }
    }

    /// The discriminator's loss of a step, and its gradient by the outputs and, where wanted, by the parameters.
    private func takeGradient(_ step: Int, _ buffers: borrowing TrainerBuffers, _ pace: Pace, backward: Bool) {
        let (first, second) = (discriminator.execution, passes.second)
        if isSinglePass {
            let outputs = first.forward(
                UnsafePointer(buffers.real), rows: 2 * batch, mode: .training(pace.random(2 * step)))
            _ = loss.discriminatorOnReal(buffers.realBatch(outputs))
            _ = loss.discriminatorOnFake(buffers.fakeBatch(outputs + batch))
            if backward { first.backward(buffers.realGradient, parameters: .overwrite, inputGradient: false) }
            return
        }
        let onReal = first.forward(UnsafePointer(buffers.real), rows: batch, mode: .training(pace.random(2 * step)))
        _ = loss.discriminatorOnReal(buffers.realBatch(onReal))
        let onFake = second.forward(
            UnsafePointer(buffers.fake), rows: batch, mode: .training(pace.random(2 * step + 1)))
        _ = loss.discriminatorOnFake(buffers.fakeBatch(onFake))
        guard backward else { return }
        first.backward(buffers.realGradient, parameters: .overwrite, inputGradient: false)
        second.backward(buffers.fakeGradient, parameters: .accumulate, inputGradient: false)
    }

    /// What a backward pass at psi_k writes of the discriminator's parameters.
    var parametersAtEnd: Execution.ParameterGradients { curvature == nil ? .none : .overwrite }

    /// Goes back through the updates, after the generator's loss at psi_k has gone back to the samples and, as
    /// `parametersAtEnd` says, to psi_k; then the discriminator is as it was.
    /// - Parameter gradient: of that loss by the generated samples, [batch, row].
    /// - Returns: the whole gradient by them, valid until the next call.
    func lookBack(
        _ gradient: UnsafePointer<Float>, _ buffers: borrowing TrainerBuffers, _ pace: Pace
    ) -> UnsafePointer<Float> {
        copy(gradient, into: towardsFakes.pointer, towardsFakes.count)
        if let curvature, let optimizer {
            if loss.isZeroSum { addRealTerms(buffers, pace) }
            let (byParameters, byGradients) = (adjoints.pointer, adjoints.pointer + count)
            let byState = adjoints.pointer + 2 * count
            copy(network.gradients, into: byParameters, count)
            byState.update(repeating: 0, count: state.count)
            var step = steps
            while step > 0 {
                step -= 1
                optimizer.pullBack(
                    OptimizerPullback(
                        update: update(step, pace, isBack: true), byParameters: byParameters, byState: byState,
                        byGradients: byGradients))
                copy(parameters(step), into: network.parameters, count)
                takeGradient(step, buffers, pace, backward: false)
                curvature.turn(to: byGradients)
                network.gradients.update(repeating: 0, count: count)
                let product = curvature.addProduct(buffers, factor: 1)
                Elementwise.accumulate(
                    product, into: towardsFakes.pointer, count: towardsFakes.count, workers: workers)
                Elementwise.accumulate(network.gradients, into: byParameters, count: count, workers: workers)
            }
        }
        copy(kept.pointer, into: network.parameters, count)
        copy(kept.pointer + count, into: network.gradients, count)
        copy(kept.pointer + 2 * count, into: network.state, network.stateCount)
        network.derive(workers)
        return UnsafePointer(towardsFakes.pointer)
    }

    /// Adds the gradient by psi_k of minus the discriminator's loss of real samples.
    private func addRealTerms(_ buffers: borrowing TrainerBuffers, _ pace: Pace) {
        let outputs = discriminator.execution.forward(
            UnsafePointer(buffers.real), rows: batch, mode: .training(pace.random(2 * steps)))
        _ = loss.discriminatorOnReal(buffers.realBatch(outputs))
        for row in 0..<batch { buffers.realGradient[row] *= -1 }
        discriminator.execution.backward(buffers.realGradient, parameters: .accumulate, inputGradient: false)
    }
}
