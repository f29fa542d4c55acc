import Kernels
import Testing

@Suite struct WorkersTests {
    @Test(arguments: [1, 2, 3, 5]) func everyTaskRunsOnce(threads: Int) {
        let workers = Workers(threads: threads)
        for tasks in [0, 1, 2, 7, 100, 1000] {
            let counts = UnsafeMutablePointer<Int>.allocate(capacity: tasks + 1)
            defer { counts.deallocate() }
            counts.initialize(repeating: 0, count: tasks + 1)
            workers.run(tasks: tasks) { counts[$0] += 1 }
            #expect((0..<tasks).allSatisfy { counts[$0] == 1 })
        }
    }

    @Test func callsWithinTasksAndManyCallsInARowAreServed() {
        let workers = Workers(threads: 3)
        let counts = UnsafeMutablePointer<Int>.allocate(capacity: 64)
        defer { counts.deallocate() }
        counts.initialize(repeating: 0, count: 64)
        for _ in 0..<2000 {
            workers.run(tasks: 8) { outer in workers.run(tasks: 8) { counts[outer * 8 + $0] += 1 } }
        }
        #expect((0..<64).allSatisfy { counts[$0] == 2000 })
    }
}
