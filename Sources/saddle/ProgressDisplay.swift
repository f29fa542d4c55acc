import Experiments
import Foundation

/// Shows a session's events: one line that redraws itself on a terminal, plain lines now and then elsewhere.
final class ProgressDisplay {
    private let interactive: Bool
    private let colour: Bool
    private let quiet: Bool
    private let clock = ContinuousClock()
    private var lastPlainLine: ContinuousClock.Instant?
    private var skipped = 0

    init(quiet: Bool) {
        interactive = Terminal.isInteractive
        colour = Terminal.colourOfErrors
        self.quiet = quiet
    }

    func show(_ event: SessionEvent) {
        guard !quiet else { return }
        switch event {
        case .skipped(_, let status):
            if status == .complete { skipped += 1 }
        case .started(let label, let iteration):
            tellSkipped()
            if iteration > 0 { line("\(prefix(label))  continues at iteration \(iteration)") }
            lastPlainLine = clock.now
        case .progress(let progress):
            if interactive {
                redraw(text(progress))
            } else if lastPlainLine.map({ clock.now - $0 > .seconds(5) }) ?? true {
                lastPlainLine = clock.now
                line(text(progress))
            }
        case .judging(let label):
            if interactive {
                redraw("\(prefix(label))  trained; a fresh critic and the sample metrics judge the generator")
            }
        case .finished(let label, let outcome):
            let seconds = String(format: "%.1f s", outcome.seconds)
            let word =
                outcome.status == .complete
                ? paint("done", "32")
                : paint(outcome.status.rawValue, outcome.status == .stopped ? "33" : "31")
            line("\(prefix(label))  \(word) in \(seconds)" + (outcome.message.map { ": \($0)" } ?? ""))
        }
    }

    /// To be called after the last event.
    func finish() {
        guard !quiet else { return }
        tellSkipped()
    }

    private func tellSkipped() {
        guard skipped > 0 else { return }
        line("\(skipped) \(skipped == 1 ? "run was" : "runs were") complete already and skipped")
        skipped = 0
    }

    private func prefix(_ label: RunLabel) -> String { "[\(label.number)/\(label.count)] \(label.id)" }

    private func text(_ progress: RunProgress) -> String {
        var parts = [
            prefix(progress.label), "\(progress.iteration)/\(progress.iterations)",
            String(format: progress.iterationsPerSecond < 10 ? "%.1f it/s" : "%.0f it/s", progress.iterationsPerSecond),
            Self.duration(progress.secondsLeft) + " left",
        ]
        if let m = progress.measurement {
            parts.append(String(format: "accuracy %.3f (%.3f from 0.5)", m.accuracy.mean, m.accuracy.distance))
            if let d = m.discriminatorLoss, let g = m.generatorLoss {
                parts.append(String(format: "loss D %.3f G %.3f", d, g))
            }
        }
        return parts.joined(separator: "  ")
    }

    static func duration(_ seconds: Double) -> String {
        let whole = Int(min(seconds, 359_999_999).rounded())
        return whole < 3600
            ? String(format: "%d:%02d", whole / 60, whole % 60)
            : String(format: "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
    }

    private func redraw(_ text: String) {
        Terminal.writeError("\r\u{1B}[2K" + text.prefix(Terminal.width - 1))
    }

    private func line(_ text: String) {
        Terminal.writeError((interactive ? "\r\u{1B}[2K" : "") + text + "\n")
    }

    private func paint(_ text: String, _ code: String) -> String {
        colour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
