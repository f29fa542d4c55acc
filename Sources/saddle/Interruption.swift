import Experiments
import Foundation
import Synchronization

/// Ctrl-C, termination and a closed terminal as a question that a long loop asks: the first signal asks for a clean
/// end, and gets one within two seconds, whatever is running; a second one ends the program at once. SIGUSR1 asks for a
/// checkpoint of every run that is being trained, which goes on.
enum Interruption {
    /// The signal that asked for the end; 0: none yet.
    private static let first = Atomic<Int32>(0)
    private static let checkpoints = Atomic<Int>(0)
    /// Where what is under way cannot be left sooner, such as a fresh critic, the program ends as if it were killed:
    /// the runs continue from their last checkpoints. In milliseconds.
    private static let patience = Atomic<Int>(1500)

    static var isRequested: Bool { first.load(ordering: .relaxed) != 0 }

    /// How often a checkpoint was asked for.
    static var checkpointRequests: Int { checkpoints.load(ordering: .relaxed) }

    /// The exit status of a program that was interrupted: 130 by Ctrl-C, 143 by all else.
    static var status: Int32 { status(of: first.load(ordering: .relaxed)) }

    private static func status(of signal: Int32) -> Int32 { signal == SIGINT ? 130 : 143 }

    /// What is done before the program ends, once.
    private static let ending = Mutex<(@Sendable () -> Void)?>(nil)

    /// Does what is to be done before the program ends.
    static func end() {
        // While one thread is at it, another one that would end the program waits.
        ending.withLock { ending in
            ending?()
            ending = nil
        }
    }

    /// - Parameters:
    ///   - isTask: of a cluster, which warns by SIGUSR2, too, and leaves more time than people do.
    ///   - atEnd: what is to be done before the program ends for a signal.
    static func listen(isTask: Bool = false, atEnd: (@Sendable () -> Void)? = nil) {
        ending.withLock { $0 = atEnd }
        if isTask { patience.store(4000, ordering: .relaxed) }
        // Made now, since a signal handler may not be the first to ask for it.
        first.store(0, ordering: .relaxed)
        checkpoints.store(0, ordering: .relaxed)
        // A parent that starts programs from a thread with blocked signals hands the block down.
        var all = sigset_t()
        sigemptyset(&all)
        for number in [SIGINT, SIGTERM, SIGHUP, SIGUSR1] { sigaddset(&all, number) }
        pthread_sigmask(SIG_UNBLOCK, &all, nil)
        for number in [SIGINT, SIGTERM, SIGUSR1] { signal(number, handler) }
        if isTask {
            var warning = sigset_t()
            sigemptyset(&warning)
            sigaddset(&warning, SIGUSR2)
            pthread_sigmask(SIG_UNBLOCK, &warning, nil)
            signal(SIGUSR2, handler)
        }
        // Where nohup has hang-ups ignored, they stay so.
        if isIgnored(signal(SIGHUP, handler)) { signal(SIGHUP, SIG_IGN) }
        Thread.detachNewThread(watch)
    }

    private static func watch() {
        while !isRequested { usleep(50_000) }
        EndOfProcess.ask()
        let clear = Terminal.isInteractive ? "\r\u{1B}[J" : ""
        Terminal.writeError("\(clear)Interrupted: what is in training is saved; once more ends at once.\n")
        Thread.sleep(forTimeInterval: Double(patience.load(ordering: .relaxed)) / 1000)
        Terminal.writeError(
            "\nInterrupted in the middle of what cannot be saved at once: the same command continues from the last "
                + "checkpoints.\n")
        end()
        _exit(status)
    }

    private typealias Handler = @convention(c) (Int32) -> Void

    /// A closed terminal hangs up more than once, and means one end.
    private static let handler: Handler = { number in
        if number == SIGUSR1 {
            Interruption.checkpoints.add(1, ordering: .relaxed)
            return
        }
        let isFirst = Interruption.first.compareExchange(expected: 0, desired: number, ordering: .relaxed).exchanged
        // A cluster warns more than once.
        let isPatient = Interruption.patience.load(ordering: .relaxed) > 1500
        if !isFirst, number != SIGHUP, !isPatient { _exit(Interruption.status(of: number)) }
    }

    private static func isIgnored(_ handler: Handler?) -> Bool {
        unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
