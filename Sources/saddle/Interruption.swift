import Foundation
import Synchronization

/// Ctrl-C, termination and a closed terminal as a question that a long loop asks: the first signal asks for a clean end,
/// a second one ends the program at once.
enum Interruption {
    private static let signals = Atomic<Int>(0)

    static var isRequested: Bool { signals.load(ordering: .relaxed) > 0 }

    static func listen() {
        // Made now, since a signal handler may not be the first to ask for it.
        signals.store(0, ordering: .relaxed)
        // A parent that starts programs from a thread with blocked signals hands the block down.
        var all = sigset_t()
        sigemptyset(&all)
        for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&all, number) }
        pthread_sigmask(SIG_UNBLOCK, &all, nil)
        for number in [SIGINT, SIGTERM] { signal(number, handler) }
        // Where nohup has hang-ups ignored, they stay so.
        if isIgnored(signal(SIGHUP, handler)) { signal(SIGHUP, SIG_IGN) }
        // Who reads the log may leave; what is trained stays.
        signal(SIGPIPE, SIG_IGN)
    }

    private typealias Handler = @convention(c) (Int32) -> Void

    /// A closed terminal hangs up more than once, and means one end.
    private static let handler: Handler = { number in
        if Interruption.signals.add(1, ordering: .relaxed).oldValue > 0, number != SIGHUP { _exit(128 + number) }
    }

    private static func isIgnored(_ handler: Handler?) -> Bool {
        unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
