/// Says on standard error what a command is at, where it takes long: on a terminal a line that is drawn again,
/// elsewhere a line now and then.
final class PatientLine {
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var last: ContinuousClock.Instant
    private var live = LiveLines()
    private var hasShown = false

    /// Before anything is said.
    private static let patience = Duration.seconds(2)

    init() {
        start = clock.now
        last = start
    }

    func show(_ text: @autoclosure () -> String) {
        let now = clock.now
        guard now - start > Self.patience, now - last > (Terminal.isInteractive ? .milliseconds(100) : .seconds(5))
        else {
            return
        }
        last = now
        hasShown = true
        if Terminal.isInteractive { live.draw([text()]) } else { Terminal.writeError(text() + "\n") }
    }

    /// The line goes.
    func finish() {
        if hasShown, Terminal.isInteractive { live.draw([]) }
    }
}
