import Foundation
import Synchronization

/// Ctrl-C and termination as a question that a long loop asks: the first signal asks for a clean end, a second one
/// ends the program at once.
enum Interruption {
    private static let signals = Atomic<Int>(0)

    static var isRequested: Bool { signals.load(ordering: .relaxed) > 0 }

    static func listen() {
        // Made now, since a signal handler may not be the first to ask for it.
        signals.store(0, ordering: .relaxed)
        // A parent that starts programs from a thread with blocked signals hands the block down.
        var both = sigset_t()
        sigemptyset(&both)
        sigaddset(&both, SIGINT)
        sigaddset(&both, SIGTERM)
        pthread_sigmask(SIG_UNBLOCK, &both, nil)
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                if Interruption.signals.add(1, ordering: .relaxed).oldValue > 0 { _exit(128 + number) }
            }
        }
    }
}
