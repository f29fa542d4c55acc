import Foundation
import Synchronization
import Testing

@testable import Experiments

@Suite struct MadeOnceTests {
    private struct Failure: Error {}

    @Test func whoAsksMeanwhileWaits() {
        let values = MadeOnce<Int, Int>(keeping: 4)
        let made = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: 16) { index in
            let value = values.value(index % 2) {
                made.add(1, ordering: .relaxed)
                usleep(20_000)
                return 10 * (index % 2)
            }
            #expect(value == 10 * (index % 2))
        }
        #expect(made.load(ordering: .relaxed) == 2)
    }

    @Test func afterAFailureTheNextTriesAgain() throws {
        let values = MadeOnce<Int, Int>(keeping: 1)
        #expect(throws: Failure.self) { try values.value(1) { () throws(Failure) in throw Failure() } }
        #expect(values.value(1) { 5 } == 5)
    }

    @Test func thoseAskedForLastAreKept() {
        let values = MadeOnce<Int, Int>(keeping: 2)
        for key in [1, 2, 1, 3] { _ = values.value(key) { key } }
        #expect(values.value(1) { -1 } == 1)
        #expect(values.value(3) { -1 } == 3)
        #expect(values.value(2) { -1 } == -1)
    }
}
