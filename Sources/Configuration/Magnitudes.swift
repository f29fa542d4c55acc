extension Value {
    /// The least and the greatest of its numbers by magnitude, integers and zeros left out; nil: there are none.
    var magnitudes: ClosedRange<Double>? {
        switch self {
        case .real(let number): number == 0 || number.isNaN ? nil : abs(number)...abs(number)
        case .list(let items): items.reduce(nil) { Self.together($0, $1.magnitudes) }
        case .choice(let choice): Self.section(choice.values).magnitudes
        case .section(let values): values.entries.values.reduce(nil) { Self.together($0, $1.magnitudes) }
        case .null, .boolean, .integer, .text: nil
        }
    }

    /// Of two that belong to one value.
    static func together(_ one: ClosedRange<Double>?, _ other: ClosedRange<Double>?) -> ClosedRange<Double>? {
        guard let one, let other else { return one ?? other }
        return min(one.lowerBound, other.lowerBound)...max(one.upperBound, other.upperBound)
    }
}
