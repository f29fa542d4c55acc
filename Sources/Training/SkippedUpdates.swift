import Configuration

/// Which updates of the discriminator are made where it is not to run ahead: those on whose batches it is not right too
/// often.
final class SkippedUpdates {
    static let name = "step_ratio"
    /// The updates made in the run; those made and those that could have been made since the last evaluation; their
    /// quotient.
    static let memory = [
        RememberedNumber("made"), RememberedNumber("recent"), RememberedNumber("possible"), RememberedNumber("share"),
    ]

    private let limit: Double
    private let threshold: Float
    private let numbers: UnsafeMutablePointer<Double>
    /// Of the update at work: outputs on the right side of the threshold, and all.
    private var (right, judged) = (0.0, 0)

    /// - Parameters:
    ///   - limit: the accuracy above which an update is skipped.
    ///   - threshold: the output that the loss takes for undecided.
    ///   - numbers: that `memory` names, in its order.
    init(above limit: Double, threshold: Float, numbers: UnsafeMutablePointer<Double>) {
        self.limit = limit
        self.threshold = threshold
        self.numbers = numbers
    }

    /// Takes in the outputs on one side of a batch.
    func watch(_ outputs: UnsafePointer<Float>, count: Int, isReal: Bool) {
        for i in 0..<count {
            let distance = isReal ? outputs[i] - threshold : threshold - outputs[i]
            right += distance > 0 ? 1 : distance == 0 ? 0.5 : 0
        }
        judged += count
    }

    /// Ends an update's batches.
    /// - Returns: the number of the update among those made, from 0; nil: it is skipped.
    func next() -> Int? {
        let isMade = right <= limit * Double(judged)
        (right, judged) = (0, 0)
        numbers[2] += 1
        if isMade {
            numbers[0] += 1
            numbers[1] += 1
        }
        numbers[3] = numbers[1] / numbers[2]
        return isMade ? Int(numbers[0]) - 1 : nil
    }

    /// Starts the counts that an evaluation shows.
    func startOver() { (numbers[1], numbers[2]) = (0, 0) }
}
