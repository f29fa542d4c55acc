import Kernels
import Networks

/// How the processor runs a transform of weights. A new one conforms in the file of its step.
protocol RunnableTransform: WeightTransform {
    func place(_ site: TransformSite) -> any TransformStep
}

/// A transform of one parameter, bound to its memory. Calls allocate nothing.
protocol TransformStep: AnyObject {
    /// Once, after the first values are drawn.
    func start(_ workers: Workers)
    /// Lets what is remembered follow the stored weights: before each of the player's own updates.
    func advance(_ workers: Workers)
    /// Makes the derived weights from the stored ones.
    func derive(_ workers: Workers)
    /// Makes the gradient towards the stored weights from that towards the derived ones. The stored weights are still
    /// those of the last `derive`.
    func pullBack(_ workers: Workers)
}

/// The memory of one transformed parameter, in the flat arrays' layout.
struct TransformSite {
    let layout: ParameterLayout
    let stored: UnsafeMutablePointer<Float>
    let derived: UnsafeMutablePointer<Float>
    let storedGradient: UnsafeMutablePointer<Float>
    let derivedGradient: UnsafeMutablePointer<Float>
    let state: [UnsafeMutablePointer<Float>]
}
