import Datasets
import Diagnostics
import Engine
import Kernels
import Training

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
        let learning = LearningNetwork(
            graph, Optimizers.adam(learningRate: learningRate), seed: 0,
            stream: MetricStream.judgeParameters.rawValue, batch: batch, workers: workers)
        fit(learning, dataset.training, labels, architecture.classes, updates)
        let tensors = learning.network.export()
        let untested = Judge(checksum: checksum(of: dataset), accuracy: 0, tensors: tensors, architecture: architecture)
        let found = try untested.judgement(of: dataset.heldOut, limit: .max, workers: workers).classes
        let right = zip(found, heldOutLabels).count { $0 == $1 }
        return Judge(
            checksum: untested.checksum, accuracy: Double(right) / Double(max(1, found.count)), tensors: tensors,
            architecture: architecture)
    }

    /// - Parameter seed: of the order of the samples.
    static func fit(
        _ learning: LearningNetwork, _ samples: Samples, _ labels: [UInt8], _ classes: Int, _ updates: Int,
        seed: Int = 0
    ) {
        let rows = LearningBatch(learning.network.graph, rows: batch, workers: learning.workers)
        for update in 0..<updates {
            let address = MetricStream.judgeBatches.address(seed: seed, at: update)
            rows.draw(batch, of: samples, first: samples.count, at: address)
            let drawn = rows.drawn.map { labels[Int($0)] }
            _ = learning.learn(
                rows, at: address, rate: learningRate * (1 - Double(update) / Double(updates)), number: update + 1
            ) { logits, gradient in
                drawn.withUnsafeBufferPointer { drawn in
                    drawn.baseAddress.map {
                        Softmax.crossEntropy(
                            logits, labels: $0, rows: batch, classes: classes, scale: 1 / Float(batch),
                            gradient: gradient)
                    } ?? .nan
                }
            }
        }
    }
}
