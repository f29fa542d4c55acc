import Datasets
import Engine
import Kernels
import Networks

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
    private let network: Network
    private let bestNetwork: Network
    private let execution: Execution
    private let bestExecution: Execution
    private let moments: FloatBuffer
    /// Real samples, then as many generated ones.
    private let inputs: FloatBuffer
    /// 1 for real, 0 for generated samples.
    private let targets: FloatBuffer
    private let gradient: FloatBuffer

    init(_ critic: FreshCritic, _ samples: Samples, workers: Workers) {
        self.critic = critic
        self.samples = samples
        self.workers = workers
        validationCount = min(max(1, samples.count / 5), FreshCritic.mostValidation)
        trainingCount = samples.count - validationCount
        batch = critic.spec.batchSize
        network = Network(critic.graph, seed: critic.seed, stream: Stream.parameters.rawValue)
        bestNetwork = Network(critic.graph, seed: critic.seed, stream: Stream.parameters.rawValue)
        execution = Execution(network, batch: 2 * batch, workers: workers)
        bestExecution = Execution(bestNetwork, batch: 2 * batch, workers: workers)
        moments = FloatBuffer(count: 2 * network.flatCount)
        inputs = FloatBuffer(count: 2 * batch * samples.size)
        targets = FloatBuffer(count: 2 * batch)
        targets.pointer.update(repeating: 1, count: batch)
        gradient = FloatBuffer(count: 2 * batch)
    }

    /// Bytes of both networks, their arenas and gradients, the optimizer's state and a batch.
    static func byteCount(_ graph: Graph, batch: Int) -> Int {
        let rows = 2 * batch
        let network = 4 * (2 * graph.flatCount + graph.stateCount) + Plan(graph, batch: rows).arenaBytes
        return 2 * network + 4 * (2 * graph.flatCount + rows * (graph.input.count + 2))
    }

    /// Trains until the critic gets no better on the samples set aside, or its updates are spent.
    func run(_ generated: FreshCritic.Source) {
        let fakes = generated(validationCount, .validation, 0)
        train(generated, validatedBy: fakes)
        // A critic that had no time to unlearn its first weights may have it the wrong way round.
        isReversed = validationLoss(fakes, bestExecution, sign: -1) < validationLoss(fakes, bestExecution)
    }

    private func train(_ generated: FreshCritic.Source, validatedBy fakes: [Float]) {
        var level = LevellingOff(start: validationLoss(fakes, execution))
        var threadChoice = ThreadChoice(workers)
        for update in 0..<critic.spec.iterations {
            var isFinite = true
            let rate = critic.spec.learningRate * level.rate
            threadChoice.run { isFinite = step(update, rate, generated(batch, .training, update)) }
            guard isFinite else { return }
            let done = update + 1
            updates = done
            guard level.isDue(at: done) || done == critic.spec.iterations else { continue }
            let answer = level.note(validationLoss(fakes, execution), at: done)
            if level.isBest { bestNetwork.copy(network) }
            switch answer {
            case .same: break
            case .slower: network.copy(bestNetwork)
            case .levelled:
                isLevelled = true
                return
            }
        }
    }

    /// Outputs of the best critic: logits of the probability of being real.
    func best(_ values: UnsafePointer<Float>, count: Int) -> [Float] {
        let outputs = Self.outputs(bestExecution, values, count)
        return isReversed ? outputs.map { -$0 } : outputs
    }

    /// One update on both kinds in one batch, so that batch statistics are those of their mixture, as in the test.
    /// - Returns: false where the loss is no longer finite; then nothing was changed.
    private func step(_ update: Int, _ rate: Double, _ fakes: [Float]) -> Bool {
        let size = samples.size
        samples.withFirst(trainingCount) { values, count in
            withUnsafeTemporaryAllocation(of: Int32.self, capacity: batch) { indices in
                guard let indices = indices.baseAddress else { return }
                Random.fillIndices(
                    indices, count: batch, below: count, at: Stream.batches.address(critic.seed, update))
                Elementwise.gatherRows(
                    values, columns: size, indices: indices, count: batch, into: inputs.pointer, workers: workers)
            }
        }
        fakes.withUnsafeBufferPointer {
            guard let start = $0.baseAddress else { return }
            (inputs.pointer + batch * size).update(from: start, count: batch * size)
        }
        let outputs = execution.forward(
            inputs.pointer, rows: 2 * batch, mode: .training(Stream.dropout.address(critic.seed, update)))
        let loss = Losses.crossEntropy(
            outputs, targets: targets.pointer, count: 2 * batch, scale: 1 / Float(2 * batch), gradient: gradient.pointer
        )
        guard loss.isFinite else { return false }
        execution.backward(gradient.pointer, parameters: .overwrite, inputGradient: false)
        let count = network.flatCount
        Optimizers.adam(
            network.parameters, gradients: network.gradients, first: moments.pointer, second: moments.pointer + count,
            count: count, step: update + 1, rate: rate, beta1: 0.9, beta2: 0.999, workers: workers)
        return true
    }

    /// Mean cross-entropy on the samples set aside, in nats.
    private func validationLoss(_ fakes: [Float], _ execution: Execution, sign: Float = 1) -> Double {
        let size = samples.size
        let real = samples.withFirst(samples.count) { values, _ in
            Self.outputs(execution, values + trainingCount * size, validationCount)
        }
        let fake = fakes.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { Self.outputs(execution, $0, validationCount) } ?? []
        }
        // -ln(1 - sigmoid(x)) = -ln sigmoid(-x): turning the sign around is swapping the right answers.
        return (CrossEntropy(real, isReal: sign > 0).mean + CrossEntropy(fake, isReal: sign < 0).mean) / 2
    }

    private static func outputs(_ execution: Execution, _ values: UnsafePointer<Float>, _ count: Int) -> [Float] {
        let size = execution.network.graph.input.count
        return [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
            guard let target = buffer.baseAddress else { return }
            for start in stride(from: 0, to: count, by: execution.plan.batch) {
                let rows = min(execution.plan.batch, count - start)
                let outputs = execution.forward(values + start * size, rows: rows, mode: .inference)
                (target + start).update(from: outputs, count: rows)
            }
            initialized = count
        }
    }
}
