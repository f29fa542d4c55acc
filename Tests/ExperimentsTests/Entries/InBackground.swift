import Foundation

@testable import Experiments

/// A launcher as somebody would add it: one run after another on a thread of its own.
struct InBackground: Launcher {
    static let name = "in_background"
    static let summary = "one run after another on a thread of its own"

    private let options: Session.Options

    init(_ options: Session.Options) { self.options = options }

    func launch(_ queue: RunQueue, _ handle: (SessionEvent) throws -> Void) throws {
        let events = Mailbox<SessionEvent?>()
        Thread.detachNewThread { [options] in
            queue.work(options, threads: options.threads, SharedValues(jobs: 1)) { events.send($0) }
            events.send(nil)
        }
        while let event = events.receive() { try handle(event) }
    }
}
