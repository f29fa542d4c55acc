import Datasets
import Kernels
import Networks

/// The rows of one update of a network that learns by itself, and the gradient of the loss by its outputs.
public final class LearningBatch {
    public let rows: Int
    /// [rows, input.count]
    let inputs: FloatBuffer
    /// [rows, output.count]
    let gradient: FloatBuffer
    /// Rows of the samples that were drawn last.
    public private(set) var drawn: [Int32]
    private let workers: Workers

    public init(_ graph: Graph, rows: Int, workers: Workers) {
        self.rows = rows
        self.workers = workers
        inputs = FloatBuffer(count: rows * graph.input.count)
        gradient = FloatBuffer(count: rows * graph.output.count)
        drawn = [Int32](repeating: 0, count: rows)
    }

    /// Fills the first rows with samples drawn with replacement.
    /// - Parameters:
    ///   - count: rows to fill.
    ///   - first: only so many of the samples take part.
    public func draw(_ count: Int, of samples: Samples, first: Int, at address: RandomAddress) {
        drawn.withUnsafeMutableBufferPointer { indices in
            guard samples.count > 0, let indices = indices.baseAddress else { return }
            Random.fillIndices(indices, count: count, below: min(first, samples.count), at: address)
            samples.withRows { $0.gather(indices, count: count, into: inputs.pointer, workers: workers) }
        }
    }

    /// Fills rows from `row` on.
    /// - Parameter values: [rows, input.count].
    public func fill(from row: Int, with values: [Float]) {
        let size = inputs.count / rows
        values.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return }
            (inputs.pointer + row * size).update(from: start, count: min(buffer.count, (rows - row) * size))
        }
    }
}
