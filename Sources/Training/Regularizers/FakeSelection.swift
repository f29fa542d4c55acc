import Kernels

/// A choice among the generated samples that the generator learns from.
protocol FakeSelection: Regularizer {
    /// How many of `count` samples the generator learns from after `epochs` passes over the data: those that the
    /// discriminator rates highest.
    func kept(of count: Int, epochs: Double) -> Int
}

extension LossBatch {
    /// Leaves the gradient of the `kept` highest outputs, earlier ones first where they are equal, as that of a mean
    /// over them.
    func keepHighest(_ kept: Int) {
        let factor = Float(count) / Float(kept)
        for i in 0..<count {
            var rank = 0
            for j in 0..<count where outputs[j] > outputs[i] || (outputs[j] == outputs[i] && j < i) { rank += 1 }
            gradient[i] = rank < kept ? gradient[i] * factor : 0
        }
    }
}
