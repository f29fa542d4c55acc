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
}
