/// A lap for every step of a plan, forward and backward.
final class StepLaps {
    private let timer: LapTimer
    private let steps: [Parts]

    /// The parts of a step.
    struct Parts {
        let forward: Int
        /// The backward pass; of a product, what it does towards the input.
        let backward: Int
        /// Of a product, what it does towards its weights and for its epilogue.
        let weights, activation, bias: Int?
        /// Of a product, what it does towards its weights together with their update.
        let update: Int?
        /// A sample's operations in one product.
        let flops: Double
    }

    init(_ timer: LapTimer, _ steps: [Parts]) {
        self.timer = timer
        self.steps = steps
    }

    func forward(_ step: Int, rows: Int) {
        timer.lap(steps[step].forward, flops: steps[step].flops * Double(rows))
    }

    /// A product has computed its weights' gradient, and goes on.
    func weightGradient(_ step: Int, rows: Int) {
        let parts = steps[step]
        timer.lap(parts.weights ?? parts.backward, flops: parts.flops * Double(rows))
    }

    /// A product has computed its weights' gradient, and they have followed it.
    func weightUpdate(_ step: Int, rows: Int) {
        let parts = steps[step]
        timer.lap(parts.update ?? parts.backward, flops: parts.flops * Double(rows))
    }

    /// A product has computed the gradient before its activation, if it has one.
    func activationGradient(_ step: Int) {
        if let part = steps[step].activation { timer.lap(part) }
    }

    /// A product has computed its bias's gradient.
    func biasGradient(_ step: Int) {
        if let part = steps[step].bias { timer.lap(part) }
    }

    func backward(_ step: Int, rows: Int, towards targets: GradientTargets) {
        let parts = steps[step]
        let isDone = parts.weights != nil && !targets.contains(.input)
        if !isDone { timer.lap(parts.backward, flops: parts.flops * Double(rows)) }
    }
}
