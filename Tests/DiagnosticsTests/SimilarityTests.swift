import Testing

@testable import Diagnostics

@Suite struct SimilarityTests {
    @Test(arguments: [
        ("units", "units", 0), ("unit", "units", 1), ("untis", "units", 1), ("kitten", "sitting", 3), ("", "abc", 3),
        ("ca", "abc", 3),
    ])
    func distances(a: String, b: String, expected: Int) {
        #expect(Similarity.distance(Array(a), Array(b)) == expected)
        #expect(Similarity.distance(Array(b), Array(a)) == expected)
    }

    @Test func aSlipFindsItsName() {
        let names = ["dense", "conv2d", "batch_norm", "leaky_relu", "relu", "elu"]
        #expect(Similarity.nearest(to: "Dense", in: names) == "dense")
        #expect(Similarity.nearest(to: "batchnorm", in: names) == "batch_norm")
        #expect(Similarity.nearest(to: "LeakyReLU", in: names) == "leaky_relu")
        #expect(Similarity.nearest(to: "rleu", in: names) == "relu")
    }

    @Test func anotherWordFindsNothing() {
        #expect(Similarity.nearest(to: "pooling", in: ["dense", "conv2d"]) == nil)
        #expect(Similarity.nearest(to: "x", in: ["y"]) == nil)
        #expect(Similarity.nearest(to: "", in: ["a"]) == nil)
        // Two edits in a word of five are one too many.
        #expect(Similarity.nearest(to: "dents", in: ["dense!"]) == nil)
    }
}
