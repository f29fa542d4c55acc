import Datasets
import Kernels
import Testing

@testable import Equilibrium

/// The judges on two sets of samples that are all there is.
@Suite struct TwoSampleTests {
    private static func side(_ samples: Samples, heldOut: Int) -> TestedSamples {
        .init(learning: samples[heldOut..<samples.count], heldOut: samples[0..<heldOut])
    }

    /// Eight modes, and what a generator makes of them.
    private static func result(
        _ change: Difference, count: Int = 1000, training: Bool = false, threads: Int = 2, seed: Int = 1
    ) throws -> TwoSampleResult {
        let real = Difference.data(7, count: count).heldOut
        let known = Difference.data(8, count: count).training
        let made = Samples(shape: [2], count: count, values: change.samples(9, count: count, training: known))
        let copies = change == .copies ? made.count : 0
        let test = TwoSampleTest(
            real: side(real, heldOut: 250), generated: side(made, heldOut: 250),
            training: training ? .init(samples: known, generatedCopies: copies, realCopies: 0) : nil, seed: seed,
            workers: Workers(threads: threads))
        return try test.run()
    }

    @Test func equalDistributionsShowNoDifference() throws {
        let result = try Self.result(.none)
        #expect(
            result.evidence.findings.map(\.judge) == [
                "critic", "mmd", "nearest_neighbours", "k_nearest_neighbours", "neighbourhoods",
            ])
        #expect(result.evidence.answer == .equal, "\(result.evidence)")
        #expect(result.memorisation == nil)
    }

    @Test func aShiftIsSeen() throws {
        let result = try Self.result(.shift)
        #expect(result.evidence.isDifference && result.evidence.bound > 0.1, "\(result.evidence)")
        let distance = try #require(result.distances.first { $0.column.name == "sliced_wasserstein" })
        let (generated, real) = (try #require(distance.generated), try #require(distance.real))
        #expect(distance.samples == 500 && generated > real && real > 0, "\(generated) beside \(real)")
    }

    @Test func copiesAreMemorised() throws {
        let result = try Self.result(.copies, training: true)
        let memorisation = try #require(result.memorisation)
        #expect(result.evidence.isMemorised && result.evidence.strongest?.judge == "training_distance")
        #expect(memorisation.generated.authentic == 0 && memorisation.distanceRatio == 0)
        #expect(memorisation.generated.copies == 1000 && memorisation.real.copies == 0)
        #expect(try #require(memorisation.real.authentic) > 0.2)
        #expect(try !Self.result(.none, training: true).evidence.isMemorised)
    }

    /// Training samples as real ones are no yardstick for what is near to them.
    @Test func knownRealSamplesAreNoYardstick() throws {
        let data = Difference.data(7, count: 200)
        let made = Samples(
            shape: [2], count: 200, values: Difference.none.samples(9, count: 200, training: data.training))
        let test = TwoSampleTest(
            real: Self.side(data.training, heldOut: 100), generated: Self.side(made, heldOut: 100),
            training: .init(samples: data.training, generatedCopies: 0, realCopies: 400), seed: 1)
        #expect(!test.isRealNew)
        let result = try test.run()
        #expect(result.evidence.finding("training_distance") == nil && result.memorisation != nil)
    }

    @Test func resultsDoNotDependOnThreads() throws {
        let (one, three) = (
            try Self.result(.shift, count: 600, training: true, threads: 1),
            try Self.result(.shift, count: 600, training: true, threads: 3)
        )
        #expect(one.evidence == three.evidence && one.critic == three.critic)
        #expect(one.distances.map(\.generated) == three.distances.map(\.generated))
        #expect(one.memorisation?.generated.authentic == three.memorisation?.generated.authentic)
        let other = try Self.result(.shift, count: 600, training: true, seed: 2)
        #expect(one.evidence != other.evidence)
    }

    /// Training samples at 0, 1, 3 and 7 have gaps of 1, 1, 2 and 4. Of the samples, 20 is 13 from 7 and -1.5 is 1.5
    /// from 0: two of six are authentic. A tie is not, nor is a copy.
    @Test func authenticSamplesByHand() throws {
        func line(_ values: [Float]) -> Samples { Samples(shape: [1], count: values.count, values: values) }
        let memorisation = Memorisation(
            .init(samples: line([0, 1, 3, 7]), generatedCopies: 1, realCopies: 0), real: line([8, 12]),
            generated: line([0.5, 5, 9, 20, 3, -1.5]), .shared)
        #expect(memorisation.generated.authentic == 2.0 / 6)
        #expect(memorisation.real.authentic == 0.5)
        #expect(memorisation.generated.medianDistance == 1.75 && memorisation.real.medianDistance == 3)
        #expect(memorisation.distanceRatio == 1.75 / 3)
    }

    /// What the critic learns from, stops by and is tested on are different samples.
    @Test func poolsAreApart() {
        let values = (0..<100).map { Float($0) }
        let samples = Samples(shape: [1], count: 100, values: values)
        let pools = GeneratedPools(Self.side(samples, heldOut: 20), seed: 3)
        let training = Set((0..<50).flatMap { pools.samples(64, .training, $0) })
        let validation = Set(pools.samples(40, .validation, 0))
        let test = Set(pools.samples(20, .test, 0))
        #expect(training.count == 64 && validation.count == 16 && test.count == 20)
        #expect(training.isDisjoint(with: validation) && test.isDisjoint(with: training.union(validation)))
        #expect(pools.samples(64, .training, 1) == pools.samples(64, .training, 1))
        #expect(pools.samples(64, .training, 1) != pools.samples(64, .training, 2))
    }

    /// Four samples a file, or samples that are all one: an answer, and no trap.
    @Test(arguments: [4, 5]) func fewSamples(_ count: Int) throws {
        let real = normal(1, rows: count, columns: 3)
        let made = normal(2, rows: count, columns: 3)
        let result = try TwoSampleTest(
            real: Self.side(real, heldOut: 1), generated: Self.side(made, heldOut: 1), training: nil, seed: 1
        ).run()
        #expect(result.evidence.answer == .cannotTell)
        let one = Samples(shape: [2], count: 40, values: [Float](repeating: 0, count: 80))
        let equal = try TwoSampleTest(
            real: Self.side(one, heldOut: 20), generated: Self.side(one, heldOut: 20), training: nil, seed: 1
        ).run()
        #expect(!equal.evidence.isDifference)
    }
}
