import Datasets
import Diagnostics
import Engine
import Kernels

extension Judge {
    static let updates = 4000
    static let batch = 64
    /// At the first update; it falls to 0 along a line.
    static let learningRate = 1e-3

    /// Trains a judge on the training samples' labels, by cross-entropy and Adam; nothing in it depends on a run. A few
    /// seconds.
    ///
    /// - Throws: where the dataset has no labels to learn.
    public static func train(on dataset: Dataset, workers: Workers = .shared) throws(DiagnosticError) -> Judge {
        try train(on: dataset, updates: updates, workers: workers)
    }

    static func train(
        on dataset: Dataset, updates: Int, workers: Workers = .shared
    ) throws(DiagnosticError) -> Judge {
        guard let labels = dataset.training.labels, let heldOutLabels = dataset.heldOut.labels,
            let most = (labels + heldOutLabels).max(), Int(most) < dataset.classNames.count
        else {
            throw DiagnosticError([Diagnostic(.error, "dataset '\(dataset.name)' has no labels for a judge to learn")])
        }
        let architecture = JudgeArchitecture(shape: dataset.shape, classes: dataset.classNames.count)
        let graph = try architecture.graph(architecture.layers)
        let network = Network(graph, seed: 0, stream: MetricStream.judgeParameters.rawValue)
        fit(network, dataset.training, labels, architecture.classes, updates, workers)
        let tensors = network.export()
        let untested = Judge(checksum: checksum(of: dataset), accuracy: 0, tensors: tensors, architecture: architecture)
        let found = try untested.judgement(of: dataset.heldOut, limit: .max, workers: workers).classes
        let right = zip(found, heldOutLabels).count { $0 == $1 }
        return Judge(
            checksum: untested.checksum, accuracy: Double(right) / Double(max(1, found.count)), tensors: tensors,
            architecture: architecture)
    }

    private static func fit(
        _ network: Network, _ samples: Samples, _ labels: [UInt8], _ classes: Int, _ updates: Int, _ workers: Workers
    ) {
        let execution = Execution(network, batch: batch, workers: workers)
        let count = network.flatCount
        let moments = FloatBuffer(count: 2 * count)
        let images = FloatBuffer(count: batch * samples.size)
        let gradient = FloatBuffer(count: batch * classes)
        var indices = [Int32](repeating: 0, count: batch)
        samples.withFirst(samples.count) { values, _ in
            for update in 0..<updates {
                let address = MetricStream.judgeBatches.address(seed: 0, at: update)
                indices.withUnsafeMutableBufferPointer {
                    guard let start = $0.baseAddress else { return }
                    Random.fillIndices(start, count: batch, below: samples.count, at: address)
                    Elementwise.gatherRows(
                        values, columns: samples.size, indices: start, count: batch, into: images.pointer,
                        workers: workers)
                }
                let logits = execution.forward(images.pointer, rows: batch, mode: .training(address))
                indices.map { labels[Int($0)] }.withUnsafeBufferPointer {
                    guard let labels = $0.baseAddress else { return }
                    _ = Softmax.crossEntropy(
                        logits, labels: labels, rows: batch, classes: classes, scale: 1 / Float(batch),
                        gradient: gradient.pointer)
                }
                execution.backward(gradient.pointer, parameters: .overwrite, inputGradient: false)
                Optimizers.adam(
                    network.parameters, gradients: network.gradients, first: moments.pointer,
                    second: moments.pointer + count, count: count, step: update + 1,
                    rate: learningRate * (1 - Double(update) / Double(updates)), beta1: 0.9, beta2: 0.999,
                    workers: workers)
            }
        }
    }
}
