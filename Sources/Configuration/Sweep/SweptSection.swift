import Diagnostics

/// A section of the file as some of a sweep's runs have it.
final class SweptSection: Sendable {
    /// As the file would have it; nil: not at all.
    let pair: Node.Pair?
    let value: Value
    /// Whether the value stands for nothing.
    let isMissing: Bool
    /// A run of which this section alone is filled in: others take it from there.
    let spec: RunSpec
    let magnitudes: ClosedRange<Double>?

    init(_ field: Field<RunSpec>, pair: Node.Pair?, value: Value, isMissing: Bool) {
        self.pair = pair
        self.value = value
        self.isMissing = isMissing
        var spec = RunSpec.form.blank
        field.read(value, &spec)
        self.spec = spec
        magnitudes = value.magnitudes
    }
}

/// What runs that take the same choices of some axes have in common, made for the first of them.
struct SharedByChoices<Shared> {
    let axes: [Int]
    /// By the place of a run among these axes.
    private var made: [Shared?] = []

    init(_ axes: [Int]) { self.axes = axes }

    /// nil where it was not made yet.
    func known(_ run: Int, in expansion: SweepExpansion) -> Shared? {
        made.isEmpty ? nil : made[expansion.place(of: run, among: axes)]
    }

    mutating func keep(_ shared: Shared, for run: Int, in expansion: SweepExpansion) {
        if made.isEmpty {
            made = Array(repeating: nil, count: axes.reduce(1) { $0 * expansion.axes[$1].choices.count })
        }
        made[expansion.place(of: run, among: axes)] = shared
    }

    mutating func of(_ run: Int, in expansion: SweepExpansion, _ make: () -> Shared) -> Shared {
        if let shared = known(run, in: expansion) { return shared }
        let shared = make()
        keep(shared, for: run, in: expansion)
        return shared
    }
}
