import Testing

@testable import Equilibrium

@Suite struct LevellingOffTests {
    /// The updates at which it slows down and stops, for a loss that falls until `end`.
    static func course(_ end: Int) -> (slower: Int?, levelled: Int?, rates: Set<Double>) {
        var level = LevellingOff(start: 0.7)
        var slower: Int?
        var rates: Set<Double> = [level.rate]
        for update in 1...100_000 where level.isDue(at: update) {
            let answer = level.note(0.7 - 0.00002 * Double(min(update, end)), at: update)
            rates.insert(level.rate)
            if answer == .slower { slower = update }
            if answer == .levelled { return (slower, update, rates) }
        }
        return (slower, nil, rates)
    }

    @Test func itStopsWhereNothingFalls() {
        let (slower, levelled, rates) = Self.course(0)
        #expect(slower == 300 && levelled == 600 && rates == [1, 0.2])
    }

    /// The longer it took, the longer it waits.
    @Test func itWaitsHalfAsLongAgain() throws {
        let (slower, levelled, _) = Self.course(4000)
        let first = try #require(slower), last = try #require(levelled)
        #expect((5900...6600).contains(first) && last > first + first / 2)
    }

    @Test func aFallTooSmallToMatterDoesNotCount() {
        var level = LevellingOff(start: 0.7)
        var answers: [LevellingOff.Answer] = []
        for update in 1...2000 where level.isDue(at: update) {
            answers.append(level.note(0.7 - 1e-8 * Double(update), at: update))
            if answers.last == .levelled { break }
        }
        #expect(answers.last == .levelled && level.isBest, "each is the best so far, and none worth waiting for")
    }

    /// Where the two kinds have nothing in common every loss falls for ever, and proves no more.
    @Test func itStopsWhereNextToNothingIsLeft() {
        var level = LevellingOff(start: 0.7)
        #expect(level.note(0.0051, at: 50) == .same)
        #expect(level.note(0.0049, at: 100) == .levelled && level.isBest)
    }
}
