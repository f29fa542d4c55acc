import Datasets
import Engine
import Kernels
import Networks
import Training

/// A critic while it learns: two networks, the one that moves and the best so far.
final class CriticTraining {
    /// The streams of random numbers; "cri" in ASCII, and a number.
    private enum Stream: UInt32 {
        case parameters = 0x6372_6901
        /// Which training samples an update sees; counts updates.
        case batches
        case dropout

        func address(_ seed: UInt64, _ update: Int = 0) -> RandomAddress {
            RandomAddress(seed: seed, stream: rawValue, iteration: UInt64(update))
        }
    }

    /// Real samples for updates; those behind them are set aside.
    let trainingCount: Int
    /// Updates that the critic took.
    private(set) var updates = 0
    /// Whether it levelled off before its updates were spent.
    private(set) var isLevelled = false
    /// Whether the best critic's outputs are to be read with the other sign.
    private var isReversed = false

    private let critic: FreshCritic
    private let samples: Samples
    private let validationCount: Int
    private let workers: Workers
    private let batch: Int
    private let learning: LearningNetwork
    private let bestNetwork: Network
    private let bestExecution: Execution
    /// Real samples, then as many generated ones.
    private let rows: LearningBatch
    /// 1 for real, 0 for generated samples.
    private let targets: FloatBuffer

    /// - Parameter memory: of its passes; others may use it between them.
    init(_ critic: FreshCritic, _ samples: Samples, workers: Workers, memory: PassMemory = PassMemory()) {
        self.critic = critic
        self.samples = samples
        self.workers = workers
        validationCount = Self.validationCount(of: samples.count)
        trainingCount = samples.count - validationCount
        batch = critic.spec.batchSize
        learning = LearningNetwork(
            critic.graph, Optimizers.adam(learningRate: critic.spec.learningRate), seed: critic.seed,
            stream: Stream.parameters.rawValue, batch: 2 * batch, workers: workers, memory: memory)
        bestNetwork = Network(critic.graph, seed: critic.seed, stream: Stream.parameters.rawValue, isTrained: false)
        bestExecution = Execution(
            bestNetwork, batch: 2 * batch, workers: workers, memory: memory, holding: .outputs)
        rows = LearningBatch(critic.graph, rows: 2 * batch, workers: workers)
        targets = FloatBuffer(count: 2 * batch)
        targets.pointer.update(repeating: 1, count: batch)
    }

    /// Of so many training samples those that are set aside.
    static func validationCount(of count: Int) -> Int { min(max(1, count / 5), FreshCritic.mostValidation) }

    /// Bytes of both networks and their passes, the gradients, the optimizer's state and a batch.
    /// - Parameter run: what the passes of a run take, which share their memory with these.
    static func byteCount(_ graph: Graph, batch: Int, beside run: PassMemoryNeed) -> Int {
        let rows = 2 * batch
        let passes =
            PassMemoryNeed(graph, batch: rows, holding: .nothing)
            + PassMemoryNeed(graph, batch: rows, holding: .outputs)
        let (parameters, gradientsAndState) = (2 * (graph.flatCount + graph.stateCount), 3 * graph.flatCount)
        return passes.beside(run) + 4 * (parameters + gradientsAndState + rows * (graph.input.count + 2))
    }

    /// Trains until the critic gets no better on the samples set aside, or its updates are spent.
    func run(_ generated: FreshCritic.Source) {
        let fakes = generated(validationCount, .validation, 0)
        train(generated, validatedBy: fakes)
        // A critic that had no time to unlearn its first weights may have it the wrong way round.
        let outputs = validationOutputs(fakes, bestExecution)
        isReversed = loss(outputs, sign: -1) < loss(outputs)
    }

    private func train(_ generated: FreshCritic.Source, validatedBy fakes: [Float]) {
        var level = LevellingOff(start: loss(validationOutputs(fakes, learning.execution)))
        var threadChoice = ThreadChoice(workers)
        for update in 0..<critic.spec.iterations {
            var isFinite = true
            let rate = critic.spec.learningRate * level.rate
            threadChoice.run { isFinite = step(update, rate, generated(batch, .training, update)) }
            guard isFinite else { return }
            let done = update + 1
            updates = done
            guard level.isDue(at: done) || done == critic.spec.iterations else { continue }
            let answer = level.note(loss(validationOutputs(fakes, learning.execution)), at: done)
            if level.isBest { bestNetwork.copy(learning.network) }
            switch answer {
            case .same: break
            case .slower: learning.network.copy(bestNetwork)
            case .levelled:
                isLevelled = true
                return
            }
        }
    }

    /// Outputs of the best critic: logits of the probability of being real.
    func best(_ rows: StoredRows, count: Int) -> [Float] {
        let outputs = bestExecution.outputs(rows, from: 0, count: count)
        return isReversed ? outputs.map { -$0 } : outputs
    }

    /// One update on both kinds in one batch, so that batch statistics are those of their mixture, as in the test.
    /// - Returns: false where the loss is no longer finite; then nothing was changed.
    private func step(_ update: Int, _ rate: Double, _ fakes: [Float]) -> Bool {
        rows.draw(batch, of: samples, first: trainingCount, at: Stream.batches.address(critic.seed, update))
        rows.fill(from: batch, with: fakes)
        let loss = learning.learn(
            rows, at: Stream.dropout.address(critic.seed, update), rate: rate, number: update + 1
        ) { [batch, targets] outputs, gradient in
            LogitLosses.crossEntropy(
                outputs, targets: targets.pointer, count: 2 * batch, scale: 1 / Float(2 * batch), gradient: gradient)
        }
        return loss.isFinite
    }

    /// On the samples set aside.
    private func validationOutputs(_ fakes: [Float], _ execution: Execution) -> (real: [Float], fake: [Float]) {
        let real = samples.withRows { execution.outputs($0, from: trainingCount, count: validationCount) }
        return (real, execution.outputs(fakes[...]))
    }

    /// Mean cross-entropy, in nats.
    private func loss(_ outputs: (real: [Float], fake: [Float]), sign: Float = 1) -> Double {
        // -ln(1 - sigmoid(x)) = -ln sigmoid(-x): turning the sign around is swapping the right answers.
        let (real, fake) = (CrossEntropy(outputs.real, isReal: sign > 0), CrossEntropy(outputs.fake, isReal: sign < 0))
        return (real.mean + fake.mean) / 2
    }
}
