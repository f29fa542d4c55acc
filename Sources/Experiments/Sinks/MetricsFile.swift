import Reporting

/// `metrics.csv`: a row for each evaluation.
struct MetricsFile: Sink {
    static let name = "metrics.csv"

    private let folder: RunFolder

    init?(_ site: SinkSite) { folder = site.folder }

    func begin() throws { try folder.write(MetricsTable.table([]).text, to: Self.name) }

    func evaluated(_ moment: RunMoment) throws {
        try folder.append(MetricsTable.table(moment.course.suffix(1)), to: Self.name)
    }
}
