import Diagnostics

extension SweepReport {
    /// report.html: one file with everything in it but the pictures of runs beyond the first.
    public var html: String {
        var body = ["<h1>\(HTMLText.escaped(name))</h1>", "<p class=\"answer\">\(HTMLText.escaped(answer))</p>"]
        if isUnderWay { body.append("<p id=\"refresh\">Runs are still to come; this page loads itself again.</p>") }
        if !description.isEmpty { body += [Block.quoted(description)].html }
        body += omissions.map { "<p>\(HTMLText.escaped($0))</p>" }
        let (table, notes) = comparison.narrowPage
        body.append("<p>\(HTMLText.escaped(tally))</p>")
        body.append(
            table.html { column, cell in
                column == "verdict" && !cell.isEmpty ? Badge.html(cell) : HTMLText.escaped(cell)
            })
        body.append("<p class=\"notes\">\(notes.map(HTMLText.escaped).joined(separator: "<br>\n"))</p>")
        body += drawings
        if entries.count > 1, entries.count <= Self.mostCompared {
            body.append(SettingsDifference.html(entries.map { ($0.result, outcome($0.result)) }))
        }
        body.append("<h2>The runs, best first</h2>")
        body += entries.prefix(Self.mostShown).enumerated().map(section)
        if let rest { body.append("<p>\(HTMLText.escaped(rest))</p>") }
        return HTMLPage.text(title: name, body: body, refresh: isUnderWay ? Self.refresh : nil)
    }

    /// Seconds between two looks at a sweep that is under way.
    private static let refresh = 5
    /// Settings of so many runs lie in the page at most.
    private static let mostCompared = 500
    /// Settings in the ranking, at most.
    private static let mostRanked = 40

    private var drawings: [String] {
        var parts: [String] = []
        let groups = comparison.groups
        let color = { (index: Int) in ChartColor.of(index, of: groups.count) }
        let group = Dictionary(
            groups.enumerated().flatMap { index, group in group.runs.map { ($0.run, index) } },
            uniquingKeysWith: { a, _ in a })
        let lines = entries.filter { !$0.course.isEmpty }.map { entry in
            AccuracyChart.Line(
                name: entry.result.run, entry.course, color: color(group[entry.result.run] ?? 0))
        }
        if lines.contains(where: { $0.points.count > 1 }) {
            parts += ["<h2>The discriminator's accuracy</h2>", AccuracyChart.svg(lines)]
            if groups.count > 1, groups.count <= Self.mostRanked {
                let keys = groups.enumerated().map { index, group in
                    "<span class=\"key\" style=\"--key:\(color(index))\">\(HTMLText.escaped(settings(group)))</span>"
                }
                parts.append("<p class=\"notes\">\(keys.joined(separator: "<br>\n"))</p>")
            }
            let shown = lines.count < entries.count ? "the best \(lines.count) runs" : "each run"
            parts.append(
                "<p class=\"notes\">A line for \(shown). In the coloured band the accuracy is near 0.5, which alone proves "
                    + "nothing: see what the judges prove.</p>")
        }
        if groups.count > 1, groups.contains(where: { !$0.counted.compactMap(\.bound).isEmpty }) {
            let rows = groups.prefix(Self.mostRanked).enumerated().map { index, group in
                RankingChart.Row(
                    name: settings(group),
                    values: comparison.columns.map { comparison.cell($0, group) }.joined(separator: ", "),
                    bounds: group.counted.compactMap(\.bound), color: color(index))
            }
            parts += ["<h2>What the judges prove</h2>", RankingChart.svg(rows)]
            if !RankingChart.hasRoomForNames(rows) {
                let keys = Comparison.shortened(comparison.columns).joined(separator: ", ")
                parts.append("<p class=\"notes\">Settings by their values of \(HTMLText.escaped(keys)).</p>")
            }
            if groups.contains(where: { $0.counted.count > 1 }) {
                parts.append("<p class=\"notes\">A dot: the mean of the seeds; its line: the least to the largest.</p>")
            }
        }
        if let map = heatMap { parts += ["<h2>Over both keys</h2>", map] }
        if let lines = parallelCoordinates { parts += ["<h2>Over all keys</h2>", lines] }
        return parts
    }

    /// Where two keys are swept, each with two values or more.
    private var heatMap: String? {
        let paths = comparison.columns
        guard paths.count == 2 else { return nil }
        let cells = comparison.groups.compactMap { group -> HeatMap.Cell? in
            let bounds = group.counted.compactMap(\.bound)
            let (x, y) = (comparison.cell(paths[0], group), comparison.cell(paths[1], group))
            guard !bounds.isEmpty, !x.isEmpty, !y.isEmpty else { return nil }
            return HeatMap.Cell(x: x, y: y, bound: bounds.reduce(0, +) / Double(bounds.count))
        }
        let (columns, rows) = (Set(cells.map(\.x)).count, Set(cells.map(\.y)).count)
        // A sweep that goes along both keys at once fills a diagonal, of which a map shows nothing.
        guard columns > 1, rows > 1, 2 * cells.count > columns * rows, columns <= 12 else { return nil }
        return HeatMap.svg(cells, names: (paths[0], paths[1]))
    }

    /// Where more keys are swept than a map has sides.
    private var parallelCoordinates: String? {
        let paths = comparison.columns
        guard (3...12).contains(paths.count) else { return nil }
        let lines = comparison.groups.prefix(Self.mostLines).compactMap { group -> ParallelCoordinates.Line? in
            let bounds = group.counted.compactMap(\.bound)
            guard !bounds.isEmpty else { return nil }
            return .init(
                values: paths.map { comparison.cell($0, group) }, bound: bounds.reduce(0, +) / Double(bounds.count),
                name: settings(group))
        }
        guard lines.count > 1 else { return nil }
        return ParallelCoordinates.svg(lines, keys: Comparison.shortened(paths), paths: paths)
    }

    /// Lines of settings, best first, that can still be followed.
    private static let mostLines = 300

    private func section(_ index: Int, _ entry: Entry) -> String {
        let run = HTMLText.escaped(entry.result.run)
        let target = entry.page ?? entry.report
        let title = target.map { "<a href=\"\(LinkText.path($0))\">\(run)</a>" } ?? run
        let badge = entry.result.verdict.isEmpty ? "" : Badge.html(entry.result.verdict) + " "
        let pictures: String
        if let samples = entry.samples {
            pictures = PictureStrip.html([.init(text: samples.text, png: samples.png)], id: "samples-\(index)") + "\n"
        } else {
            pictures = entry.pictures.map {
                "<img src=\"\(LinkText.path($0.path))\" alt=\"\(HTMLText.escaped($0.text))\" loading=\"lazy\">\n"
            }.joined()
        }
        return """
            <section>
            <h3>\(title)</h3>
            <p>\(badge)\(HTMLText.escaped(measured(entry.result)))</p>
            \(pictures)</section>
            """
    }
}
