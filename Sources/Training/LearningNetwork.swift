import Engine
import Kernels
import Networks

/// A network that learns: the plan that runs it, and the optimizer that its parameters follow their gradient by. Either
/// player of the game is one, the fresh critic, and the judge of labels.
public final class LearningNetwork {
    public let network: Network
    public let execution: Execution
    public let workers: Workers
    let optimizer: any Optimizer
    /// The optimizer's arrays, one after another in the order of its `stateNames`.
    let optimizerState: FloatBuffer

    /// - Parameters:
    ///   - stream: of the first parameters.
    ///   - batch: the most rows of one pass.
    public init(
        _ graph: Graph, _ optimizer: any Optimizer, seed: UInt64, stream: UInt32, batch: Int, workers: Workers
    ) {
        network = Network(graph, seed: seed, stream: stream)
        execution = Execution(network, batch: batch, workers: workers)
        self.optimizer = optimizer
        self.workers = workers
        optimizerState = FloatBuffer(count: optimizer.stateNames.count * network.flatCount)
    }

    /// Lets the parameters follow the gradient that the last backward passes left.
    /// - Parameters:
    ///   - scale: the gradient is multiplied by it first.
    ///   - rate: the learning rate of this update.
    ///   - number: of the update, from 1.
    ///   - progress: the share of the run that is over.
    func follow(scale: Double = 1, rate: Double, number: Int, progress: Double = 0) {
        optimizer.update(
            OptimizerUpdate(
                parameters: network.parameters, gradients: network.gradients, state: optimizerState.pointer,
                count: network.flatCount, gradientScale: Float(scale), learningRate: rate, number: number,
                workers: workers, progress: progress))
    }

    /// One update by a loss of the network's own outputs.
    /// - Parameters:
    ///   - batch: what it learns from, and where the loss's gradient goes.
    ///   - random: of dropout and noise.
    ///   - rate: the learning rate of this update.
    ///   - number: of the update, from 1.
    ///   - loss: gives the loss of the outputs [rows, output.count] and writes its gradient by them.
    /// - Returns: the loss. Where it is not finite nothing was changed.
    public func learn(
        _ batch: LearningBatch, at random: RandomAddress, rate: Double, number: Int,
        loss: (_ outputs: UnsafePointer<Float>, _ gradient: UnsafeMutablePointer<Float>) -> Double
    ) -> Double {
        let outputs = execution.forward(batch.inputs.pointer, rows: batch.rows, mode: .training(random))
        let value = loss(outputs, batch.gradient.pointer)
        guard value.isFinite else { return value }
        execution.backward(batch.gradient.pointer, parameters: .overwrite, inputGradient: false)
        network.pullBack(workers)
        follow(rate: rate, number: number)
        network.derive(workers)
        return value
    }
}
