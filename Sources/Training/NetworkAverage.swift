import Configuration
import Engine
import Kernels

/// An exponential average of a player's parameters over its updates: average = decay · average + (1 - decay) ·
/// parameters (Yazıcı et al. 2019, equation 4). Running statistics are the player's own. Before iteration `start` it is
/// a copy.
final class NetworkAverage {
    let network: Network
    let execution: Execution
    private let share: Float
    private let start: Int

    /// - Parameters:
    ///   - batch: the most samples of one pass.
    ///   - memory: of both players' passes.
    init(_ spec: AverageSpec, of source: Network, batch: Int, workers: Workers, memory: PassMemory) {
        network = Network(source.graph, seed: 0, stream: 0, isTrained: false)
        network.copy(source)
        execution = Execution(network, batch: batch, workers: workers, memory: memory, holding: .outputs)
        share = Float(1 - spec.decayPerUpdate)
        start = spec.start
    }

    /// After an update in an iteration, counted from 0.
    func follow(_ source: Network, iteration: Int, workers: Workers) {
        network.state.update(from: source.state, count: source.stateCount)
        if iteration < start {
            network.parameters.update(from: source.parameters, count: source.flatCount)
        } else {
            RowBlends.follow(
                source.parameters, share: share, into: network.parameters, count: source.flatCount, workers: workers)
        }
        network.derive(workers)
    }
}
