/// An optimizer through whose updates a derivative can pass.
protocol DifferentiableOptimizer: Optimizer {
    /// From the derivatives of a function by what an update left to those by what it found, and by the gradients that
    /// it followed.
    func pullBack(_ pullback: OptimizerPullback)
}

/// An update, and the derivatives that pass through it.
struct OptimizerPullback {
    /// Parameters as it found them, state as it left it; a gradient scale of 1.
    let update: OptimizerUpdate
    /// [count], from after the update to before it.
    let byParameters: UnsafeMutablePointer<Float>
    /// By state array, as in `update`, from after the update to before it.
    let byState: UnsafeMutablePointer<Float>
    /// [count], written.
    let byGradients: UnsafeMutablePointer<Float>
}
