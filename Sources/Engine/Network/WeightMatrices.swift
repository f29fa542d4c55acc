import Kernels
import Networks

/// The weights of a network as matrices of their output channels, for terms of a loss that are made of these.
public final class WeightMatrices {
    private let plans: [OrthogonalPenaltyPlan]
    /// Where each begins in the flat arrays.
    private let offsets: [Int]

    public init(_ network: Network) {
        let places = Self.places(network.graph)
        offsets = places.map { network.layout.offsets[$0.index] }
        plans = places.map { OrthogonalPenaltyPlan(rows: $0.rows, columns: $0.columns, channels: $0.channels) }
    }

    public static func byteCount(_ graph: Graph) -> Int {
        places(graph).reduce(0) {
            $0 + OrthogonalPenaltyPlan.byteCount(rows: $1.rows, columns: $1.columns, channels: $1.channels)
        }
    }

    private static func places(_ graph: Graph) -> [(index: Int, rows: Int, columns: Int, channels: Int)] {
        graph.parameters.enumerated().compactMap { index, spec in
            guard case .matrix(let rows, let columns) = spec.layout.storage, !spec.layout.outputAxes.isEmpty
            else { return nil }
            let channels = spec.layout.outputAxes.reduce(1) { $0 * spec.layout.axes[$1] }
            return channels > 1 ? (index, rows, columns, channels) : nil
        }
    }

    /// Adds `OrthogonalPenaltyPlan`'s gradient of every weight.
    /// - Parameters:
    ///   - parameters: as `Network.parameters`.
    ///   - gradients: as `Network.gradients`.
    public func addOrthogonalGradient(
        _ parameters: UnsafePointer<Float>, strength: Double, to gradients: UnsafeMutablePointer<Float>,
        workers: Workers
    ) {
        var index = 0
        while index < plans.count {
            plans[index].addGradient(
                parameters + offsets[index], strength: Float(strength), to: gradients + offsets[index],
                workers: workers)
            index += 1
        }
    }
}
