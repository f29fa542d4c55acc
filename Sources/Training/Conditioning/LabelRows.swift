import Datasets
import Engine
import Kernels

/// The labels of the samples of an update, as the networks read them: one value for each class, 1 for a row's own. Real
/// and generated samples of an update have the same labels, which lie here twice, for where both pass together.
///
/// Where a game has conditions on columns, a condition is such a label, and its classes the categories of all columns.
final class LabelRows {
    let classes: Int
    private let count: Int
    private let rows: FloatBuffer
    /// [2 * count]; of the labels of samples, of which there are at most 256 classes, and nothing of conditions.
    let numbers: UnsafePointer<UInt8>
    private let ownNumbers: UnsafeMutablePointer<UInt8>

    /// - Parameter count: samples of an update.
    init(classes: Int, count: Int) {
        self.classes = classes
        self.count = count
        rows = FloatBuffer(count: 2 * count * classes)
        ownNumbers = .allocate(capacity: 2 * count)
        ownNumbers.initialize(repeating: 0, count: 2 * count)
        numbers = UnsafePointer(ownNumbers)
    }

    deinit { ownNumbers.deallocate() }

    static func byteCount(classes: Int, count: Int) -> Int {
        classes == 0 ? 0 : 8 * count * classes + 2 * count
    }

    /// Takes the labels of the training samples with these indices, `count` of them.
    func take(_ samples: Samples, at indices: UnsafePointer<Int32>) {
        guard let labels = samples.labels else { return }
        clear()
        var row = 0
        while row < count {
            set(row, Int(labels[Int(indices[row])]))
            row += 1
        }
    }

    /// Takes the labels themselves, `count` of them.
    func take(_ labels: UnsafePointer<Int32>) {
        clear()
        var row = 0
        while row < count {
            set(row, Int(labels[row]))
            row += 1
        }
    }

    private func clear() { rows.pointer.update(repeating: 0, count: rows.count) }

    private func set(_ row: Int, _ label: Int) {
        rows[row * classes + label] = 1
        rows[(count + row) * classes + label] = 1
        ownNumbers[row] = UInt8(truncatingIfNeeded: label)
        ownNumbers[count + row] = ownNumbers[row]
    }

    /// Has the network read them from now on.
    func bind(to execution: Execution) { execution.bind(UnsafePointer(rows.pointer), toInput: 1) }

    /// One row for each label.
    static func rows(_ labels: [Int], classes: Int) -> [Float] {
        var rows = [Float](repeating: 0, count: labels.count * classes)
        for (row, label) in labels.enumerated() { rows[row * classes + label] = 1 }
        return rows
    }
}
