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
        for index in unused.sorted() {
            findings.warning("excludes no run", at: exclusions[index].conditions.first?.path.location)
        }
        if runs.isEmpty { findings.error("the sweep excludes all of its \(total) runs", at: location) }
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
