import Datasets
import Testing

@testable import Equilibrium

/// What models of spelling take beside what is stated.
@Suite struct SpellingMemoryTests {
    /// Texts of characters that are all equally probable, as of an untrained generator.
    private static func texts(_ count: Int, length: Int, characters: Int) -> [String] {
        (0..<count).map { row in
            String(
                String.UnicodeScalarView(
                    (0..<length).compactMap {
                        UnicodeScalar(UInt32(0x100 + splitMix(row * length + $0) % UInt64(characters)))
                    }))
        }
    }

    /// From nearly all runs the same to nearly all different ones. What is stated is of the moment when the largest
    /// table grows, and so half of that more than the tables, and a step more of those that are about to grow.
    @Test(arguments: [(9, 2000), (26, 30), (26, 2000), (99, 500), (254, 3000)])
    func whatIsStatedIsTaken(characters: Int, count: Int) {
        let texts = Self.texts(count, length: 32, characters: characters)
        let taken = SpellingModel(texts, SpellingSymbols(texts)).byteCount
        let stated = SpellingModel.byteCount(symbols: count * 33, different: characters + 1)
        #expect(stated >= taken && stated < 2 * taken, "\(stated) stated, \(taken) taken")
    }

    /// Texts of a language repeat their runs: a model of them takes a part of that.
    @Test func ofRepeatedTextsLessIsTaken() {
        let texts = [String](repeating: "the same text again", count: 1000)
        #expect(
            SpellingModel(texts, SpellingSymbols(texts)).byteCount
                < SpellingModel.byteCount(symbols: 20_000, different: 13) / 10)
    }

    /// As many characters as are learned from at most take megabytes, not more with more texts.
    @Test func theWholeIsBounded() {
        func bytes(_ training: Int, length: Int, characters: Int) -> Int {
            SpellingRule.byteCount(
                JudgingSizes(
                    training: training, heldOut: 100, generated: 1000, shape: [1, length, characters], noise: 8,
                    areLevels: false, isText: true)) - 4 * 1000 * length * characters
        }
        #expect(bytes(1_000_000, length: 64, characters: 27) == bytes(10_000, length: 64, characters: 27))
        #expect((40_000_000..<60_000_000).contains(bytes(10_000, length: 64, characters: 27)))
        #expect(bytes(10_000, length: 64, characters: 100) > bytes(10_000, length: 64, characters: 27))
    }
}

extension SpellingModel {
    /// Bytes that its tables take.
    fileprivate var byteCount: Int {
        let (key, number) = (MemoryLayout<UInt64>.stride, MemoryLayout<Int>.stride)
        return counts.reduce(0) { $0 + Self.tableBytes($1.capacity, key + number) }
            + contexts.reduce(0) { $0 + Self.tableBytes($1.capacity, key + 2 * number) }
    }
}
