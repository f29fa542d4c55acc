import Kernels

extension Execution {
    /// Outputs of any number of samples in inference mode, in parts of at most the plan's batch: [count, output.count].
    /// - Parameters:
    ///   - samples: [count, input.count].
    ///   - labels: [count, classes] for a network that has them; those that were bound before are no longer.
    public func outputs(
        _ samples: UnsafePointer<Float>, count: Int, labels: UnsafePointer<Float>? = nil
    ) -> [Float] {
        outputs(StoredRows(samples, columns: network.graph.input.count), from: 0, count: count, labels: labels)
    }

    /// Outputs of `count` rows from one on; of bytes a batch at a time becomes floats.
    public func outputs(
        _ samples: StoredRows, from first: Int, count: Int, labels: UnsafePointer<Float>? = nil
    ) -> [Float] {
        let width = network.graph.output.count
        let scratch = FloatBuffer(count: samples.areLevels ? min(plan.batch, count) * samples.columns : 0)
        return [Float](unsafeUninitializedCapacity: count * width) { buffer, initialized in
            guard let output = buffer.baseAddress else { return }
            for start in stride(from: 0, to: count, by: plan.batch) {
                let rows = min(plan.batch, count - start)
                if let labels { bind(labels + start * network.graph.inputs[1].shape.count, toInput: 1) }
                let inputs = samples.floats(from: first + start, count: rows, scratch: scratch.pointer)
                let values = forward(inputs, rows: rows, mode: .inference, firstRow: start)
                (output + start * width).update(from: values, count: rows * width)
            }
            initialized = count * width
        }
    }

    /// Outputs of the samples that a slice holds, one after another.
    public func outputs(_ samples: ArraySlice<Float>) -> [Float] {
        samples.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { outputs($0, count: buffer.count / network.graph.input.count) } ?? []
        }
    }
}
