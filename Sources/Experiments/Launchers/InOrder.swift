import Configuration
import Kernels

/// One run after another on the calling thread, each with all worker threads.
struct InOrder: TrainingLauncher {
    static let declaration = Declaration(
        "in_order", "one run after another, each with all threads", example: "launcher: in_order")

    init(_ values: Values) {}

    init() {}

    func launch(_ queue: RunQueue, _ options: TrainingOptions, _ handle: (SessionEvent) throws -> Void) throws {
        var failure: (any Error)?
        queue.work(options, Workers(threads: options.threads), SharedValues(jobs: 1)) { event in
            do { try handle(event) } catch {
                failure = failure ?? error
                queue.stop()
            }
        }
        if let failure { throw failure }
    }
}
