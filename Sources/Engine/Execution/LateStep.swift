import Kernels

/// A step that can leave the gradient of its weights until a backward pass is over. All else is known then, and so is
/// that no gradient will turn out infinite: weights may follow theirs block by block, while each is in the cache.
protocol LateStep: Step {
    /// Where the weights stand in the network's flat arrays; nil: this one leaves nothing.
    var lateRange: Range<Int>? { get }
    /// Whether the gradient that was left, and the sum of its squares, are known to be finite without computing it.
    var isBounded: Bool { get }
    /// Computes it as a backward pass would have.
    func computeLate()
    /// Gives it in blocks.
    /// - Returns: the sum of its squares.
    func giveLate(to taker: any GradientTaker) -> Double
}

/// Takes gradients of weights of which the first stands at `start` of the network's flat arrays.
public protocol FlatTaker: GradientTaker {
    var start: Int { get set }
}
