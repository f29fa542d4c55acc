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
    private let second: Execution
    private let secondPenalty: GradientPenalty?

    /// - Parameter needsBoth: whether both sides' outputs go into one loss.
    init(_ learner: Learner, _ regularization: Regularization, batch: Int, singlePass: Bool, needsBoth: Bool) {
        self.regularization = regularization
        self.batch = batch
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
        second = Execution(learner.network, batch: batch, workers: execution.workers, workspace: execution.workspace)
        secondPenalty = penalty(second)
    }

    /// Has all passes read these labels.
    func bind(_ labels: LabelRows?) {
        labels?.bind(to: execution)
        labels?.bind(to: second)
    }

    /// - Returns: the outputs, [rows], valid until the next pass of the part.
    func forward(_ part: Part, _ input: UnsafePointer<Float>, at address: RandomAddress) -> UnsafePointer<Float> {
        let rows = part == .both || part == .pairs ? 2 * batch : batch
        return (part == .fake ? second : execution).forward(input, rows: rows, mode: .training(address))
    }

    /// Computes the parameters' gradients of the last forward pass of the part, and adds those of the penalties due.
    /// - Parameters:
    ///   - gradient: the loss's, by the outputs; nil where no loss looks at them.
    ///   - number: of the update, from 0.
    func back(_ part: Part, _ gradient: UnsafePointer<Float>?, accumulates: Bool, number: Int) {
        let execution = part == .fake ? second : execution
        if let gradient {
            execution.backward(gradient, parameters: accumulates ? .accumulate : .overwrite, inputGradient: false)
        }
        var index = 0
        while index < regularization.penalties.count {
            let rule = regularization.penalties[index]
            if rule.isDue(number), let rows = rows(of: rule.points, in: part) {
                add(rule, rows: rows, part)
            }
            index += 1
        }
    }

    /// A penalty's pass over points that it has made itself.
    func penalize(_ rule: any SlopePenalty, points: UnsafePointer<Float>, at address: RandomAddress) {
        _ = forward(.points, points, at: address)
        add(rule, rows: 0..<batch, .points)
    }

    private func add(_ rule: any SlopePenalty, rows: Range<Int>, _ part: Part) {
        guard let penalty = part == .fake ? secondPenalty : penalty else {
            preconditionFailure("a penalty without its passes")
        }
        penalty.addGradient(rows: rows, cost: rule, factor: Double(rule.every))
    }

    private func rows(of points: PenaltyPoints, in part: Part) -> Range<Int>? {
        switch (points, part) {
        case (.real, .both), (.real, .real), (.fake, .fake): 0..<batch
        case (.fake, .both): batch..<2 * batch
        default: nil
        }
    }
}
