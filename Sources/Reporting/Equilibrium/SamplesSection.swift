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
        ] + missing + lengths(report)
    }

    /// How much farther from the held-out texts' lengths than training texts' are generated ones' may be, before it is
    /// said in words.
    private static let farLengths = 0.1

    /// Texts that are too long, too short or too much of one length: a reader of the table alone might miss it.
    private func lengths(_ report: MetricReport) -> [Block] {
        func value(_ name: String, _ side: [MetricValue]) -> Double? { side.first { $0.name == name }?.value }
        func length(_ side: [MetricValue]) -> String? {
            guard let mean = value("length_mean", side), let deviation = value("length_deviation", side) else {
                return nil
            }
            return "\(NumberText.rounded(mean, decimals: 1)) characters long on average (standard deviation "
                + "\(NumberText.rounded(deviation, decimals: 1)))"
        }
        guard let distance = value("length_distance", report.generated),
            let floor = value("length_distance", report.reference), distance > floor + Self.farLengths,
            let generated = length(report.generated), let training = length(report.reference)
        else { return [] }
        return [
            .text(
                "Generated texts are of other lengths than the data's: \(generated), training texts \(training). The "
                    + "lengths alone are \(NumberText.rounded(distance)) from those of held-out texts, where training texts "
                    + "are \(NumberText.rounded(floor)).")
        ]
    }
}
