import Reporting

/// `sample_metrics.csv`: the final generator's sample metrics, beside those of training samples.
struct SampleMetricsFile: Sink {
    static let name = "sample_metrics.csv"

    private let folder: RunFolder

    init?(_ site: SinkSite) { folder = site.folder }

    func ended(_ ending: RunEnding) throws {
        guard let metrics = ending.report.sampleMetrics else { return try folder.remove(Self.name) }
        try folder.write(SampleMetricsTable.table(metrics).text, to: Self.name)
    }
}
