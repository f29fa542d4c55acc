import Kernels
import Testing

@Suite struct ShuffleTests {
    private func address(_ seed: UInt64, _ iteration: Int) -> RandomAddress {
        RandomAddress(seed: seed, stream: 3, iteration: UInt64(iteration))
    }

    private func numbers(_ shuffle: Shuffle, from first: Int = 0, count: Int? = nil) -> [Int] {
        let count = count ?? shuffle.count - first
        let numbers = [Int32](unsafeUninitializedCapacity: count) { buffer, filled in
            if let base = buffer.baseAddress { shuffle.fill(base, from: first, count: count) }
            filled = count
        }
        return numbers.map(Int.init)
    }

    /// The permutation as its definition has it, one number after another.
    private func defined(count: Int, at address: RandomAddress) -> [Int] {
        var halfBits = 1
        while 1 << (2 * halfBits) < count { halfBits += 1 }
        let mask: UInt32 = (1 << halfBits) - 1
        let words = (0..<8).map { Philox.word($0, of: address) }
        return (0..<count).map { position in
            var x = position
            repeat {
                var (left, right) = (UInt32(x >> halfBits) & mask, UInt32(x) & mask)
                for word in words {
                    var mixed = right ^ word
                    mixed = (mixed ^ mixed >> 16) &* 0x85eb_ca6b
                    mixed = (mixed ^ mixed >> 13) &* 0xc2b2_ae35
                    (left, right) = (right, left ^ ((mixed ^ mixed >> 16) & mask))
                }
                x = Int(left) << halfBits | Int(right)
            } while x >= count
            return x
        }
    }

    @Test(arguments: [1, 2, 3, 4, 5, 15, 16, 17, 64, 1797, 4096, 4097, 70_000])
    func permutesAsDefined(count: Int) {
        let shuffle = Shuffle(count: count, address: address(7, 2))
        let all = numbers(shuffle)
        #expect(all == defined(count: count, at: address(7, 2)))
        #expect(Set(all) == Set(0..<count))
        for first in [0, count / 3, count - 1] {
            for length in [0, 1, min(21, count - first)] {
                #expect(numbers(shuffle, from: first, count: length) == Array(all[first..<first + length]))
            }
        }
    }

    /// Of the largest number of samples the last positions too.
    @Test func ordersTwoThousandMillion() {
        let count = Int(Int32.max)
        let last = numbers(Shuffle(count: count, address: address(1, 0)), from: count - 40, count: 40)
        #expect(Set(last).count == 40)
        #expect(last.allSatisfy { $0 >= 0 && $0 < count })
    }

    /// Over many keys every position sees every sample about equally often: chi-square with 49 degrees of freedom and
    /// 4,000 draws a position stays below its 1 - 1e-6 quantile, about 112.
    @Test func permutationsAreFair() {
        var counts = [[Double]](repeating: [Double](repeating: 0, count: 50), count: 5)
        for epoch in 0..<4000 {
            let order = numbers(Shuffle(count: 50, address: address(4, epoch)))
            for position in 0..<5 { counts[position][order[position * 11]] += 1 }
        }
        for position in counts {
            let statistic = position.reduce(0) { $0 + ($1 - 80) * ($1 - 80) / 80 }
            #expect(statistic < 112, "\(statistic)")
        }
    }

    /// Neighbours are not tied to each other: the pair at positions 0 and 1 takes all values of their difference.
    @Test func pairsAreFair() {
        var counts = [Double](repeating: 0, count: 20)
        for epoch in 0..<3800 {
            let order = numbers(Shuffle(count: 20, address: address(5, epoch)))
            counts[(order[1] - order[0] + 20) % 20] += 1
        }
        #expect(counts[0] == 0)
        // 18 degrees of freedom: the 1 - 1e-6 quantile is about 63.
        let statistic = counts.dropFirst().reduce(0) { $0 + ($1 - 200) * ($1 - 200) / 200 }
        #expect(statistic < 63, "\(statistic)")
    }
}
