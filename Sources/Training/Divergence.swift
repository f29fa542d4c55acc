/// One of the two networks.
public enum Player: String, CaseIterable, Hashable, Sendable { case discriminator, generator }

/// Training broke down: something is no longer a finite number.
public struct Divergence: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Quantity: Hashable, Sendable {
        /// With the first tensor of the gradient, by its name in the network, that is not finite either.
        case loss(Double, tensor: String? = nil)
        /// The first tensor of the gradient, by its name in the network, that is not finite; nil where all are and
        /// their norm is not.
        case gradient(tensor: String?)
        /// The first parameter, by its name in the network, that is not finite.
        case parameter(tensor: String)
        /// Outputs of the discriminator in an evaluation, while its parameters are finite.
        case output
    }

    /// The iteration in which it was seen, counting from 1.
    public let iteration: Int
    /// Whose update or output it was.
    public let player: Player
    public let quantity: Quantity

    public init(iteration: Int, player: Player, quantity: Quantity) {
        self.iteration = iteration
        self.player = player
        self.quantity = quantity
    }

    public var description: String {
        let what =
            switch quantity {
            case .loss(let value, nil): "the \(player.rawValue)'s loss was \(value)"
            case .loss(let value, let tensor?):
                "the \(player.rawValue)'s loss was \(value), and its gradient of '\(tensor)' was not finite"
            case .gradient(nil): "the norm of the \(player.rawValue)'s gradient was not finite"
            case .gradient(let tensor?): "the \(player.rawValue)'s gradient of '\(tensor)' was not finite"
            case .parameter(let tensor): "the \(player.rawValue)'s parameter '\(tensor)' was not finite"
            case .output: "the \(player.rawValue)'s outputs were not finite"
            }
        return "in iteration \(iteration) \(what)"
    }
}
