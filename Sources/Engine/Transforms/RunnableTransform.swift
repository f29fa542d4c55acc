import Kernels
import Networks

/// A transform of weights with how the processor runs it.
protocol RunnableTransform: WeightTransform {
    func place(_ site: TransformSite) -> any TransformStep
}

/// A transform of one parameter, bound to its memory. Calls allocate nothing.
protocol TransformStep: AnyObject {
    /// Once, after the first values are drawn: what is trained besides may start by the stored weights.
    func start(_ workers: Workers)
    /// Lets what is remembered follow the stored weights: before each of the player's own updates.
    func advance(_ workers: Workers)
    /// Makes the derived weights from the stored ones.
    func derive(_ workers: Workers)
    /// Makes the gradients towards what is stored from that towards the derived weights. What is stored is still as in
    /// the last `derive`.
    func pullBack(_ workers: Workers)
}

/// The memory of one transformed parameter, in the flat arrays' layout.
struct TransformSite {
    let layout: ParameterLayout
    let stored: UnsafeMutablePointer<Float>
    let derived: UnsafeMutablePointer<Float>
    let storedGradient: UnsafeMutablePointer<Float>
    let derivedGradient: UnsafeMutablePointer<Float>
    /// What the transform trains besides, in the order in which it declares them.
    let parameters: [(values: UnsafeMutablePointer<Float>, gradient: UnsafeMutablePointer<Float>)]
    let state: [UnsafeMutablePointer<Float>]

    /// The weights as a matrix whose columns are the output channels, as often as a channel has places.
    var matrix: (rows: Int, columns: Int, channels: Int) {
        guard case .matrix(let rows, let columns) = layout.storage else {
            preconditionFailure("transforms are of weights")
        }
        return (rows, columns, layout.outputs.count)
    }
}
