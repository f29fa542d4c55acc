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

    /// The numbers of the generator by name; what was not measured is not in it.
    public static func generated(_ table: CSVTable) -> [String: Double] {
        let names = table.cells(of: "metric") ?? []
        let values = table.numbers(of: "generated") ?? []
        return Dictionary(
            zip(names, values).compactMap { name, value in value.map { (name, $0) } },
            uniquingKeysWith: { first, _ in first })
    }
}
