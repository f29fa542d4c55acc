import Engine
import Kernels

/// A term of a player's own loss made of its parameters: of the discriminator's or of the generator's.
protocol ParameterPenalty: Regularizer {
    /// Arrays of the parameters' size that it keeps between updates, zero at first.
    static var stateNames: [String] { get }

    /// Whether it reads weights as matrices; false where an entry does not say.
    static var readsMatrices: Bool { get }

    /// Adds the term's gradient to that of the loss.
    func addGradient(_ site: ParameterSite)
}

extension ParameterPenalty {
    static var readsMatrices: Bool { false }
    static var players: Set<Player> { [.discriminator, .generator] }
}

/// A player's parameters before an update. All arrays have `count` elements in one layout.
struct ParameterSite {
    let parameters: UnsafePointer<Float>
    let gradients: UnsafeMutablePointer<Float>
    /// State array i begins at `state + i * count`.
    let state: UnsafeMutablePointer<Float>
    let count: Int
    /// The number of this one among the player's updates, from 1.
    let number: Int
    /// Of the term, in this iteration; 0: it is left out, and what the entry keeps goes on.
    let factor: Double
    /// The weights as matrices; nil where no entry of the player reads them.
    let matrices: WeightMatrices?
    let workers: Workers
}
