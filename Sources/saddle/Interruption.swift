import Foundation

/// Ctrl-C and termination as a question that a long loop asks: the first signal asks for a clean end, a second one
/// ends the program at once.
enum Interruption {
    // Only ever goes from 0 upwards, written by the signal handler and read by the loop that it stops.
    nonisolated(unsafe) private static var signals: sig_atomic_t = 0

    static var isRequested: Bool { signals > 0 }

    static func listen() {
        // A parent that starts programs from a thread with blocked signals hands the block down.
        var both = sigset_t()
        sigemptyset(&both)
        sigaddset(&both, SIGINT)
        sigaddset(&both, SIGTERM)
        pthread_sigmask(SIG_UNBLOCK, &both, nil)
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                if Interruption.signals > 0 { _exit(128 + number) }
                Interruption.signals += 1
            }
        }
    }
}
