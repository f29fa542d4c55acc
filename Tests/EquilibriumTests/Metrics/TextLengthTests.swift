import Configuration
import Datasets
import Testing

@testable import Equilibrium

/// `text_lengths` sees what runs of characters do not.
@Suite struct TextLengthTests {
    /// Texts of a's, of at most four characters.
    private func samples(_ lengths: [Int]) -> Samples {
        let values = lengths.flatMap { length in (0..<4).flatMap { $0 < length ? [0, 1] : [1, 0] as [Float] } }
        return Samples(shape: [1, 4, 2], count: lengths.count, values: values)
    }

    private func measured(_ generated: [Int], _ heldOut: [Int]) -> [Double?] {
        let entry = TextLengths(TextLengths.declaration.defaults)
        return entry.measure(
            SampleSet(training: samples(heldOut), heldOut: samples(heldOut), generated: samples(generated)))
    }

    @Test func textsOfOneLengthAreSeen() {
        #expect(measured([2, 2, 2, 2], [0, 1, 3, 4]) == [2, 0, 0.5])
        // By hand: mean 2, deviations of 2, 1, 1 and 2.
        #expect(measured([0, 1, 3, 4], [4, 3, 1, 0]) == [2, 2.5.squareRoot(), 0])
        #expect(measured([1, 1], [4, 4]) == [1, 0, 1])
    }

    @Test func itNeedsTexts() {
        #expect(TextLengths.objection(to: DataTraits(.vector, labels: .none)) == "needs texts")
    }
}
