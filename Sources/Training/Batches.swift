import Kernels

/// Which training samples make up a batch: epochs without replacement.
///
/// The samples are dealt out in a random order, every sample once per epoch, and a batch that reaches the end of an
/// epoch goes on into the next; no sample is dropped and every batch is full. Against drawing with replacement this
/// sees all of a small dataset evenly. The order of an epoch is a keyed permutation that can be asked for any position,
/// so there is no state: the number of the update says which samples it sees.
struct Batches {
    let sampleCount: Int
    let batchSize: Int
    let seed: UInt64

    init(sampleCount: Int, batchSize: Int, seed: UInt64) {
        precondition(sampleCount > 0, "there is something to train on")
        self.sampleCount = sampleCount
        self.batchSize = batchSize
        self.seed = seed
    }

    /// Writes the indices of batch `number` (counting from 0), `batchSize` of them.
    func indices(ofBatch number: Int, into indices: UnsafeMutablePointer<Int32>) {
        var slot = 0
        while slot < batchSize {
            let (epoch, position) = (number * batchSize + slot).quotientAndRemainder(dividingBy: sampleCount)
            let count = min(batchSize - slot, sampleCount - position)
            let order = Shuffle(count: sampleCount, address: address(epoch))
            order.fill(indices + slot, from: position, count: count)
            slot += count
        }
    }

    private func address(_ epoch: Int) -> RandomAddress { RandomStream.batches.address(seed: seed, at: epoch) }
}
