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
    /// Where gradients stand that every pass computes: all but those of late steps.
    private let early: [Range<Int>]
    private let follower: BlockFollower

    /// - Parameters:
    ///   - stream: of the first parameters.
    ///   - batch: the most rows of one pass.
    ///   - memory: may be shared with executions that run one after another.
    ///   - holding: what passes must leave in it; `learn` goes back at once.
    ///   - gradients: as `Network` has it.
    ///   - outside: as `Execution` has it.
    public init(
        _ graph: Graph, _ optimizer: any Optimizer, seed: UInt64, stream: UInt32, batch: Int, workers: Workers,
        memory: PassMemory = PassMemory(), holding: Holding = .nothing, gradients: FloatBuffer? = nil,
        outside: OutsideMemory = OutsideMemory()
    ) {
        network = Network(graph, seed: seed, stream: stream, gradients: gradients)
        execution = Execution(
            network, batch: batch, workers: workers, memory: memory, holding: holding, outside: outside)
        self.optimizer = optimizer
        self.workers = workers
        optimizerState = FloatBuffer(count: optimizer.stateNames.count * network.flatCount)
        follower = BlockFollower(optimizer, network, optimizerState)
        var (early, start) = ([Range<Int>](), 0)
        for range in execution.lateRanges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if start < range.lowerBound { early.append(start..<range.lowerBound) }
            start = range.upperBound
        }
        if start < network.flatCount { early.append(start..<network.flatCount) }
        self.early = early
    }

    /// What one pass may do with gradients that an update follows at once: those of late steps wait for it.
    var gradientsOfOnePass: Execution.ParameterGradients { execution.hasLateSteps ? .late : .overwrite }

    /// Lets the parameters follow the gradient that the last backward passes left.
    /// - Parameters:
    ///   - scale: the gradient is multiplied by it first.
    ///   - rate: the learning rate of this update.
    ///   - number: of the update, from 1.
    ///   - progress: the share of the run that is over.
    func follow(scale: Double = 1, rate: Double, number: Int, progress: Double = 0) {
        optimizer.update(update(scale: scale, rate: rate, number: number, progress: progress))
    }

    private func update(scale: Double, rate: Double, number: Int, progress: Double) -> OptimizerUpdate {
        OptimizerUpdate(
            parameters: network.parameters, gradients: network.gradients, state: optimizerState.pointer,
            count: network.flatCount, gradientScale: Float(scale), learningRate: rate, number: number,
            workers: workers, progress: progress)
    }

    /// As `follow`, after a pass that has left the gradients of late steps: their weights follow block by block.
    /// - Returns: the sum of the squares of their gradients.
    @discardableResult
    func followBlocks(rate: Double, number: Int, progress: Double = 0) -> Double {
        let update = update(scale: 1, rate: rate, number: number, progress: progress)
        var index = 0
        while index < early.count {
            let range = early[index]
            optimizer.update(
                update.part(
                    at: range.lowerBound, count: range.count, gradients: network.gradients + range.lowerBound))
            index += 1
        }
        follower.update = update
        return execution.giveLate(to: follower)
    }

    /// The sum of the squares of the gradients that every pass computes.
    var earlySquare: Double {
        var (sum, index) = (0.0, 0)
        while index < early.count {
            sum += Reductions.squaredNorm(
                network.gradients + early[index].lowerBound, count: early[index].count, workers: workers)
            index += 1
        }
        return sum
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
        let gradients = gradientsOfOnePass
        execution.backward(batch.gradient.pointer, parameters: gradients, inputGradient: false)
        network.pullBack(workers)
        if gradients == .late { followBlocks(rate: rate, number: number) } else { follow(rate: rate, number: number) }
        network.derive(workers)
        return value
    }
}

/// Lets weights follow their gradient block by block, as parts of one update.
private final class BlockFollower: FlatTaker {
    private let optimizer: any Optimizer
    /// Parameters and the optimizer's arrays, from the flat arrays' beginning on, and from the weights at work.
    private let arrays: [UnsafeMutablePointer<Float>]
    private let places: UnsafeMutablePointer<UnsafePointer<Float>>
    var update: OptimizerUpdate?

    init(_ optimizer: any Optimizer, _ network: Network, _ state: FloatBuffer) {
        self.optimizer = optimizer
        arrays =
            [network.parameters] + optimizer.stateNames.indices.map { state.pointer + $0 * network.flatCount }
        places = .allocate(capacity: arrays.count)
        for (index, array) in arrays.enumerated() { (places + index).initialize(to: UnsafePointer(array)) }
    }

    deinit { places.deallocate() }

    var start = 0 {
        didSet {
            var index = 0
            while index < arrays.count {
                places[index] = UnsafePointer(arrays[index] + start)
                index += 1
            }
        }
    }

    var met: UnsafeBufferPointer<UnsafePointer<Float>> { UnsafeBufferPointer(start: places, count: arrays.count) }

    func take(_ block: UnsafePointer<Float>, offset: Int, count: Int) {
        guard let update else { preconditionFailure("a block without an update") }
        optimizer.update(update.part(at: start + offset, count: count, gradients: block))
    }
}
