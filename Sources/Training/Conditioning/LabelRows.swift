import Datasets
import Engine
import Kernels

/// The labels of the samples of an update, as the networks read them: one value for each class, 1 for a row's own. Real
/// and generated samples of an update have the same labels, which lie here twice, for where both pass together.
final class LabelRows {
    let classes: Int
    private let batch: Int
    private let rows: FloatBuffer

    init(classes: Int, batch: Int) {
        self.classes = classes
        self.batch = batch
        rows = FloatBuffer(count: 2 * batch * classes)
    }

    /// Takes the labels of the training samples with these indices, `batch` of them.
    func take(_ samples: Samples, at indices: UnsafePointer<Int32>) {
        guard let labels = samples.labels else { return }
        rows.pointer.update(repeating: 0, count: rows.count)
        var row = 0
        while row < batch {
            let label = Int(labels[Int(indices[row])])
            rows[row * classes + label] = 1
            rows[(batch + row) * classes + label] = 1
            row += 1
        }
    }

    /// Has the network read them from now on.
    func bind(to execution: Execution) { execution.bind(UnsafePointer(rows.pointer), toInput: 1) }

    /// One row for each label.
    static func rows(_ labels: [UInt8], classes: Int) -> [Float] {
        var rows = [Float](repeating: 0, count: labels.count * classes)
        for (row, label) in labels.enumerated() { rows[row * classes + Int(label)] = 1 }
        return rows
    }
}
