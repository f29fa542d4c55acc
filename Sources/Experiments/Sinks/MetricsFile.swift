import Reporting

/// `metrics.csv`: a row for each evaluation.
struct MetricsFile: Sink {
    static let name = "metrics.csv"

    private let folder: RunFolder
    private let columns: [EvaluationColumn]

    init?(_ site: SinkSite) {
        folder = site.folder
        columns = EvaluationColumn.all(with: site.run.spec.rememberedNames)
    }

    func begin() throws { try folder.write(MetricsTable.table([], columns: columns).text, to: Self.name) }

    func evaluated(_ moment: RunMoment) throws {
        try folder.append(MetricsTable.table(moment.course.suffix(1), columns: columns), to: Self.name)
    }
}
