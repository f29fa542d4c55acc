import Foundation

/// A loss whose gradient can be differentiated once more: a sum of terms of one output each, with a second derivative.
protocol CurvedLoss: SeparableLoss {
    /// The second derivative of a sample's term by the discriminator's output. A mean over a batch has it divided by
    /// the number of samples; where a loss has a kink, it is that of either side.
    func curvature(_ term: LossTerm, output: Double, target: Double) -> Double

    /// Whether the generator's loss is minus the discriminator's, but for its terms of real samples, which no change of
    /// a sample changes.
    var isZeroSum: Bool { get }
}

extension CurvedLoss {
    var isZeroSum: Bool { false }
}

/// What a sample is to a loss.
enum LossTerm {
    /// A real or a generated sample in the discriminator's loss.
    case real, fake
    /// A generated sample in the generator's.
    case generator
}

enum LogisticCurve {
    /// s (1 - s) of s = sigmoid(x): the second derivative of a cross-entropy by its logit, whatever the target.
    static func curvature(_ x: Double) -> Double {
        let tail = exp(-abs(x))
        return tail / ((1 + tail) * (1 + tail))
    }
}
