import Configuration

/// The course of a term's weight over a run: the factor that a schedule gives it in each iteration; without one, 1.
struct WeightSchedule: Sendable {
    private let schedule: (any Schedule)?

    /// - Parameter choice: nil: the weight stays as it is.
    init(_ choice: Choice?) { schedule = choice.map(Schedules.registry.make) }

    func factor(at iteration: Int, of total: Int) -> Double { schedule?.factor(at: iteration, of: total) ?? 1 }
}

/// An entry with the course of its weights, of which it knows nothing itself.
struct Scheduled<Entry: Sendable>: Sendable {
    let entry: Entry
    let schedule: WeightSchedule

    func factor(at iteration: Int, of total: Int) -> Double { schedule.factor(at: iteration, of: total) }
    func factor(at place: UpdatePlace) -> Double { factor(at: place.iteration, of: place.iterations) }

    /// The same as an entry of another kind; nil where it is none.
    func of<Kind: Sendable>(_ kind: Kind.Type) -> Scheduled<Kind>? {
        (entry as? Kind).map { Scheduled<Kind>(entry: $0, schedule: schedule) }
    }
}

extension Key {
    /// Of every regularizer; refused where one has no weight.
    static let schedule = Key(
        "schedule", .choice(.schedules), default: .null,
        "by what its weights are multiplied in each iteration; default: they stay. Refused of what adds no term to a loss"
    )
}

extension Choice {
    /// What the entry gives as the course of its weights.
    var weightSchedule: Choice? {
        if case .choice(let schedule)? = values.entries[Key.schedule.name] { schedule } else { nil }
    }
}
