import Datasets
import Kernels
import Testing

@testable import Equilibrium

/// The metric `augmentation`.
@Suite struct AugmentationTests {
    /// Rows of two numbers and a column of two categories that their sum decides, wrongly in so many of a hundred rows.
    private static func rows(_ count: Int, wrong: Int, stream: UInt32) -> Samples {
        var numbers = [Float](repeating: 0, count: 2 * count)
        Random.fillNormal(
            &numbers, count: 2 * count, at: RandomAddress(seed: 3, stream: stream, iteration: 0), workers: .shared)
        var values: [Float] = []
        for row in 0..<count {
            let isFirst = (numbers[2 * row] + numbers[2 * row + 1] > 0.5) != (row % 100 < wrong)
            values += [numbers[2 * row], numbers[2 * row + 1], isFirst ? 1 : 0, isFirst ? 0 : 1]
        }
        return Samples(shape: [4], count: count, values: values)
    }

    private static func measured(wrong: Int) throws -> [Double] {
        let values = try Metrics.measure(
            [AugmentationGain(Metrics.registry.declarations.first { $0.name == "augmentation" }!.defaults)],
            SampleSet(
                training: rows(40, wrong: 0, stream: 1), heldOut: rows(1000, wrong: 0, stream: 2),
                generated: rows(400, wrong: wrong, stream: 3), target: 2..<4))
        return try values.map { try #require($0.value) }
    }

    /// Rows from the data's own distribution help as real ones would; what is wrong in them is learned as well.
    @Test func generatedRowsTeachWhatTheyShow() throws {
        let values = try Self.measured(wrong: 70)
        #expect(values[0] > 0.9 && values[2] < 0.5, "\(values)")
        #expect(values[2] < values[1] && values[1] < values[0], "\(values)")
        #expect(abs(values[3] - 0.64) < 0.04)
    }

    @Test func withoutLabelsThereIsNothingToSay() throws {
        let rows = Self.rows(20, wrong: 0, stream: 4)
        let values = try Metrics.measure(
            [AugmentationGain(Metrics.registry.declarations.first { $0.name == "augmentation" }!.defaults)],
            SampleSet(training: rows, heldOut: rows, generated: rows))
        #expect(values.allSatisfy { $0.value == nil })
        #expect(AugmentationGain.objection(to: DataTraits(.vector, labels: .none)) != nil)
        #expect(AugmentationGain.objection(to: DataTraits(.vector, labels: .column)) == nil)
    }
}
