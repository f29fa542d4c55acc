/// `equilibrium.md` and `equilibrium.json`: the verdict and its evidence.
struct ReportFiles: Sink {
    private let folder: RunFolder

    init?(_ site: SinkSite) { folder = site.folder }

    func ended(_ ending: RunEnding) throws {
        try folder.write(ending.report.markdown, to: "equilibrium.md")
        try folder.write(ending.report.json, to: "equilibrium.json")
    }
}
