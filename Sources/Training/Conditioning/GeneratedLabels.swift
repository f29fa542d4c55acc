import Kernels

extension Trainer {
    private static let mostColumns = 16

    /// Classes that pictures show, from the first on, a column for each; nil where there are no labels.
    public var pictureColumns: Int? { labelRows.map { min($0.classes, Self.mostColumns) } }

    /// Labels for samples that are generated outside of training: of training samples drawn with replacement, so that
    /// the classes have the data's shares; for pictures (`sampleNoise`), one class after another and over again.
    /// - Parameters:
    ///   - stream: of the samples' noise. `index`: the stream's iteration.
    /// - Returns: nil where the game is played without labels.
    public func labels(count: Int, stream: RandomStream, at index: Int = 0) -> [UInt8]? {
        guard let classes = labelRows?.classes else { return nil }
        if stream == .sampleNoise { return (0..<count).map { UInt8($0 % min(classes, Self.mostColumns)) } }
        return drawnLabels(count: count, at: stream.labelAddress(seed: seed, at: index))
    }

    /// Labels for samples that a user asks for; see `noise(count:seed:block:)`.
    public func labels(count: Int, seed: UInt64, block: Int) -> [UInt8]? {
        labelRows == nil
            ? nil : drawnLabels(count: count, at: RandomStream.askedNoise.labelAddress(seed: seed, at: block))
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
