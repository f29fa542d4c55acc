import Configuration

/// The course of a term's weight over a run: the factor that a schedule gives it in each iteration; without one, 1.
struct WeightSchedule: Sendable {
    private let schedule: (any Schedule)?

    /// - Parameter choice: nil: the weight stays as it is.
    init(_ choice: Choice?) { schedule = choice.map(Schedules.registry.make) }

    func factor(at iteration: Int, of total: Int) -> Double { schedule?.factor(at: iteration, of: total) ?? 1 }
    func factor(at place: UpdatePlace) -> Double { factor(at: place.iteration, of: place.iterations) }
}

/// An entry with the course of its weights, of which it knows nothing itself.
struct Scheduled<Entry: Sendable>: Sendable {
    let entry: Entry
    let schedule: WeightSchedule

    func factor(at iteration: Int, of total: Int) -> Double { schedule.factor(at: iteration, of: total) }
    func factor(at place: UpdatePlace) -> Double { schedule.factor(at: place) }

    /// The same as an entry of another kind; nil where it is none.
    func of<Kind: Sendable>(_ kind: Kind.Type) -> Scheduled<Kind>? {
        (entry as? Kind).map { Scheduled<Kind>(entry: $0, schedule: schedule) }
    }
}

extension Key {
    /// Of every entry with a term that has a weight.
    /// - Parameter weights: the keys that are multiplied.
    static func schedule(of weights: [String]) -> Key {
        Key(
            "schedule", .choice(.schedules), default: .null,
            "by what \(weights.joined(separator: " and ")) \(weights.count == 1 ? "is" : "are") multiplied in each "
                + "iteration; default: 1")
    }
}

extension Choice {
    /// What the entry gives as the course of its weights.
    var weightSchedule: Choice? {
        if case .choice(let schedule)? = values.entries["schedule"] { schedule } else { nil }
    }
}
