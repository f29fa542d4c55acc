import Kernels

extension Trainer {
    private static let mostColumns = 16

    /// Classes that pictures show, from the first on, a column for each; nil where there are no labels.
    public var pictureColumns: Int? { conditions == nil ? labelRows.map { min($0.classes, Self.mostColumns) } : nil }

    /// Labels for samples that are generated outside of training: of training samples drawn with replacement, so that
    /// the classes have the data's shares; for pictures (`sampleNoise`), one class after another and over again.
    /// - Parameters:
    ///   - stream: of the samples' noise. `index`: the stream's iteration.
    /// - Returns: nil where the game is played without labels.
    public func labels(count: Int, stream: RandomStream, at index: Int = 0) -> [UInt8]? {
        guard let classes = labelRows?.classes, conditions == nil else { return nil }
        if stream == .sampleNoise { return (0..<count).map { UInt8($0 % min(classes, Self.mostColumns)) } }
        return drawnLabels(count: count, at: stream.labelAddress(seed: seed, at: index))
    }

    /// The labels of these samples, or their conditions, as the generator reads them: [count, classes].
    func labelValues(count: Int, stream: RandomStream, at index: Int) -> [Float]? {
        values(
            conditions?.places(count: count, at: stream.labelAddress(seed: seed, at: index))
                ?? labels(count: count, stream: stream, at: index)?.map { Int($0) })
    }

    /// What the generator reads for samples that a user asks for, beside `noise(count:seed:block:)`; nil where it reads
    /// noise alone.
    public func labelValues(count: Int, seed: UInt64, block: Int) -> [Float]? {
        guard labelRows != nil else { return nil }
        let address = RandomStream.askedNoise.labelAddress(seed: seed, at: block)
        return values(
            conditions?.places(count: count, at: address) ?? drawnLabels(count: count, at: address)?.map { Int($0) })
    }

    /// What the generator reads for samples of one class, or one condition: [count, classes].
    public func labelValues(of label: Int, count: Int) -> [Float]? {
        values([Int](repeating: label, count: count))
    }

    /// What the first held-out samples have: [count, classes].
    func heldOutLabelValues(count: Int, at index: Int) -> [Float]? {
        let address = RandomStream.conditions.labelAddress(seed: seed, at: index)
        return values(
            conditions?.places(of: dataset.heldOut, count: count, at: address)
                ?? (labelRows == nil ? nil : dataset.heldOut.labels?.prefix(count).map { Int($0) }))
    }

    /// Rows of these labels, one for each class.
    func values(_ labels: [Int]?) -> [Float]? {
        guard let labels, let classes = labelRows?.classes else { return nil }
        return LabelRows.rows(labels, classes: classes)
    }

    private func drawnLabels(count: Int, at address: RandomAddress) -> [UInt8]? {
        guard let labels = dataset.training.labels else { return nil }
        var indices = [Int32](repeating: 0, count: count)
        Random.fillIndices(&indices, count: count, below: labels.count, at: address)
        return indices.map { labels[Int($0)] }
    }
}

extension RandomStream {
    /// Of the labels of the samples that a stream gives the noise of.
    func labelAddress(seed: UInt64, at iteration: Int) -> RandomAddress {
        RandomAddress(seed: seed, stream: rawValue + 1000, iteration: UInt64(iteration))
    }
}
