import Configuration
import Reporting
import Testing

@Suite struct SweepReportTests {
    private static func entry(_ run: String, seed: Int, distance: Double?, verdict: String = "oscillating")
        -> SweepReport.Entry
    {
        var result = RunResult(
            run: run, status: distance == nil ? "failed" : "complete",
            parameters: [Parameter(path: "noise.dimension", text: "\(seed)"), Parameter(path: "seed", text: "1")],
            iteration: distance == nil ? nil : 4000, criticAccuracy: distance == nil ? nil : 0.75,
            verdict: distance == nil ? "" : verdict, message: distance == nil ? "no memory <left>" : "")
        if let distance { result.metrics = [.accuracy: 0.5 + distance, .distance: distance] }
        return SweepReport.Entry(
            result, report: "\(run)/equilibrium.md",
            pictures: [.init(path: "\(run)/accuracy.png", text: "accuracy over the iterations")])
    }

    private static func report() throws -> SweepReport {
        try SweepReport(
            name: "dims", description: "Does a larger\nnoise help? <b> `x`\n- a\tb",
            [
                entry("a", seed: 1, distance: 0.2), entry("b", seed: 2, distance: nil),
                entry("c d", seed: 3, distance: 0.01, verdict: "near equilibrium"),
            ])
    }

    @Test func markdown() throws {
        #expect(
            try Self.report().markdown == """
                # dims, at a glance

                dimension = 3 came near equilibrium in one run.

                Does a larger
                noise help? \\<b\\> \\`x\\`
                \\- a b

                3 runs: 1 near equilibrium, 1 oscillating, 1 failed.

                | noise.dimension | accuracy | distance | critic | D loss | G loss | status | verdict |
                | --: | --: | --: | --: | --: | --: | :-- | :-- |
                | 3 | 0.510 | 0.010 | 0.750 | - | - | complete | near equilibrium |
                | 1 | 0.700 | 0.200 | 0.750 | - | - | complete | oscillating |
                | 2 | - | - | - | - | - | failed |  |

                Rows without a finished run show their last measurements and come last.
                distance: |accuracy - 0.5|, averaged run by run.
                critic: accuracy of a fresh critic on the final generator; 0.5 where it sees no difference.
                Order: verdict (equilibrium first; one-sided, too short, diverged last), then least proved distance.

                ## The runs, best first

                ### [c d](c%20d/equilibrium.md)

                near equilibrium: accuracy 0.510 at iteration 4,000, a fresh critic's 0.750

                ![accuracy over the iterations](c%20d/accuracy.png)

                ### [a](a/equilibrium.md)

                oscillating: accuracy 0.700 at iteration 4,000, a fresh critic's 0.750

                ![accuracy over the iterations](a/accuracy.png)

                ### [b](b/equilibrium.md)

                failed: no memory \\<left\\>

                ![accuracy over the iterations](b/accuracy.png)

                """)
    }

    private static func judged(_ run: String, rate: String, seed: Int, distance: Double, bound: Double, verdict: String)
        -> SweepReport.Entry
    {
        var result = RunResult(
            run: run, status: "complete",
            parameters: [Parameter(path: "rate", text: rate), Parameter(path: "seed", text: "\(seed)")], iteration: 100,
            metrics: [.accuracy: 0.5 + distance, .distance: distance], verdict: verdict)
        result.bound = bound
        result.strongestJudge = "critic"
        return SweepReport.Entry(result, report: nil, page: "\(run)/report.html", pictures: [])
    }

    /// The page answers first, and does not let the accuracy alone mislead.
    @Test func theAnswerComesFirst() throws {
        let runs = [
            Self.judged("a", rate: "1", seed: 1, distance: 0.2, bound: 0.3, verdict: "discriminator ahead"),
            Self.judged("b", rate: "1", seed: 2, distance: 0.2, bound: 0.4, verdict: "discriminator ahead"),
            Self.judged("c", rate: "2", seed: 1, distance: 0.001, bound: 0.9, verdict: "discriminator too weak"),
        ]
        let report = try SweepReport(name: "rates", description: "", runs)
        #expect(
            report.markdown.contains(
                "No run came to equilibrium. rate = 1 came closest, with the verdict \"discriminator ahead\", in 2 seeds: the "
                    + "fresh critic proved a total variation distance of at least 0.300 to 0.400. The accuracy nearest to "
                    + "0.5, 0.501 of rate = 2, misleads: there the proved distance is 0.900."), "\(report.markdown)")
        #expect(report.html.contains("<a href=\"a/report.html\">a</a>") && report.html.contains("class=\"badge\""))
        // One seed of another setting came there: that no run did would be wrong.
        let mixed = try SweepReport(
            name: "rates", description: "",
            [
                Self.judged("a", rate: "1", seed: 1, distance: 0.1, bound: 0.1, verdict: "discriminator ahead"),
                Self.judged("b", rate: "1", seed: 2, distance: 0.1, bound: 0.1, verdict: "discriminator ahead"),
                Self.judged("c", rate: "2", seed: 1, distance: 0.01, bound: 0, verdict: "equilibrium"),
                Self.judged("d", rate: "2", seed: 2, distance: 0.3, bound: 0.9, verdict: "oscillating"),
            ])
        #expect(
            mixed.markdown.contains(
                "No setting came to equilibrium with most of its seeds, though 1 run came to equilibrium. rate = 1 came "
                    + "closest"), "\(mixed.markdown)")
        let under = try SweepReport(name: "rates", description: "", runs, isUnderWay: true)
        #expect(under.html.contains("http-equiv=\"refresh\"") && !report.html.contains("http-equiv"))
        #expect(under.html.contains("location.reload()") && !report.html.contains("location.reload()"))
        let equal = try SweepReport(
            name: "one", description: "",
            [Self.judged("a", rate: "1", seed: 1, distance: 0.01, bound: 0, verdict: "equilibrium")])
        #expect(equal.markdown.contains("as far as every judge can tell, in one run: no judge found a difference."))
        let open = try SweepReport(
            name: "one", description: "",
            [Self.judged("a", rate: "1", seed: 1, distance: 0.01, bound: 0, verdict: "cannot tell")])
        #expect(open.markdown.contains("in one run: no judge found a difference, though not every one could have."))
    }

    /// More keys than a map has sides: a line for each setting, over an axis for each key.
    @Test func manyKeysAreDrawnSideBySide() throws {
        func entry(_ values: [String], _ bound: Double) -> SweepReport.Entry {
            let paths = ["generator.optimizer.learning_rate", "noise.dimension", "loss", "step_ratio.discriminator"]
            var result = RunResult(
                run: values.joined(separator: "-"), status: "complete",
                parameters: zip(paths, values).map { Parameter(path: $0, text: $1) }, iteration: 100,
                metrics: [.accuracy: 0.6, .distance: 0.1], verdict: "oscillating")
            result.bound = bound
            return SweepReport.Entry(result, report: nil, pictures: [])
        }
        let entries = [
            entry(["0.0001", "2", "hinge", "1"], 0.2), entry(["0.001", "4", "wasserstein", "2"], 0.6),
            entry(["0.01", "8", "hinge", "3"], 0.9),
        ]
        let page = try SweepReport(name: "many", description: "", entries).html
        #expect(page.contains("<h2>Over all keys</h2>") && page.components(separatedBy: "<polyline").count == 4)
        #expect(page.contains("learning_rate<title>generator.optimizer.learning_rate</title></text>"))
        // By their logarithms, 0.001 stands in the middle: between 0 and 1 of an axis from -0.08 to 1.12.
        #expect(page.contains(">wasserstein<") && page.contains(">0.001<"))
        let few = try SweepReport(
            name: "few", description: "",
            entries.map { .init($0.result, report: nil, pictures: []) }.prefix(1).map { $0 })
        #expect(!few.html.contains("Over all keys"))
    }

    /// A name that is cut in the ranking is whole where a pointer rests on it.
    @Test func cutNamesHaveTitles() throws {
        let long = String(repeating: "a-long-name-", count: 6)
        let page = try SweepReport(
            name: "names", description: "",
            [
                Self.judged("a", rate: long + "1", seed: 1, distance: 0.1, bound: 0.2, verdict: "oscillating"),
                Self.judged("b", rate: long + "2", seed: 1, distance: 0.1, bound: 0.3, verdict: "oscillating"),
            ]
        ).html
        #expect(page.contains("<title>rate = \(long)1</title></text>"))
    }

    /// What a file says is text, whatever it says.
    @Test func nothingOfAFileBecomesAnElement() throws {
        let name = "<script>\"&'</script>"
        let page = try SweepReport(
            name: name, description: name, [Self.entry(name, seed: 1, distance: 0.1, verdict: name)]
        ).html
        #expect(!page.contains("<script") && page.contains("&lt;script&gt;&quot;&amp;&#39;&lt;/script&gt;"))
        #expect(page.contains("<img src=\"%3Cscript%3E%22%26%27%3C/script%3E/accuracy.png\" alt="))
        #expect(page.contains("<td class=\"number\">0.600</td>"))
        var table = TextTable([.init("layers")])
        table.append(["<x> | `y` & \\"])
        #expect(table.markdown.hasSuffix("| \\<x> \\| \\`y\\` \\& \\\\ |\n"))
    }

    @Test(arguments: [
        ("1. first", "1\\. first"), ("12) x", "12\\) x"), ("- a - b", "\\- a - b"), ("+ a", "\\+ a"), ("===", "\\==="),
        ("    code", "code"), ("  # x", "\\# x"), ("1.5 of 2", "1\\.5 of 2"), ("5 runs", "5 runs"),
        ("&lt; ~~x~~", "\\&lt; \\~\\~x\\~\\~"), ("", ""),
    ]) func aLineOfADescriptionIsText(line: String, escaped: String) throws {
        let description = "Lines:\n\(line)\nend"
        let page = try SweepReport(name: "x", description: description, [Self.entry("a", seed: 1, distance: 0.1)])
            .markdown
        #expect(page.contains(line.isEmpty ? "\nLines:\nend\n" : "\nLines:\n\(escaped)\nend\n"), "\(page)")
    }

    @Test func allRunsAreOnThePageAndTheFirstInMarkdown() throws {
        let entries = (1...30).map { Self.entry("run\($0)", seed: $0, distance: Double($0) / 100) }
        let report = try SweepReport(name: "many", description: "", entries)
        #expect(report.html.contains("run30/accuracy.png") && report.markdown.contains("run24/accuracy.png"))
        #expect(!report.markdown.contains("run25/accuracy.png"))
        #expect(report.markdown.hasSuffix("\n\n6 more: report.html shows all, runs.csv has their numbers.\n"))
    }
}
