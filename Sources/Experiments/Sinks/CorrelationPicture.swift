import Formats
import Reporting

/// `correlations.png`: of a table's columns of numbers, in held-out and in generated rows.
struct CorrelationPicture: Sink {
    static let name = "correlations.png"

    private let folder: RunFolder

    /// nil where the data is no table with two columns of numbers.
    init?(_ site: SinkSite) {
        guard site.dataset.units.columns.count(where: \.isNumber) > 1 else { return nil }
        folder = site.folder
    }

    func ended(_ ending: RunEnding) throws {
        guard let correlations = ending.report.columnEvidence?.correlations else { return }
        try folder.write(PNG.encode(CorrelationPlot(correlations).image()), to: Self.name)
    }
}
