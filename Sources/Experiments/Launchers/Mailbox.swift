import Dispatch
import Synchronization

/// Messages from many threads to one, in the order in which they were sent.
final class Mailbox<Message: Sendable>: Sendable {
    private let messages = Mutex<[Message]>([])
    private let count = DispatchSemaphore(value: 0)

    func send(_ message: Message) {
        messages.withLock { $0.append(message) }
        count.signal()
    }

    /// Waits for a message.
    func receive() -> Message {
        count.wait()
        return messages.withLock { $0.removeFirst() }
    }
}
