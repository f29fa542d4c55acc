import Configuration
import Datasets
import Testing

@testable import Equilibrium

/// The metric `stacked_modes`.
@Suite struct StackedModesTests {
    /// Samples whose first channel is always a picture of a 3 have a tenth of the modes, and ln 10 more divergence.
    @Test func aChannelThatStaysIsSeen() throws {
        let choice = DatasetSources.registry.declarations.choice(
            .datasets, "stacked", ["samples": .integer(4000)])
        let data = try DatasetSources.registry.make(choice).load()
        let pictures = try #require(data.pictures)
        #expect(data.shape == [8, 8, 3] && data.traits.labels == .stacked)
        let judge = try Judge.train(on: pictures, updates: 600)
        let metric = StackedModes(Metrics.registry.declarations.first { $0.name == "stacked_modes" }!.defaults)
        var values = data.training.values
        let three = try #require(pictures.training.labels?.firstIndex(of: 3))
        let picture = pictures.training.values(of: three..<three + 1)
        for pixel in 0..<values.count / 3 { values[3 * pixel] = picture[pixel % 64] }
        func measured(_ samples: [Float]) throws -> [Double] {
            try metric.measure(SampleSet(data, generated: samples, judge: judge)).map { try #require($0) }
        }
        let (all, some) = (try measured(data.training.values), try measured(values))
        #expect(all[0] > 930 && all[1] < 0.2, "\(all)")
        #expect(some[0] <= 100 && some[0] > 90 && some[1] > 2.2 && some[1] < 2.5, "\(some)")
    }
}
