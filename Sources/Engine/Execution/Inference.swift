extension Execution {
    /// Outputs of any number of samples in inference mode, in parts of at most the plan's batch: [count, output.count].
    /// - Parameter samples: [count, input.count].
    public func outputs(_ samples: UnsafePointer<Float>, count: Int) -> [Float] {
        let (size, width) = (network.graph.input.count, network.graph.output.count)
        return [Float](unsafeUninitializedCapacity: count * width) { buffer, initialized in
            guard let output = buffer.baseAddress else { return }
            for start in stride(from: 0, to: count, by: plan.batch) {
                let rows = min(plan.batch, count - start)
                let values = forward(samples + start * size, rows: rows, mode: .inference, firstRow: start)
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
