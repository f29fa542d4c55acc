import Diagnostics

/// The runs of a sweep: the product of its axes less what is excluded, as assignments to make in the file's tree.
struct SweepExpansion {
    let runs: [[Assignment]]

    init(_ axes: [Axis], _ exclusions: [Exclusion], at location: Location, _ findings: inout Findings) {
        var total = 1
        for axis in axes {
            let (product, overflow) = total.multipliedReportingOverflow(by: axis.choices.count)
            total = overflow ? .max : product
        }
        guard total <= SweepSchema.maximumRuns else {
            let sizes = axes.map { String($0.choices.count) }.joined(separator: " x ")
            findings.error(
                "the sweep has more than \(SweepSchema.maximumRuns) runs: \(sizes)", at: location,
                help: "draw some of them: sweep.random")
            runs = []
            return
        }
        var unused = Set(exclusions.indices)
        runs = (0..<total).map { SweepExpansion.run($0, of: axes) }.filter { run in
            let matching = exclusions.indices.filter { exclusions[$0].matches(run) }
            unused.subtract(matching)
            return matching.isEmpty
        }
        for index in unused.sorted() { findings.report(SweepExpansion.idle(exclusions[index], axes)) }
        if runs.isEmpty { findings.error("the sweep excludes all of its \(total) runs", at: location) }
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

    /// Reads `index` as a number with one digit per axis, the last axis being the ones.
    private static func run(_ index: Int, of axes: [Axis]) -> [Assignment] {
        var rest = index
        var digits: [[Assignment]] = []
        for axis in axes.reversed() {
            digits.append(axis.choices[rest % axis.choices.count])
            rest /= axis.choices.count
        }
        return digits.reversed().flatMap { $0 }
    }
}
