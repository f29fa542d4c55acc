import Configuration
import Datasets
import Engine
import Testing

@testable import Equilibrium

/// What is counted of the memory that judging takes; `Tests/Memory` holds the sum against what runs take.
@Suite struct JudgingMemoryTests {
    private func sizes(_ training: Int, _ heldOut: Int, shape: [Int] = [28, 28, 1]) -> JudgingSizes {
        JudgingSizes(
            training: training, heldOut: heldOut, generated: 2500, shape: shape, noise: 8, areLevels: true)
    }

    /// A critic is tested on generated samples, which are all in memory while it learns, as are those that say when it
    /// levels off.
    @Test func aCriticsSamplesCount() throws {
        let critic = try smallCritic(seed: 1, shape: [2])
        func bytes(_ training: Int, _ heldOut: Int) -> Int {
            critic.memoryBytes(sizes(training, heldOut, shape: [2]), beside: PassMemoryNeed())
        }
        let none = bytes(5, 0) - 4 * 2
        #expect(bytes(1000, 300) == none + 4 * 2 * (200 + 300))
        #expect(bytes(60_000, 300) == none + 4 * 2 * (2000 + 300))
        #expect(bytes(5, 1_000_000) == none + 4 * 2 * (1 + critic.spec.samples))
    }

    /// The kernel is as large as the distances, whatever they are made with.
    @Test func theKernelIsAsLargeAsTheDistances() {
        let sizes = sizes(60_000, 10_000)
        #expect(KernelDiscrepancy.byteCount(sizes) == 4 * 2000 * 2000)
        #expect(SamplePool.byteCount(sizes) > SamplePool.distanceBytes(sizes))
    }
}
