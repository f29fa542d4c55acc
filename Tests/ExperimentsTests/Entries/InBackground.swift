import Configuration
import Foundation
import Kernels

@testable import Experiments

/// A launcher as somebody would add it: one run after another on a thread of its own.
struct InBackground: TrainingLauncher {
    static let declaration = Declaration(
        "in_background", "one run after another on a thread of its own", example: "launcher: in_background")

    init(_ values: Values) {}

    func launch(_ queue: RunQueue, _ options: TrainingOptions, _ handle: (SessionEvent) throws -> Void) throws {
        let events = Mailbox<SessionEvent?>()
        Thread.detachNewThread { [options] in
            queue.work(options, Workers(threads: options.threads), SharedValues(jobs: 1)) { events.send($0) }
            events.send(nil)
        }
        while let event = events.receive() { try handle(event) }
    }
}
