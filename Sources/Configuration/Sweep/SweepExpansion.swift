import Diagnostics

/// The runs of a sweep: the product of its axes less what is excluded. A run is its place in the product, read as a
/// number with one digit per axis, the last axis being the ones: a sweep may have a million.
struct SweepExpansion {
    let axes: [Axis]
    /// The places of its runs, in order.
    private(set) var runs: [Int] = []
    /// What a step of each axis is worth in a place.
    private let worth: [Int]

    init(_ axes: [Axis], _ exclusions: [Exclusion], at location: Location, _ findings: inout Findings) {
        self.axes = axes
        var total = 1
        var worth: [Int] = []
        for axis in axes.reversed() {
            worth.append(total)
            let (product, overflow) = total.multipliedReportingOverflow(by: axis.choices.count)
            total = overflow ? .max : product
        }
        self.worth = worth.reversed()
        guard total <= SweepSchema.maximumRuns else {
            let sizes = axes.map { String($0.choices.count) }.joined(separator: " x ")
            findings.error(
                "the sweep has more than \(SweepSchema.maximumRuns) runs: \(sizes)", at: location,
                help: "draw some of them: sweep.random")
            return
        }
        let rules = exclusions.map { ExpandedExclusion($0, axes) }
        var unused = Set(exclusions.indices)
        runs = (0..<total).filter { run in
            let matching = rules.indices.filter { rules[$0].matches { choice($0, of: run) } }
            if !matching.isEmpty { unused.subtract(matching) }
            return matching.isEmpty
        }
        for index in unused.sorted() { findings.report(SweepExpansion.idle(exclusions[index], axes)) }
        if runs.isEmpty {
            findings.error(
                "the sweep excludes all of its \(total) runs", at: location,
                help: "exclude fewer")
        }
    }

    /// The one run that takes the first choice of every axis.
    init(firstOf axes: [Axis]) {
        self.axes = axes.map { Axis(choices: [$0.choices[0]]) }
        worth = axes.map { _ in 1 }
        runs = [0]
    }

    /// Which choice of an axis a run takes.
    func choice(_ axis: Int, of run: Int) -> Int { run / worth[axis] % axes[axis].choices.count }

    /// The place of a run in the product of some of the axes: runs that take the same choices of those have the same.
    func place(of run: Int, among some: [Int]) -> Int {
        some.reduce(0) { $0 * axes[$1].choices.count + choice($1, of: run) }
    }

    /// An exclusion that no run meets: a slip, since leaving it out would change nothing.
    private static func idle(_ exclusion: Exclusion, _ axes: [Axis]) -> Diagnostic {
        let assignments = axes.flatMap { $0.choices.joined() }
        let values = exclusion.conditions.map { condition in
            var seen: Set<String> = []
            let labels = assignments.filter { $0.path.text == condition.path.text && seen.insert($0.label).inserted }
                .map(\.label)
            let shown = labels.prefix(8).joined(separator: ", ") + (labels.count > 8 ? ", ..." : "")
            return "\(condition.path.text) has the values \(shown)"
        }
        return Diagnostic(
            "excludes no run: no run has \(exclusion.conditions.count == 1 ? "this value" : "these values together")",
            at: exclusion.conditions.first?.path.location, help: values.joined(separator: "\n"))
    }
}

/// Which choices of which axes meet each condition of an exclusion.
private struct ExpandedExclusion {
    private let conditions: [[(axis: Int, isMet: [Bool])]]

    init(_ exclusion: Exclusion, _ axes: [Axis]) {
        conditions = exclusion.conditions.map { condition in
            axes.enumerated().compactMap { index, axis in
                let isMet = axis.choices.map { $0.contains { Exclusion.isMet(condition, by: $0) } }
                return isMet.contains(true) ? (index, isMet) : nil
            }
        }
    }

    /// - Parameter choice: of an axis, in the run.
    func matches(_ choice: (Int) -> Int) -> Bool {
        conditions.allSatisfy { $0.contains { $0.isMet[choice($0.axis)] } }
    }
}
