/// One run after another on the calling thread, each with all worker threads.
struct InOrder: Launcher {
    static let name = "in_order"
    static let summary = "one run after another, each with all threads"

    private let options: Session.Options

    init(_ options: Session.Options) { self.options = options }

    func launch(_ queue: RunQueue, _ handle: (SessionEvent) throws -> Void) throws {
        var failure: (any Error)?
        queue.work(options, threads: options.threads, SharedValues(jobs: 1)) { event in
            do { try handle(event) } catch {
                failure = failure ?? error
                queue.stop()
            }
        }
        if let failure { throw failure }
    }
}
