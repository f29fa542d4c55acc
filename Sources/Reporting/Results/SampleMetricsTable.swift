import Diagnostics
import Equilibrium

/// sample_metrics.csv: one row per number that the sample metrics give of the final generator, beside the same number of
/// training samples in the generator's place. Empty: not measured.
public enum SampleMetricsTable {
    public static let columns = ["metric", "generated", "training_samples"]

    public static func table(_ report: MetricReport) -> CSVTable {
        var table = CSVTable(columns: columns)
        for (generated, reference) in zip(report.generated, report.reference) {
            table.append([generated.name, NumberText.exact(generated.value), NumberText.exact(reference.value)])
        }
        return table
    }

    /// The other way: the report that the table was written from.
    public static func report(_ table: CSVTable) -> MetricReport {
        let names = table.cells(of: columns[0]) ?? []
        func values(_ column: String) -> [MetricValue] {
            zip(names, table.numbers(of: column) ?? []).map { MetricValue($0, $1) }
        }
        return MetricReport(generated: values(columns[1]), reference: values(columns[2]))
    }

    /// The numbers of the generator by name; what was not measured is not in it.
    public static func generated(_ report: MetricReport) -> [String: Double] {
        Dictionary(
            report.generated.compactMap { metric in metric.value.map { (metric.name, $0) } },
            uniquingKeysWith: { first, _ in first })
    }
}
