import Kernels
import Testing

@testable import Configuration
@testable import Training

/// Updates of the discriminator that are not made, and updates that follow several batches.
@Suite struct SkippedUpdatesTests {
    @Test func anAccuracyAboveTheLimitSkips() {
        var numbers = SkippedUpdates.memory.map(\.start)
        numbers.withUnsafeMutableBufferPointer { numbers in
            guard let base = numbers.baseAddress else { return }
            let skipped = SkippedUpdates(above: 0.75, threshold: 0.5, numbers: base)
            func next(_ real: [Float], _ fake: [Float]) -> Int? {
                skipped.watch(real, count: real.count, isReal: true)
                skipped.watch(fake, count: fake.count, isReal: false)
                return skipped.next()
            }
            // At the limit it is made; a tie is half right.
            #expect(next([1, 1], [0, 1]) == 0)
            #expect(next([1, 1], [0, 0.5]) == nil)
            #expect(next([1, 0], [0, 1]) == 1)
            #expect(Array(numbers) == [2, 2, 3, 2 / 3.0])
            skipped.startOver()
            #expect(next([1, 1], [0, 0]) == nil)
            #expect(Array(numbers) == [2, 0, 1, 0])
        }
    }

    /// A discriminator that may never be right waits for ever, and the generator goes on.
    @Test func theOtherPlayerGoesOn() throws {
        let run = Fixture.changed { $0.stepRatio.skipAbove = 1e-9 }
        let (start, end) = (try Fixture.trainer(run), try Fixture.trained(run, 3))
        #expect(end.parameters(.discriminator) == start.parameters(.discriminator))
        #expect(end.parameters(.generator) != start.parameters(.generator))
        let evaluation = try end.evaluate(samples: 50)
        #expect(evaluation.remembered["step_ratio.share"] == 0 && evaluation.discriminatorLoss == nil)
        #expect(evaluation.generatorLoss != nil)
        try end.step()
        #expect(end.memory.entries["step_ratio.possible"] == 1)
    }

    @Test func anUpdateTakesItsBatchesFromTheData() {
        let run = Fixture.changed {
            $0.training.gradientAccumulation = 3
            $0.stepRatio.discriminator = 2
        }
        #expect(run.samplesPerIteration == 2 * 3 * 8)
    }
}
