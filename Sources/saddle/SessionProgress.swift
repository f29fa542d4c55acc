import Experiments

/// How far the runs of a session came, counted in runs: the sum of every run's share of its iterations.
struct SessionProgress {
    private(set) var skipped = 0
    private(set) var done = 0
    /// What was trained since the session began; a run that continues brings some along.
    private var gained = 0.0
    private var brought = 0.0
    private var atHand: [Int: Run] = [:]
    private let clock = ContinuousClock()
    private var start: ContinuousClock.Instant?

    private struct Run {
        let start: Int
        var brought = 0.0
        var gained = 0.0
    }

    mutating func take(_ event: SessionEvent) {
        switch event {
        case .skipped, .elsewhere: skipped += 1
        case .started(let label, let iteration):
            start = start ?? clock.now
            atHand[label.number] = Run(start: iteration)
        case .progress(let progress):
            guard let run = atHand[progress.label.number] else { return }
            let whole = Double(max(1, progress.iterations))
            atHand[progress.label.number] = Run(
                start: run.start, brought: Double(run.start) / whole,
                gained: Double(progress.iteration - run.start) / whole)
        case .sideBySide, .judging, .notice: break
        case .finished(let label, _):
            done += 1
            let brought = atHand.removeValue(forKey: label.number)?.brought ?? 0
            self.brought += brought
            gained += 1 - brought
        }
    }

    /// Seconds until all `count` runs are done, if those to come take as long as those so far. nil while little is
    /// known.
    func secondsLeft(of count: Int) -> Double? {
        let gained = atHand.values.reduce(gained) { $0 + $1.gained }
        let brought = atHand.values.reduce(brought) { $0 + $1.brought }
        guard let start, gained > 0.05 else { return nil }
        return (Double(count - skipped) - gained - brought) / gained * ((clock.now - start) / .seconds(1))
    }
}
