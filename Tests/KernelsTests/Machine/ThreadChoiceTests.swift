import Testing

@testable import Kernels

@Suite struct ThreadChoiceTests {
    /// The share of steps that ran on one thread, each taking the seconds that it takes there or on all.
    private func shareOnOne(_ choice: inout ThreadChoice, steps: Int, onAll: Double, onOne: Double) -> Double {
        var count = 0
        for _ in 0..<steps {
            if choice.isSerial { count += 1 }
            choice.note(choice.isSerial ? onOne : onAll)
        }
        return Double(count) / Double(steps)
    }

    @Test func theFasterWayIsTakenAndTheOtherOneTriedAgain() {
        var choice = ThreadChoice(Workers(threads: 2))
        #expect(shareOnOne(&choice, steps: 5000, onAll: 180e-6, onOne: 100e-6) > 0.97)
        // The threads have come closer to each other.
        _ = shareOnOne(&choice, steps: 2000, onAll: 80e-6, onOne: 100e-6)
        let share = shareOnOne(&choice, steps: 5000, onAll: 80e-6, onOne: 100e-6)
        #expect(share < 0.03 && share > 0)
    }

    /// Where one thread would take long, trying it would, too.
    @Test func longStepsAreNeverTriedOnOneThread() {
        var choice = ThreadChoice(Workers(threads: 2))
        #expect(shareOnOne(&choice, steps: 2000, onAll: 0.003, onOne: 0.002) == 0)
        var clear = ThreadChoice(Workers(threads: 16))
        #expect(shareOnOne(&clear, steps: 20_000, onAll: 0.001, onOne: 0.015) < 0.001)
    }

    /// With other threads the choice is another one.
    @Test func aNewLimitIsTried() {
        let workers = Workers(threads: 2)
        workers.limit = 1
        var choice = ThreadChoice(workers)
        choice.run { #expect(!workers.isSerial) }
        workers.limit = 2
        choice.run {}
        while !choice.isSerial { choice.note(1e-4) }
        workers.limit = 1
        choice.run { #expect(!workers.isSerial) }
        #expect(!choice.isSerial)
    }

    @Test func oneSlowStepDecidesNothing() {
        var choice = ThreadChoice(Workers(threads: 2))
        for step in 0..<16 { choice.note(step == 0 ? 1 : choice.isSerial ? 100e-6 : 80e-6) }
        #expect(!choice.isSerial)
    }

    /// A step on one thread runs its tasks there, and those that come after it on all again.
    @Test func stepsRunWhereTheyAreSaidTo() throws {
        struct Failure: Error {}
        let workers = Workers(threads: 3)
        var choice = ThreadChoice(workers)
        while !choice.isSerial { choice.note(1e-4) }
        var used: Set<Int> = []
        choice.run { workers.runIndexed(tasks: 64) { _, worker in used.insert(worker) } }
        #expect(used == [0])
        #expect(!workers.isSerial)
        #expect(throws: Failure.self) { try choice.run { () throws(Failure) in throw Failure() } }
        #expect(!workers.isSerial)
    }
}
