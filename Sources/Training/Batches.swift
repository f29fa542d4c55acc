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
        var position = number * batchSize
        var epoch = position / sampleCount
        var order = Permutation(count: sampleCount, address: address(epoch))
        for slot in 0..<batchSize {
            if position / sampleCount != epoch {
                epoch = position / sampleCount
                order = Permutation(count: sampleCount, address: address(epoch))
            }
            indices[slot] = Int32(order[position % sampleCount])
            position += 1
        }
    }

    private func address(_ epoch: Int) -> RandomAddress { RandomStream.batches.address(seed: seed, at: epoch) }
}

/// A random permutation of 0..<count that is computed, not stored: a balanced Feistel network on the smallest even
/// number of bits that holds `count`, walked until it falls inside (Black & Rogaway 2002). Its round keys come from
/// Philox.
struct Permutation {
    let count: Int
    private let halfBits: UInt32
    private let keys: SIMD4<UInt32>, moreKeys: SIMD4<UInt32>

    init(count: Int, address: RandomAddress) {
        self.count = count
        var bits: UInt32 = 1
        while 1 << (2 * Int(bits)) < count { bits += 1 }
        halfBits = bits
        keys = Philox.block(0, of: address)
        moreKeys = Philox.block(1, of: address)
    }

    subscript(position: Int) -> Int {
        var x = position
        repeat { x = encrypt(x) } while x >= count
        return x
    }

    private func encrypt(_ x: Int) -> Int {
        let mask = (UInt32(1) << halfBits) - 1
        var left = UInt32(truncatingIfNeeded: x >> Int(halfBits)) & mask
        var right = UInt32(truncatingIfNeeded: x) & mask
        for round in 0..<8 {
            let key = round < 4 ? keys[round] : moreKeys[round - 4]
            (left, right) = (right, left ^ (Self.mix(right ^ key) & mask))
        }
        return Int(left) << Int(halfBits) | Int(right)
    }

    /// A bijection of 32 bits in which every bit of the input reaches every bit of the output (MurmurHash3's finaliser,
    /// Appleby 2011).
    private static func mix(_ x: UInt32) -> UInt32 {
        var x = x
        x ^= x >> 16
        x &*= 0x85eb_ca6b
        x ^= x >> 13
        x &*= 0xc2b2_ae35
        x ^= x >> 16
        return x
    }
}
