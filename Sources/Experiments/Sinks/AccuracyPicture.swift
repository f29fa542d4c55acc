import Formats
import Reporting

/// `accuracy.png`: the discriminator's accuracy over the iterations.
struct AccuracyPicture: Sink {
    static let name = "accuracy.png"

    private let folder: RunFolder

    init?(_ site: SinkSite) { folder = site.folder }

    func ended(_ ending: RunEnding) throws {
        try folder.write(PNG.encode(ending.report.accuracyPlot.image()), to: Self.name)
    }
}
