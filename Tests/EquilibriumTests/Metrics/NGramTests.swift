import Configuration
import Datasets
import Kernels
import Testing

@testable import Equilibrium

/// `ngrams` against SciPy: ngrams.py made the numbers.
@Suite struct NGramTests {
    private func samples(_ texts: [String]) -> Samples {
        let symbols = Array("$abc")
        let values = texts.flatMap { text in
            let places = Array(text) + [Character](repeating: "$", count: 4 - text.count)
            return places.flatMap { place in symbols.map { $0 == place ? Float(1) : 0 } }
        }
        return Samples(shape: [1, 4, 4], count: texts.count, values: values)
    }

    @Test func agreesWithSciPy() throws {
        let heldOut = samples(["abba", "ba", "cab", "acab", "bbb"])
        let generated = samples(["abba", "ab", "cab", "cccc", "b", "abba"])
        let entry = NGrams(NGrams.declaration.defaults)
        let set = SampleSet(training: samples(["cab", "ab", "a"]), heldOut: heldOut, generated: generated)
        let values = entry.measure(set)
        let expected = [
            0.014431730814460518, 0.11192164512583046, 0.2021680630343876, 0.24998687618213328, 2.0 / 6, 2.0 / 6,
        ]
        #expect(values.count == expected.count)
        for (value, wanted) in zip(values, expected) { #expect(abs((value ?? .nan) - wanted) < 1e-12) }
        let same = entry.measure(SampleSet(training: heldOut, heldOut: heldOut, generated: heldOut))
        #expect(same == [0, 0, 0, 0, 1, 0])
        #expect(NGrams.objection(to: DataTraits(.vector, labels: .none)) == "needs texts")
    }
}
