import Testing

@testable import Datasets

struct SplitTests {
    @Test("every sample is on exactly one side", arguments: [2, 3, 10, 1797], [0, 1, 77])
    func partition(_ count: Int, _ seed: Int) {
        let split = Split(count: count, heldOut: 0.2, seed: seed)
        #expect((split.training + split.heldOut).sorted() == Array(0..<count))
    }

    @Test(
        "the held-out share is rounded up, and both sides keep a sample",
        arguments: [(1797, 0.2, 360), (100, 0.07, 7), (10, 0.01, 1), (10, 0.999, 9), (2, 0.5, 1), (60_000, 0.1, 6000)])
    func count(_ count: Int, _ share: Double, _ expected: Int) {
        #expect(Split.heldOutCount(of: count, share: share) == expected)
    }

    @Test("the permutation is uniform: every sample is as often held out as another")
    func uniform() {
        // 400 splits of 20 samples, 5 held out: each sample is held out 100 times, with a standard deviation of 8.7.
        var held = [Int](repeating: 0, count: 20)
        for seed in 0..<400 {
            for sample in Split(count: 20, heldOut: 0.25, seed: seed).heldOut { held[sample] += 1 }
        }
        #expect(held.allSatisfy { abs($0 - 100) < 44 })
        #expect(held.reduce(0, +) == 2000)
    }

    @Test("another seed gives another permutation")
    func seeds() {
        #expect(Set((0..<20).map { Split.permutation(of: 10, seed: $0) }).count == 20)
    }
}
