import Diagnostics
import Equilibrium
import Formats

/// sample_metrics.csv: one row per number that the sample metrics give of the final generator, beside the same number
/// of training samples in the generator's place. Empty: not measured.
public enum SampleMetricsTable {
    public typealias Column = TableColumn<(generated: MetricValue, reference: MetricValue)>

    private static let metric = Column("metric", "what was measured", text: { $0.generated.name })
    private static let generated = Column(
        "generated", "of the final generator's samples", number: { $0.generated.value })
    private static let reference = Column(
        "training_samples", "of as many training samples in their place", number: { $0.reference.value })

    public static let columns = [metric, generated, reference]

    public static func table(_ report: MetricReport) -> CSVTable {
        CSVTable(columns, zip(report.generated, report.reference).map { ($0, $1) })
    }

    /// The other way: the report that the table was written from.
    public static func report(_ table: CSVTable) -> MetricReport {
        let names = table.cells(of: metric.name) ?? []
        func values(_ column: Column) -> [MetricValue] {
            zip(names, table.numbers(of: column.name) ?? []).map { MetricValue($0, $1) }
        }
        return MetricReport(generated: values(generated), reference: values(reference))
    }

    /// The numbers of the generator by name; what was not measured is not in it.
    public static func generated(_ report: MetricReport) -> [String: Double] {
        Dictionary(
            report.generated.compactMap { metric in metric.value.map { (metric.name, $0) } },
            uniquingKeysWith: { first, _ in first })
    }
}
