import Configuration
import Engine
import Kernels
import Networks

/// One player of the game: a network that learns, with its schedule, clipping and average.
final class Learner {
    let player: Player
    private let learning: LearningNetwork
    private let schedule: any Schedule
    private let clipping: Double?
    /// Batches over which gradients are summed before an update.
    private let accumulation: Int
    private let weightClipping: Double?
    private let sharesGradients: Bool
    private let penalties: [Scheduled<any ParameterPenalty>]
    /// The penalties' arrays, one after another.
    private let penaltyState: FloatBuffer
    private let matrices: WeightMatrices?
    /// Parameters before an extrapolation; empty where the player makes none.
    private let origin: FloatBuffer
    /// Follows the parameters, and stands for the player where it is looked at; nil: the player itself does.
    let average: NetworkAverage?
    /// What the only pass of an update does with parameters' gradients: where nothing else is added to them and nothing
    /// but their being finite is asked of them, weights follow theirs while it is computed.
    let gradientsOfOnePass: Execution.ParameterGradients
    /// Over the updates since the last evaluation.
    var means = Means()

    /// - Parameters:
    ///   - batch: the most samples of one pass.
    ///   - extrapolates: whether there will be updates from one place by the gradient of another.
    ///   - accumulation: batches over which gradients are summed before an update, which follows their mean.
    ///   - onePass: whether a single pass makes the gradient of an update, which follows at once.
    ///   - memory: what both players' passes share.
    ///   - holding: what the player's passes must leave in it.
    ///   - gradients: an array that the other player's gradients take too; nil: there is none.
    ///   - outside: where its passes leave results beside memory of their own.
    init(
        _ player: Player, _ spec: PlayerSpec, graph: Graph, seed: UInt64, stream: RandomStream, batch: Int,
        extrapolates: Bool, accumulation: Int = 1, onePass: Bool = false, workers: Workers, memory: PassMemory,
        holding: Holding, gradients: FloatBuffer? = nil, outside: OutsideMemory = OutsideMemory()
    ) {
        self.player = player
        sharesGradients = gradients != nil
        self.accumulation = accumulation
        learning = LearningNetwork(
            graph, Optimizers.registry.make(spec.optimizer), seed: seed, stream: stream.rawValue, batch: batch,
            workers: workers, memory: memory, holding: holding, gradients: gradients, outside: outside)
        schedule = Schedules.registry.make(spec.schedule)
        penalties = Regularization(spec.regularization).parameterPenalties
        penaltyState = FloatBuffer(
            count: penalties.reduce(0) { $0 + type(of: $1.entry).stateNames.count } * learning.network.flatCount)
        matrices = penalties.contains { type(of: $0.entry).readsMatrices } ? WeightMatrices(learning.network) : nil
        origin = FloatBuffer(count: extrapolates ? learning.network.flatCount : 0)
        clipping = spec.gradientClipping
        weightClipping = spec.weightClipping
        gradientsOfOnePass =
            onePass && accumulation == 1 && !extrapolates && penalties.isEmpty && clipping == nil
            ? learning.gradientsOfOnePass : .overwrite
        average = spec.average.map { [learning] in
            NetworkAverage($0, of: learning.network, batch: batch, workers: workers, memory: memory)
        }
    }

    var network: Network { learning.network }
    var execution: Execution { learning.execution }
    private var workers: Workers { learning.workers }

    /// The optimizer's arrays, one after another in the order of `optimizerStateNames`.
    var optimizerState: FloatBuffer { learning.optimizerState }
    var optimizerStateNames: [String] { learning.optimizer.stateNames }

    /// The penalties' arrays by name.
    var penaltyArrays: [(name: String, array: UnsafeMutablePointer<Float>)] {
        penalties.flatMap { penalty in
            type(of: penalty.entry).stateNames.map { "\(type(of: penalty.entry).declaration.name).\($0)" }
        }.enumerated().map { ($0.element, penaltyState.pointer + $0.offset * network.flatCount) }
    }

    /// Adds the gradients of the terms made of parameters.
    private func penalize(number: Int, iteration: Int, of iterations: Int) {
        var (index, array) = (0, 0)
        while index < penalties.count {
            let penalty = penalties[index].entry
            penalty.addGradient(
                ParameterSite(
                    parameters: network.parameters, gradients: network.gradients,
                    state: penaltyState.pointer + array * network.flatCount, count: network.flatCount,
                    number: number, factor: penalties[index].factor(at: iteration, of: iterations),
                    matrices: matrices, workers: workers))
            array += type(of: penalty).stateNames.count
            index += 1
        }
    }

    /// The network that is evaluated, sampled and judged.
    var judged: Execution { average?.execution ?? execution }

    /// Before the passes of one of the player's own updates.
    /// - Parameter isAhead: whether a pass of the update was made already, with the weights as they are.
    func prepare(isAhead: Bool = false) {
        if sharesGradients { network.clearPadding() }
        if !isAhead { network.advance(workers) }
    }

    var optimizer: any Optimizer { learning.optimizer }

    /// The learning rate of an update. `iteration` counts from 0.
    func rate(at iteration: Int, of iterations: Int) -> Double {
        learning.optimizer.learningRate * schedule.factor(at: iteration, of: iterations)
    }

    /// The share of the run that is over.
    static func progress(at iteration: Int, of iterations: Int) -> Double {
        Double(iteration) / Double(max(1, iterations))
    }

    /// Where an update starts, and what it is for.
    enum Move {
        case step
        /// To where the gradient is taken again.
        case extrapolation
        /// By the gradient there, from where the extrapolation started.
        case fromOrigin
    }

    /// Lets the parameters follow the gradient that the last backward pass left.
    /// - Parameters:
    ///   - loss: of this update, for the means.
    ///   - iteration: counts from 0. `number`: of this player's updates in the run, from 0.
    /// - Throws: before anything is changed, where the loss or the gradient is not finite.
    func update(loss: Double, iteration: Int, of iterations: Int, number: Int, move: Move = .step)
        throws(Divergence)
    {
        network.pullBack(workers)
        let (rate, progress) = (rate(at: iteration, of: iterations), Self.progress(at: iteration, of: iterations))
        if gradientsOfOnePass == .late {
            let square = learning.earlySquare
            if loss.isFinite && square.isFinite && execution.lateIsBounded {
                let late = learning.followBlocks(rate: rate, number: number + 1, progress: progress)
                finish(loss: loss, norm: (square + late).squareRoot(), iteration: iteration)
                return
            }
            execution.computeLate()
        }
        guard loss.isFinite else {
            let tensor = firstNotFinite(network.gradients)
            throw Divergence(iteration: iteration + 1, player: player, quantity: .loss(loss, tensor: tensor))
        }
        let count = network.flatCount
        if accumulation > 1 {
            Elementwise.scale(
                network.gradients, by: 1 / Float(accumulation), into: network.gradients, count: count,
                workers: workers)
        }
        penalize(number: number + 1, iteration: iteration, of: iterations)
        let norm = Reductions.squaredNorm(network.gradients, count: count, workers: workers).squareRoot()
        guard norm.isFinite else {
            let tensor = firstNotFinite(network.gradients)
            throw Divergence(iteration: iteration + 1, player: player, quantity: .gradient(tensor: tensor))
        }
        var scale = 1.0
        if let clipping, norm > clipping { scale = clipping / norm }
        switch move {
        case .step: break
        case .extrapolation:
            Elementwise.copy(network.parameters, into: origin.pointer, count: count, workers: workers)
        case .fromOrigin:
            Elementwise.copy(origin.pointer, into: network.parameters, count: count, workers: workers)
        }
        learning.follow(scale: scale, rate: rate, number: number + 1, progress: progress)
        finish(loss: loss, norm: norm, iteration: iteration, isFinal: move != .extrapolation)
    }

    /// What comes after a move of the parameters.
    /// - Parameter isFinal: whether the update ends there.
    private func finish(loss: Double, norm: Double, iteration: Int, isFinal: Bool = true) {
        let count = network.flatCount
        if let weightClipping {
            let bound = Float(weightClipping)
            Elementwise.clip(network.parameters, count: count, low: -bound, high: bound, workers: workers)
        }
        network.derive(workers)
        guard isFinal else { return }
        average?.follow(network, iteration: iteration, workers: workers)
        means.add(loss: loss, gradientNorm: norm)
    }

    /// The first parameter that is not finite.
    var firstBadParameter: String? { firstNotFinite(network.parameters) }

    /// The first tensor of a flat array that is not finite.
    private func firstNotFinite(_ values: UnsafeMutablePointer<Float>) -> String? {
        network.firstNotFinite(values, workers: workers)
    }
}

/// Sums since the last evaluation.
struct Means: Hashable {
    var updates = 0
    var loss = 0.0
    var gradientNorm = 0.0

    mutating func add(loss: Double, gradientNorm: Double) {
        updates += 1
        self.loss += loss
        self.gradientNorm += gradientNorm
    }

    var meanLoss: Double? { updates == 0 ? nil : loss / Double(updates) }
    var meanGradientNorm: Double? { updates == 0 ? nil : gradientNorm / Double(updates) }
}
