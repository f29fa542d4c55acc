import Kernels
import Testing

@testable import Training

@Suite struct BatchTests {
    private func indices(_ batches: Batches, _ number: Int) -> [Int32] {
        [Int32](unsafeUninitializedCapacity: batches.batchSize) { buffer, count in
            if let base = buffer.baseAddress { batches.indices(ofBatch: number, into: base) }
            count = batches.batchSize
        }
    }

    /// Every epoch deals out every sample once, whatever the batch size.
    @Test(arguments: [(1, 1), (2, 3), (10, 4), (203, 64), (64, 64), (5, 17), (1797, 100)])
    func epochsAreComplete(samples: Int, batch: Int) {
        let batches = Batches(sampleCount: samples, batchSize: batch, seed: 9)
        let epochs = 3
        var drawn: [Int32] = []
        var number = 0
        while drawn.count < epochs * samples {
            drawn += indices(batches, number)
            number += 1
        }
        for epoch in 0..<epochs {
            let dealt = drawn[(epoch * samples)..<((epoch + 1) * samples)]
            #expect(Set(dealt).count == samples)
            #expect(dealt.allSatisfy { $0 >= 0 && $0 < samples })
        }
    }

    @Test func ordersDiffer() {
        let a = Batches(sampleCount: 100, batchSize: 100, seed: 1)
        let b = Batches(sampleCount: 100, batchSize: 100, seed: 2)
        #expect(indices(a, 0) != indices(a, 1))
        #expect(indices(a, 0) != indices(b, 0))
        #expect(indices(a, 3) == indices(a, 3))
    }

    /// Over many keys every position sees every sample about equally often: chi-square with 49 degrees of freedom and
    /// 4,000 draws a position stays below its 1 - 1e-6 quantile, about 112.
    @Test func permutationsAreFair() {
        var counts = [[Double]](repeating: [Double](repeating: 0, count: 50), count: 5)
        for epoch in 0..<4000 {
            let order = Shuffle(count: 50, address: RandomStream.batches.address(seed: 4, at: epoch))
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
            let order = Shuffle(count: 20, address: RandomStream.batches.address(seed: 5, at: epoch))
            counts[(order[1] - order[0] + 20) % 20] += 1
        }
        #expect(counts[0] == 0)
        // 18 degrees of freedom: the 1 - 1e-6 quantile is about 63.
        let statistic = counts.dropFirst().reduce(0) { $0 + ($1 - 200) * ($1 - 200) / 200 }
        #expect(statistic < 63, "\(statistic)")
    }
}
