/// Normalizes groups of a sample's values by their mean and variance, or by their mean square alone.
public struct Normalization: Operation {
    public enum Group: Hashable, Sendable {
        /// Runs of channels, so many of them, each over all positions. Wu & He 2018, eq. 1 and 7.
        case channels(groups: Int)
        /// The channels of each position.
        case position
    }

    public let group: Group
    /// Whether the mean is subtracted; otherwise values are divided by the root of their mean square.
    public let isCentred: Bool
    public let epsilon: Double

    public var description: String {
        switch group {
        case .channels(let groups): "normalization of \(groups) groups"
        case .position: "normalization of positions"
        }
    }

    /// A vector's groups are runs of values, which PyTorch would cut from another order.
    public var keepsPlaces: Bool { group == .position || group == .channels(groups: 1) }

    public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape { inputs[0] }
}
