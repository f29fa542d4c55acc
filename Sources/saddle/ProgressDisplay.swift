import Diagnostics
import Experiments
import Foundation

/// Shows a session's events: on a terminal a line for every run in training, drawn again as it goes on, and a total
/// below where there are several; elsewhere plain lines now and then.
final class ProgressDisplay {
    private let interactive: Bool
    private let colour: Bool
    private let quiet: Bool
    private let clock = ContinuousClock()
    private var progress = SessionProgress()
    private var live = LiveLines()
    /// What is to be seen of every run in training, by its number.
    private var atHand: [Int: AtHand] = [:]
    private var lastDrawn: ContinuousClock.Instant?
    /// Complete runs that nothing was said about yet.
    private var skipped = 0

    private struct AtHand {
        var text: String
        var lastPlainLine: ContinuousClock.Instant
    }

    init(quiet: Bool) {
        interactive = Terminal.isInteractive
        colour = Terminal.colourOfErrors
        self.quiet = quiet
    }

    func show(_ event: SessionEvent) {
        if case .notice(let label, let text) = event {
            return line("\(prefix(label))  \(DisplayText.sanitizedLines(text))")
        }
        guard !quiet else { return }
        progress.take(event)
        switch event {
        case .notice: break
        case .sideBySide(let jobs):
            tellSkipped()
            line("\(jobs) runs at a time, which ends sooner with networks this small (--jobs 1: one after another)")
        case .skipped(_, let status):
            if status.isFinal { skipped += 1 }
        case .elsewhere(let label):
            tellSkipped()
            line("\(prefix(label))  is left to another saddle, which is training it")
        case .started(let label, let iteration):
            tellSkipped()
            if iteration > 0 { line("\(prefix(label))  continues at iteration \(iteration)") }
            atHand[label.number] = AtHand(text: "\(livePrefix(label))  starts", lastPlainLine: clock.now)
            redraw(of: label.count)
        case .progress(let progress):
            let label = progress.label
            atHand[label.number]?.text = text(progress)
            if interactive {
                // Each run has something to say ten times a second, and that is enough for all.
                if lastDrawn.map({ clock.now - $0 > .milliseconds(80) }) ?? true { redraw(of: label.count) }
            } else if let run = atHand[label.number], clock.now - run.lastPlainLine > .seconds(5) * atHand.count {
                atHand[label.number]?.lastPlainLine = clock.now
                line(run.text)
            }
        case .judging(let label):
            atHand[label.number]?.text =
                "\(livePrefix(label))  trained; a fresh critic and the sample metrics judge the generator"
            redraw(of: label.count)
        case .finished(let label, let outcome):
            atHand[label.number] = nil
            let seconds = String(format: "%.1f s", outcome.seconds)
            let word =
                outcome.status == .complete
                ? paint("done", "32")
                : paint(outcome.status.rawValue, outcome.status == .stopped ? "33" : "31")
            let why = outcome.message.map { ": \(DisplayText.sanitizedLines($0))" } ?? ""
            line("\(prefix(label))  \(word) in \(seconds)\(why)")
            redraw(of: label.count)
        }
    }

    /// To be called after the last event.
    func finish() {
        guard !quiet else { return }
        tellSkipped()
    }

    private func tellSkipped() {
        guard skipped > 0 else { return }
        line("\(skipped) \(skipped == 1 ? "run was" : "runs were") trained already and skipped")
        skipped = 0
    }

    private func prefix(_ label: RunLabel) -> String { "[\(label.number)/\(label.count)] \(label.id)" }

    /// For a line that is drawn again in its place: a long id leaves room for what is said of the run.
    private func livePrefix(_ label: RunLabel) -> String {
        guard interactive else { return prefix(label) }
        return DisplayWidth.truncated(
            prefix(label), to: max(Self.shortestPrefix, Terminal.width - 1 - Self.roomForProgress))
    }

    /// Columns of iterations, speed, time left and accuracy; of a prefix at least.
    private static let (roomForProgress, shortestPrefix) = (70, 20)

    private func text(_ progress: RunProgress) -> String {
        if interactive, Terminal.width < Self.roomForProgress { return Self.short(progress, width: Terminal.width - 1) }
        var parts = [
            livePrefix(progress.label), "\(progress.iteration)/\(progress.iterations)",
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

    /// For a narrow terminal: the run by its number, and as much as there is room for.
    static func short(_ progress: RunProgress, width: Int) -> String {
        var text = "[\(progress.label.number)/\(progress.label.count)] \(progress.iteration)/\(progress.iterations)"
        let accuracy = progress.measurement.map { String(format: "accuracy %.3f", $0.accuracy.mean) }
        let speed = String(
            format: progress.iterationsPerSecond < 10 ? "%.1f it/s" : "%.0f it/s", progress.iterationsPerSecond)
        for part in [accuracy, duration(progress.secondsLeft), speed].compactMap(\.self)
        where text.count + 1 + part.count <= width { text += " " + part }
        return text
    }

    static func duration(_ seconds: Double) -> String {
        let whole = Int(min(seconds, 359_999_999).rounded())
        return whole < 3600
            ? String(format: "%d:%02d", whole / 60, whole % 60)
            : String(format: "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
    }

    /// The live lines, on a terminal.
    private func redraw(of count: Int) {
        guard interactive, !atHand.isEmpty else { return }
        lastDrawn = clock.now
        var lines = atHand.sorted { $0.key < $1.key }.map(\.value.text)
        if lines.count > 1 {
            let left = progress.secondsLeft(of: count).map { "  about \(Self.duration($0)) left" } ?? ""
            lines.append("\(progress.done + progress.skipped) of \(count) runs done, \(lines.count) running" + left)
        }
        live.draw(lines)
    }

    private func line(_ text: String) {
        if interactive { live.write(text) } else { Terminal.writeError(text + "\n") }
    }

    private func paint(_ text: String, _ code: String) -> String {
        colour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
