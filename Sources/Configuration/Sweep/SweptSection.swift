import Diagnostics

/// A section of the file as some of a sweep's runs have it.
final class SweptSection: Sendable {
    /// As the file would have it; nil: not at all.
    let pair: Node.Pair?
    let value: Value
    /// Whether the value stands for nothing.
    let isMissing: Bool

    init(pair: Node.Pair?, value: Value, isMissing: Bool) {
        self.pair = pair
        self.value = value
        self.isMissing = isMissing
    }
}

/// What runs that take the same choices of some axes have in common, made for the first of them.
struct SharedByChoices<Shared> {
    let axes: [Int]
    private var made: [Int: Shared] = [:]

    init(_ axes: [Int]) { self.axes = axes }

    mutating func of(_ run: Int, in expansion: SweepExpansion, _ make: () -> Shared) -> Shared {
        let place = expansion.place(of: run, among: axes)
        if let shared = made[place] { return shared }
        let shared = make()
        made[place] = shared
        return shared
    }
}
