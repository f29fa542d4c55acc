import Foundation
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

    /// Threads beyond the limit sleep, and work again once they are within it.
    @Test func noMoreThreadsWorkThanTheLimitSays() {
        let workers = Workers(threads: 4)
        for limit in [4, 1, 3, 2, 9, 0] {
            workers.limit = limit
            #expect(workers.limit == min(max(1, limit), 4))
            var worker = [Int](repeating: -1, count: 200)
            // A thread that was at work when the limit fell may take one more task.
            workers.run(tasks: 64) { _ in }
            usleep(20_000)
            worker.withUnsafeMutableBufferPointer { worker in
                workers.runIndexed(tasks: worker.count) {
                    usleep(50)
                    worker[$0] = $1
                }
            }
            #expect(worker.allSatisfy { (0..<workers.limit).contains($0) })
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

    /// What is too small for full precision is zero on every thread, and again a number to the caller afterwards.
    @Test(arguments: [1, 2, 3]) func numbersTooSmallAreZeroInTasks(threads: Int) {
        let workers = Workers(threads: threads)
        let halves = [Float](repeating: 0.5, count: 64)
        func half(_ x: Float, _ task: Int) -> Float { x * halves[task] }
        let products = UnsafeMutablePointer<Float>.allocate(capacity: 64)
        defer { products.deallocate() }
        products.initialize(repeating: 1, count: 64)
        workers.run(tasks: 64) { task in
            usleep(50)
            products[task] = half(.leastNormalMagnitude, task)
        }
        #expect((0..<64).allSatisfy { products[$0] == 0 })
        #expect(half(.leastNormalMagnitude, 0) > 0)
    }
}
