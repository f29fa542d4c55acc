import Diagnostics
import Equilibrium

extension EquilibriumReport {
    /// The section on what sample metrics say of the generator; none where none was taken.
    var samplesSection: [Block] {
        guard let report = sampleMetrics, report.generated.contains(where: { $0.value != nil }) else { return [] }
        var table = TextTable([
            .init("metric"), .init("generated", .right), .init("training samples", .right), .init("better"),
            .init("what it is"),
        ])
        let columns = Dictionary(uniqueKeysWithValues: Metrics.columns.map { ($0.name, $0) })
        for (generated, reference) in zip(report.generated, report.reference) {
            guard generated.value != nil, let column = columns[generated.name] else { continue }
            table.append([
                generated.name, NumberText.rounded(generated.value, decimals: 4),
                NumberText.rounded(reference.value, decimals: 4),
                column.better == .neither ? "" : column.better.rawValue, column.help,
            ])
        }
        let lacksFrechet =
            report.generated.contains { $0.name == "judge_classes_covered" && $0.value != nil }
            && report.generated.contains { $0.name == "judge_frechet_distance" && $0.value == nil }
        let missing: [Block] =
            lacksFrechet
            ? [
                .text(
                    "judge_frechet_distance is not measured: it takes more than 64 samples of either kind, the number of features."
                )
            ]
            : []
        return [
            .heading(2, "Samples"), .table(table),
            .text(
                "No discriminator has a part in these. The second column of numbers is the same of as many training samples "
                    + "in the generator's place: what the data itself comes to."),
        ] + missing
    }
}
