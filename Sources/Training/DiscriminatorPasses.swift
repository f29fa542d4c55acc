import Engine
import Kernels

/// Passes of the discriminator in its own updates. `back` is their only way back: it adds every penalty that is due at
/// what the pass has seen, so that no pass can leave one out.
struct DiscriminatorPasses {
    /// What passes together.
    enum Part {
        /// Real samples, then as many generated ones.
        case both
        case real, fake
        /// Points that a penalty has made.
        case points
        /// Rows of one side, then their changed selves, where both sides pass as one.
        case pairs
    }

    let regularization: Regularization
    /// Rows of each side.
    let batch: Int
    /// Of the main passes, with the penalties that look at them.
    private let execution: Execution
    private let penalty: GradientPenalty?
    /// Of generated samples, where both sides' passes must be there before either goes back; else that of the real
    /// ones.
    let second: Execution
    private let secondPenalty: GradientPenalty?
    /// What the first pass of an update does with parameters' gradients.
    private let first: Execution.ParameterGradients
    /// nil where the network gives the discriminator's output alone.
    private let classifier: AuxiliaryClassifier?

    /// - Parameter needsBoth: whether both sides' outputs go into one loss.
    init(
        _ learner: Learner, _ regularization: Regularization, batch: Int, singlePass: Bool, needsBoth: Bool,
        classifier: AuxiliaryClassifier? = nil
    ) {
        self.classifier = classifier
        self.regularization = regularization
        self.batch = batch
        first = learner.gradientsOfOnePass
        let execution = learner.execution
        func penalty(_ execution: Execution) -> GradientPenalty? {
            regularization.penalizedRows(batch: batch, singlePass: singlePass).map {
                GradientPenalty(execution, rows: $0)
            }
        }
        self.execution = execution
        self.penalty = penalty(execution)
        guard needsBoth && !singlePass else {
            (second, secondPenalty) = (execution, self.penalty)
            return
        }
        second = Execution(
            learner.network, batch: batch, workers: execution.workers, memory: execution.memory,
            holding: execution.plan.holding)
        secondPenalty = penalty(second)
    }

    /// Has all passes read these labels.
    func bind(_ labels: LabelRows?) {
        labels?.bind(to: execution)
        labels?.bind(to: second)
    }

    /// - Returns: the outputs, [rows], valid until the next pass of the part.
    func forward(_ part: Part, _ input: UnsafePointer<Float>, at address: RandomAddress) -> UnsafePointer<Float> {
        let rows = rows(of: part)
        let outputs = (part == .fake ? second : execution).forward(input, rows: rows, mode: .training(address))
        return classifier?.read(outputs, rows: rows, from: place(of: part)) ?? outputs
    }

    private func rows(of part: Part) -> Int { part == .both || part == .pairs ? 2 * batch : batch }

    /// Where the rows of a part stand among those of both sides.
    private func place(of part: Part) -> Int { part == .fake ? batch : 0 }

    /// The discriminator's own outputs in the generator's update.
    func forGenerator(_ outputs: UnsafePointer<Float>) -> UnsafePointer<Float> {
        classifier?.read(outputs, rows: batch) ?? outputs
    }

    /// The gradient of the generator's loss by all that the discriminator's network gave last.
    func gradientForGenerator(_ gradient: UnsafePointer<Float>, at place: UpdatePlace) -> UnsafePointer<Float> {
        classifier?.gradient(gradient, rows: batch, at: place) ?? gradient
    }

    /// Computes the parameters' gradients of the last forward pass of the part, and adds those of the penalties due.
    /// - Parameters:
    ///   - gradient: the loss's, by the outputs; nil where no loss looks at them.
    ///   - place: of the update.
    func back(_ part: Part, _ gradient: UnsafePointer<Float>?, accumulates: Bool, at place: UpdatePlace) {
        let execution = part == .fake ? second : execution
        if let gradient {
            let whole =
                classifier?.gradient(
                    gradient, rows: rows(of: part), from: self.place(of: part),
                    at: part == .pairs ? nil : place) ?? gradient
            execution.backward(whole, parameters: accumulates ? .accumulate : first, inputGradient: false)
        }
        var index = 0
        while index < regularization.penalties.count {
            let rule = regularization.penalties[index].entry
            if rule.isDue(place.update), let rows = rows(of: rule.points, in: part) {
                add(rule, factor: regularization.penalties[index].factor(at: place), rows: rows, part)
            }
            index += 1
        }
    }

    /// A penalty's pass over points that it has made itself.
    func penalize(
        _ rule: any SlopePenalty, factor: Double, points: UnsafePointer<Float>, at address: RandomAddress
    ) {
        _ = forward(.points, points, at: address)
        add(rule, factor: factor, rows: 0..<batch, .points)
    }

    private func add(_ rule: any SlopePenalty, factor: Double, rows: Range<Int>, _ part: Part) {
        guard factor > 0 else { return }
        guard let penalty = part == .fake ? secondPenalty : penalty else {
            preconditionFailure("a penalty without its passes")
        }
        penalty.addGradient(rows: rows, cost: rule, factor: Double(rule.every) * factor)
    }

    private func rows(of points: PenaltyPoints, in part: Part) -> Range<Int>? {
        switch (points, part) {
        case (.real, .both), (.real, .real), (.fake, .fake): 0..<batch
        case (.fake, .both): batch..<2 * batch
        default: nil
        }
    }
}
