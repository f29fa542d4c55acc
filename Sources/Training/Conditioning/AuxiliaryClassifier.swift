import Engine
import Kernels

/// The second task of a discriminator that gives a logit for each class beside its own output: Odena, Olah & Shlens
/// 2017 (AC-GAN), equations 2 and 3. What training sees of it is the discriminator's own output, and its gradient.
final class AuxiliaryClassifier {
    private let classes: Int
    private let weight: Double
    private let schedule: WeightSchedule
    /// Rows of each side.
    private let batch: Int
    private let labels: LabelRows
    /// [2 * batch], [2 * batch, classes]: what the network gave, apart.
    private let logits: FloatBuffer
    private let classLogits: FloatBuffer
    /// [2 * batch, classes], [2 * batch, 1 + classes]: the classes' part of the gradient, and the whole of it.
    private let classGradient: FloatBuffer
    private let gradient: FloatBuffer

    /// - Parameters:
    ///   - batch: rows of each side.
    ///   - weight: factor of each side's mean cross-entropy.
    ///   - schedule: the course of that weight.
    init(batch: Int, weight: Double, schedule: WeightSchedule, labels: LabelRows) {
        classes = labels.classes
        self.weight = weight
        self.schedule = schedule
        self.batch = batch
        self.labels = labels
        logits = FloatBuffer(count: 2 * batch)
        classLogits = FloatBuffer(count: 2 * batch * classes)
        classGradient = FloatBuffer(count: 2 * batch * classes)
        gradient = FloatBuffer(count: 2 * batch * (1 + classes))
    }

    /// Memory that it takes.
    static func byteCount(batch: Int, classes: Int) -> Int { 4 * 2 * batch * (2 + 3 * classes) }

    /// The discriminator's own outputs among what its network gave.
    /// - Parameters:
    ///   - outputs: [rows, 1 + classes]; not read after the call.
    ///   - first: where among 2 * batch rows they are kept, until rows come to the same place.
    func read(_ outputs: UnsafePointer<Float>, rows: Int, from first: Int = 0) -> UnsafePointer<Float> {
        var row = 0
        while row < rows {
            let values = outputs + row * (1 + classes)
            logits[first + row] = values[0]
            (classLogits.pointer + (first + row) * classes).update(from: values + 1, count: classes)
            row += 1
        }
        return UnsafePointer(logits.pointer + first)
    }

    /// The gradient by all that the network gave for rows that were read last: that of its own outputs, and for the
    /// classes' logits that of weight times the cross-entropy's mean over a side, weight / batch * (softmax - one-hot
    /// label), the weight by its schedule.
    /// - Parameters:
    ///   - own: [rows], by the discriminator's own outputs.
    ///   - place: of the update; nil: the classes' logits have no part in what is differentiated.
    /// - Returns: [rows, 1 + classes]
    func gradient(
        _ own: UnsafePointer<Float>, rows: Int, from first: Int = 0, at place: UpdatePlace?
    ) -> UnsafePointer<Float> {
        let factor = place.map { schedule.factor(at: $0) } ?? 0
        let ofClasses = classGradient.pointer + first * classes
        if factor > 0 {
            _ = Softmax.crossEntropy(
                classLogits.pointer + first * classes, labels: labels.numbers, rows: rows, classes: classes,
                scale: Float(factor * weight) / Float(batch), gradient: ofClasses)
        } else {
            ofClasses.update(repeating: 0, count: rows * classes)
        }
        var row = 0
        while row < rows {
            let target = gradient.pointer + (first + row) * (1 + classes)
            target[0] = own[row]
            (target + 1).update(from: ofClasses + row * classes, count: classes)
            row += 1
        }
        return UnsafePointer(gradient.pointer + first * (1 + classes))
    }
}
