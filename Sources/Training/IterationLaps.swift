import Engine

/// The parts of an iteration outside of the networks' passes, for who wants to know where its time goes.
final class IterationLaps {
    enum Part: Int, CaseIterable {
        case samples, losses, discriminatorUpdate, generatorUpdate

        var name: String {
            switch self {
            case .samples: "real samples and noise"
            case .losses: "losses"
            case .discriminatorUpdate: "discriminator's update"
            case .generatorUpdate: "generator's update"
            }
        }
    }

    private let timer: LapTimer
    /// Of the first part; the others follow.
    private let first: Int

    init(_ timer: LapTimer) {
        self.timer = timer
        first = timer.parts.count
        for part in Part.allCases { _ = timer.add(part.name) }
    }

    func end(_ part: Part) { timer.lap(first + part.rawValue) }
}
