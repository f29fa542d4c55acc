import Diagnostics
import Reporting

/// `report.html` of a run: its report to look at, with the samples over the iterations.
struct RunPage: Sink {
    private let folder: RunFolder

    /// Pictures that lie in the page, at most; of more, some evenly over the run.
    private static let most = 24

    init?(_ site: SinkSite) { folder = site.folder }

    func ended(_ ending: RunEnding) throws {
        let iterations = try folder.iterations(in: "samples", ".png")
        let step = max(1, (iterations.count + Self.most - 1) / Self.most)
        let shown = iterations.enumerated().filter { (iterations.count - 1 - $0.offset).isMultiple(of: step) }.map(
            \.element)
        let samples = try shown.map { iteration in
            (
                text: "samples at iteration \(NumberText.grouped(iteration))",
                png: try AtomicFile.read(folder.file(RunFolder.pictureName(iteration)))
            )
        }
        try folder.write(ending.report.html(samples: samples), to: "report.html")
    }
}
