import Diagnostics
import Equilibrium

/// Says on standard error what judges are at, where it takes long: on a terminal a line that is drawn again, elsewhere
/// a line now and then.
final class JudgeDisplay {
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

    func show(_ stage: TwoSampleTest.Stage) {
        let now = clock.now
        guard now - start > Self.patience, now - last > (Terminal.isInteractive ? .milliseconds(100) : .seconds(5))
        else {
            return
        }
        last = now
        hasShown = true
        if Terminal.isInteractive { live.draw([text(stage)]) } else { Terminal.writeError(text(stage) + "\n") }
    }

    /// The line goes.
    func finish() {
        if hasShown, Terminal.isInteractive { live.draw([]) }
    }

    private func text(_ stage: TwoSampleTest.Stage) -> String {
        switch stage {
        case .critic(let updates, let most):
            "the fresh critic learns: update \(NumberText.grouped(updates)), \(NumberText.grouped(most)) at most"
        case .judges: "the other judges look at the samples"
        case .distances: "distances are measured"
        }
    }
}
