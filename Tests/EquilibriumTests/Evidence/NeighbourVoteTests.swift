import Datasets
import Kernels
import TestSupport
import Testing

@testable import Equilibrium

/// What is known of samples by looking up their neighbours.
@Suite struct NeighbourVoteTests {
    /// Uses have samples of their own: stretches of one long list.
    static func source(_ values: [Float], size: Int) -> FreshCritic.Source {
        let rows = values.count / size
        return { count, use, _ in
            let start =
                switch use {
                case .test, .diversity: 0
                case .validation: rows / 4
                case .training, .reference: rows / 2
                }
            return Array(values[start * size..<(start + count) * size])
        }
    }

    static func accuracy(
        _ data: Dataset, _ generated: Samples, workers: Workers = .shared
    ) -> Accuracy? {
        NeighbourVote(data.training, workers: workers)?
            .accuracy(on: data.heldOut, generated: source(generated.values, size: generated.size))
    }

    /// 40 trials of equal distributions: at the level of 5 % more than 6 alarms have a probability of 1 in 70.
    @Test func alarmsAreRareOnEqualDistributions() throws {
        var alarms = 0
        for trial in 0..<40 {
            let data = normalPoints(trial, training: 400, heldOut: 100)
            let found = try #require(Self.accuracy(data, normal(1000 + trial, rows: 1000, columns: 2)))
            if Finding(judge: "k_nearest_neighbours", found, level: 0.05).isDifference { alarms += 1 }
        }
        #expect(alarms <= 6, "\(alarms) of 40")
    }

    /// A thread through a cloud: every value has the cloud's distribution, and few samples lie anywhere near it.
    @Test func threadsAreSeen() throws {
        let data = normalPoints(1, training: 2000, heldOut: 500)
        let along = normal(5, rows: 4000, columns: 1)
        let thread = Samples(shape: [2], count: 4000, values: along.values.flatMap { [$0, -$0] })
        let found = try #require(Self.accuracy(data, thread))
        #expect(found.mean > 0.95)
        #expect(Self.accuracy(data, thread, workers: Workers(threads: 3)) == found)
    }

    /// Equal but for the last bits of a float, or all at one place: nothing to tell.
    @Test(arguments: [Float(0), 1]) func lastBitsAreNoDifference(spread: Float) throws {
        let points = normal(3, rows: 1000, columns: 2).values.map { ($0 * spread * 4).rounded() / 4 }
        let samples = Samples(shape: [2], count: 1000, values: points)
        let data = Dataset(name: "grid", training: samples, heldOut: samples[0..<300])
        let near = Samples(shape: [2], count: 2000, values: (points + points).map { $0 * (1 + 1e-7) + 1e-8 })
        let found = try #require(Self.accuracy(data, near))
        #expect(!Finding(judge: "k_nearest_neighbours", found, level: 0.007).isDifference, "\(found.mean)")
    }

    @Test func looksAtFewValuesAndEnoughSamplesOnly() {
        func vote(rows: Int, columns: Int, available: Int = .max) -> NeighbourVote? {
            NeighbourVote(normal(1, rows: rows, columns: columns), available: available, workers: .shared)
        }
        #expect(vote(rows: 100, columns: 3) != nil && vote(rows: 100, columns: 4) == nil)
        #expect(vote(rows: 2, columns: 2) == nil && vote(rows: 100, columns: 2, available: 1) == nil)
    }

    @Test func samplesThatAreNotFiniteAreNotLookedAt() {
        let data = normalPoints(1, training: 100, heldOut: 20)
        let none = Samples(shape: [2], count: 400, values: [Float](repeating: .infinity, count: 800))
        #expect(Self.accuracy(data, none) == nil)
    }
}
