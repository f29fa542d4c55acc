import Equilibrium

/// The order of runs: by verdict and then by what is proved against them, never by the accuracy alone, since a
/// discriminator that calls everything generated scores 0.500.
///
///     equilibrium | near equilibrium | cannot tell | a difference was found | one-sided, too short | diverged
///     | not finished
enum RunOrder {
    /// What the order is, for a table's notes.
    static let explanation =
        "Order: verdict (equilibrium first; one-sided, too short, diverged last), then least proved distance."

    static func group(_ result: RunResult) -> Int {
        switch Verdict.Kind(rawValue: result.verdict) {
        case .equilibrium: 0
        case .nearEquilibrium: 1
        case .cannotTell: 2
        case .discriminatorTooWeak, .discriminatorAhead, .discriminatorWins, .generatorWins, .modeCollapse, .memorised,
            .oscillating, .unsettled:
            3
        case .oneSided, .tooShort: 4
        case .diverged: 5
        // Nothing is known of how it came there.
        case nil: result.isFinished ? 3 : 6
        }
    }

    /// Smaller is better; what was not measured stands last in its group.
    static func key(_ result: RunResult) -> [SortKey] {
        [
            .init(number: result.isFinished ? 0 : 1), .init(number: Double(group(result))),
            .init(number: result.bound), .init(number: result.criticAccuracy), .init(number: result.metrics[.distance]),
        ]
    }

    static func sorted(_ results: [RunResult]) -> [RunResult] {
        results.enumerated().map { ($0.offset, $0.element, key($0.element)) }
            .sorted { $0.2 == $1.2 ? $0.0 < $1.0 : precedes($0.2, $1.2) }.map(\.1)
    }

    static func precedes(_ a: [SortKey], _ b: [SortKey]) -> Bool { a.lexicographicallyPrecedes(b) }
}
