import Datasets
import Kernels

/// What sample metrics compare: samples of a frozen generator, and the data.
public struct SampleSet: Sendable {
    public let training: Samples
    public let heldOut: Samples
    public let generated: Samples
    /// Of a mixture; else empty.
    public let modes: [Mode]
    /// `Dataset.target`.
    public let target: Range<Int>?
    /// What the channels of stacked pictures were drawn from; nil for other data.
    public let pictures: Samples?
    /// For metrics that judge images by a classifier; nil: those say nothing.
    public let judge: Judge?
    public let workers: Workers

    /// - Parameters:
    ///   - generated: [n, shape of the dataset's samples], row major.
    ///   - labels: that they were made with; nil: without.
    public init(
        _ dataset: Dataset, generated: [Float], labels: [UInt8]? = nil, judge: Judge? = nil,
        workers: Workers = .shared
    ) {
        let size = max(1, dataset.shape.reduce(1, *))
        self.init(
            training: dataset.training, heldOut: dataset.heldOut,
            generated: Samples(shape: dataset.shape, count: generated.count / size, values: generated, labels: labels),
            modes: dataset.modes, target: dataset.target, pictures: dataset.pictures?.training, judge: judge,
            workers: workers)
    }

    init(
        training: Samples, heldOut: Samples, generated: Samples, modes: [Mode] = [], target: Range<Int>? = nil,
        pictures: Samples? = nil, judge: Judge? = nil, workers: Workers = .shared
    ) {
        (self.target, self.pictures) = (target, pictures)
        (self.training, self.heldOut, self.generated) = (training, heldOut, generated)
        (self.modes, self.judge, self.workers) = (modes, judge, workers)
    }

    /// The same with as many training samples in the generator's place: what each metric says of the data itself, which
    /// is as good as a generator can be, except for metrics that ask whether it copies.
    public var reference: SampleSet {
        let count = min(generated.count, training.count)
        let first = training[0..<count]
        let copied = Samples(
            shape: training.shape, count: count, stored: first.stored,
            labels: generated.labels == nil ? nil : first.labels)
        return SampleSet(
            training: training, heldOut: heldOut, generated: copied, modes: modes, target: target, pictures: pictures,
            judge: judge,
            workers: workers)
    }

    /// Squared distances below this are none: a millionth of the held-out samples' spread (the root of their total
    /// variance; 1 where they do not vary). Without it samples that differ in the last bits of a float could be told
    /// apart.
    var squaredResolution: Float {
        let variance = heldOut.withRows { Reductions.totalVariance($0, rows: heldOut.count) }
        return Float(1e-12 * (variance > 0 ? variance : 1))
    }

    var isFinite: Bool {
        // Levels are.
        generated.areLevels
            || generated.withFirst(.max) { values, count in
                Reductions.allFinite(values, count: count * generated.size, workers: workers)
            }
    }
}
