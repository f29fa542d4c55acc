import Kernels

/// The streams of random numbers that judges draw from; not those of a run, of a dataset or of metrics.
enum JudgeStream: UInt32 {
    // "jud" in ASCII, and a number.
    case pool = 0x6A75_6401
    /// Labels of a permutation; counts draws.
    case labels
    /// Samples of a known mixture.
    case mixture
    /// Which generated samples an update of a critic sees, where there are no more than a file has; counts updates.
    case batches

    func address(seed: Int, at iteration: Int = 0) -> RandomAddress {
        RandomAddress(seed: UInt64(bitPattern: Int64(seed)), stream: rawValue, iteration: UInt64(iteration))
    }

    func words(_ count: Int, seed: Int, at iteration: Int = 0) -> [UInt32] {
        [UInt32](unsafeUninitializedCapacity: count) { buffer, filled in
            if let start = buffer.baseAddress {
                Random.fillBits(start, count: count, at: address(seed: seed, at: iteration))
            }
            filled = count
        }
    }

    /// Fisher & Yates's shuffle.
    func shuffle(_ values: inout [Int], seed: Int, at iteration: Int = 0) {
        let words = words(values.count, seed: seed, at: iteration)
        for place in stride(from: values.count - 1, to: 0, by: -1) {
            values.swapAt(place, Int(UInt64(words[place]) * UInt64(place + 1) >> 32))
        }
    }

    func permutation(of count: Int, seed: Int) -> [Int] {
        var order = Array(0..<count)
        shuffle(&order, seed: seed)
        return order
    }
}
