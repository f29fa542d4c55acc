import Foundation
import Testing

/// A small experiment of two runs, each half a second in a debug build; a critic as long as by default takes five.
let smallExperiment = """
    name: small
    data: {dataset: ring, samples: 1000}
    noise: {dimension: 2}
    generator:
      layers: [dense: 16, relu, dense: 2]
    discriminator:
      layers: [dense: 16, leaky_relu: 0.2, dense: 1]
    training: {iterations: 60, batch_size: 16}
    evaluation: {every: 20, samples: 100, critic: {iterations: 200, samples: 1000}}
    sweep:
      grid:
        label_smoothing.real: [1.0, 0.9]
    """

@Suite struct RunTests {
    @Test func quickstartTrainsAndIsSkippedTheNextTime() throws {
        let program = try Program()
        defer { program.remove() }
        let arguments = [
            "run", "experiments/quickstart.yaml", "--set", "training.iterations=100", "--set", "evaluation.every=25",
            "--set", "output.samples_every=50", "--set", "evaluation.critic.iterations=100",
        ]
        let first = try program.start(arguments).wait()
        #expect(first.status == 0, "\(first.errors)")

        let runs = try program.list("results/quickstart").filter { !$0.contains(".") || $0.contains("=") }
        #expect(runs.count == 6)
        // The pages over all runs show what is there.
        let (page, markdown) = (
            try program.read("results/quickstart/report.html"), try program.read("results/quickstart/report.md")
        )
        let places = page.matches(of: #/(?:src|href)="([^"]+)"/#).map { String($0.output.1) }
        let links = places.filter { !$0.hasPrefix("data:") }
        #expect(links.count == 6 && links.allSatisfy { program.exists("results/quickstart/\($0)") })
        #expect(places.count { $0.hasPrefix("data:image/png;base64,") } == 6)
        let linked = markdown.matches(of: #/\]\(([^)]+)\)/#).map { String($0.output.1) }
        #expect(linked.count == 6 * 3 && linked.allSatisfy { program.exists("results/quickstart/\($0)") })
        for run in runs {
            let folder = "results/quickstart/\(run)"
            #expect(
                try program.list(folder) == [
                    "accuracy.png", "checkpoints", "config.yaml", "critic.csv", "equilibrium.json", "equilibrium.md",
                    "judges.csv", "metrics.csv", "report.html", "sample_metrics.csv", "samples", "status.json",
                    "timing.csv",
                ])
            let own = try program.read("\(folder)/report.html")
            #expect(
                own.contains("<a href=\"../report.html\">") && own.contains("<svg ") && own.contains("type=\"range\""))
            let rows = try program.csv("\(folder)/metrics.csv")
            #expect(rows.map { $0["iteration"] } == ["0", "25", "50", "75", "100"])
            for row in rows {
                for column in ["accuracy", "accuracy_real", "accuracy_fake"] {
                    let value = try #require(Double(row[column] ?? ""))
                    #expect((0...1).contains(value))
                }
            }
            #expect(try program.list("\(folder)/samples") == ["iteration-100.png", "iteration-50.png"])
        }
        #expect(
            try program.csv("results/quickstart/runs.csv").map { $0["status"] }
                == Array(repeating: "complete", count: 6))
        for run in runs { #expect(first.output.contains(run.suffix(8)), "the summary lists every run") }

        let before = try program.read("results/quickstart/runs.csv")
        let again = try program.start(arguments).wait()
        #expect(again.status == 0)
        #expect(again.errors.contains("6 runs were trained already and skipped"))
        #expect(again.output.contains("\nresults: results/quickstart   at a glance: results/quickstart/report.html\n"))
        #expect(try program.read("results/quickstart/runs.csv") == before)
    }

    /// Complete results that nobody may write to, without pages: none is named, and nothing is wrong. A page that
    /// cannot be written for another reason is.
    @Test func aPageThatIsNotThereIsNotNamed() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(smallExperiment, to: "small.yaml")
        #expect(try program.run("run", "small.yaml").status == 0)
        _ = try program.start(shell: "cd results/small && rm report.* && mkdir report.md").wait()
        let blocked = try program.run("run", "small.yaml")
        #expect(blocked.status == 1 && blocked.errors.contains("report.md: is a directory"), "\(blocked)")
        // Permissions do not bind root, who in turn may mount; a container may forbid that.
        let isReadOnly =
            try program.start(
                shell: """
                    rmdir results/small/report.md; chmod -R a-w results
                    touch results/small/try 2> /dev/null || exit 0
                    rm results/small/try; mount --bind -o ro results results 2> /dev/null && mount -o remount,bind,ro results
                    """
            ).wait().status == 0
        defer { _ = try? program.start(shell: "umount -l results 2> /dev/null; chmod -R u+w results").wait() }
        guard isReadOnly else { return }
        let again = try program.run("run", "small.yaml")
        #expect(again.status == 0 && again.output.contains("\nresults: results/small\ncompare: "), "\(again)")
    }

    @Test func aBadFileTellsEveryErrorOnceAndWritesNothing() throws {
        let program = try Program()
        defer { program.remove() }
        let bad =
            smallExperiment
            .replacing("[dense: 16, relu, dense: 2]", with: "[dense: {unit: 16}, relu, dense: 3]")
            .replacing("dataset: ring", with: "dataset: rnig")
        try program.write(bad, to: "bad.yaml")
        try program.write(smallExperiment, to: "good.yaml")
        let result = try program.run("run", "good.yaml", "bad.yaml")
        #expect(result.status != 0)
        #expect(result.errors.contains("bad.yaml:2:17: error: unknown dataset 'rnig'"), "\(result.errors)")
        #expect(result.errors.contains("unknown key 'unit' in layer 'dense'"))
        #expect(result.errors.components(separatedBy: "unknown key").count == 2, "each error once, not once per run")
        #expect(!program.exists("results"))
    }

    @Test func wrongShapesAreLocated() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(smallExperiment.replacing("dense: 2]", with: "dense: 3]"), to: "shape.yaml")
        let result = try program.run("run", "shape.yaml")
        #expect(result.status != 0)
        #expect(result.errors.contains("shape.yaml:5:29: error: "), "\(result.errors)")
        #expect(result.errors.contains("produces [3]; data 'ring' has shape [2]"))
        #expect(!program.exists("results"))
    }

    @Test func aRunThatDivergesIsRecordedAndTheSweepGoesOn() throws {
        let program = try Program()
        defer { program.remove() }
        let text = smallExperiment.replacing(
            "label_smoothing.real: [1.0, 0.9]",
            with: "discriminator.optimizer: [{sgd: {learning_rate: 1e30}}, adam]")
        try program.write(text, to: "diverge.yaml")
        for _ in 1...2 {
            let result = try program.run("run", "diverge.yaml")
            #expect(result.status == 1)
            #expect(result.output.contains("diverged"), "\(result.output)")
            #expect(result.output.contains("in iteration"), "the summary says where: \(result.output)")
            let rows = try program.csv("results/small/runs.csv")
            #expect(rows.map { $0["status"] } == ["diverged", "complete"])
        }
    }

    @Test func sweepingOneMoreKeyKeepsTheRunsThatStillBelong() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(smallExperiment, to: "small.yaml")
        #expect(try program.run("run", "small.yaml").status == 0)
        try program.write(smallExperiment + "\n    noise.dimension: [2, 3]\n", to: "small.yaml")
        #expect(try program.run("run", "--dry-run", "small.yaml").output.components(separatedBy: " skip").count == 3)
        let wider = try program.run("run", "small.yaml")
        #expect(wider.status == 0)
        #expect(wider.errors.components(separatedBy: "done in").count == 3, "only the two new runs are trained")
        #expect(try program.csv("results/small/runs.csv").count == 4)
    }

    @Test func aRunsConfigurationCostsItsSweepNothing() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(smallExperiment, to: "small.yaml")
        #expect(try program.run("run", "small.yaml").status == 0)
        let (names, table) = (try program.list("results/small"), try program.csv("results/small/runs.csv"))
        let config = "results/small/\(try #require(names.first { $0.contains("0.9") }))/config.yaml"

        let same = try program.run("run", config)
        #expect(same.errors.contains("1 run was trained already and skipped"), "\(same.errors)")
        #expect(try program.list("results/small") == names && program.csv("results/small/runs.csv") == table)

        let other = try program.run("run", config, "--set", "training.iterations=40")
        #expect(other.status == 0, "\(other.errors)")
        let rows = try program.csv("results/small/runs.csv")
        let before = rows.prefix(2).map { $0.filter { $0.key != "training.iterations" } }
        #expect(before == table && rows.count == 3 && rows.last?["label_smoothing.real"] == "0.9")
        #expect(rows.map { $0["training.iterations"] } == ["60", "60", "40"])
        #expect(rows.last?["iteration"] == "40")
        #expect(try program.list("results/small").count == names.count + 1)

        // The sweep's table holds the sweep.
        #expect(try program.run("run", "small.yaml").status == 0)
        #expect(try program.csv("results/small/runs.csv") == table)
    }

    @Test func reportsNameTheirFolderAfterASweepHasChanged() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(smallExperiment, to: "small.yaml")
        #expect(try program.run("run", "small.yaml").status == 0)
        for sweep in ["    noise.dimension: [2]\n", "    noise.dimension: [2]\n  seeds: 2\n"] {
            try program.write(smallExperiment + "\n" + sweep, to: "small.yaml")
            #expect(try program.run("run", "small.yaml").status == 0)
        }
        let rows = try program.csv("results/small/runs.csv")
        #expect(rows.count == 4 && rows.allSatisfy { $0["noise.dimension"] == "2" && $0["seed"]?.isEmpty == false })
        for row in rows {
            let folder = "results/small/\(row["run"] ?? "")"
            #expect(try program.read("\(folder)/equilibrium.md").contains("saddle run \(folder)/config.yaml --fresh\n"))
        }
    }

    @Test(arguments: [
        ("small.yaml", "small.yaml"), ("small.yaml/below", "small.yaml"), ("taken", "taken/small"),
    ]) func aFileIsNoFolderOfResults(results: String, culprit: String) throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(smallExperiment, to: "small.yaml")
        _ = try program.start(shell: "mkdir taken && touch taken/small").wait()
        let result = try program.run("run", "small.yaml", "--results", results)
        #expect(result.status == 1)
        #expect(
            result.errors.hasSuffix(
                """
                error: '\(culprit)' cannot be a folder of results: not a directory
                help: give another folder with --results

                """), "\(result.errors)")
    }

    @Test func dryRunWritesNothing() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(smallExperiment, to: "small.yaml")
        let result = try program.run("run", "--dry-run", "small.yaml")
        #expect(result.status == 0)
        #expect(result.output.contains("label_smoothing.real=0.9"))
        #expect(!program.exists("results"))
    }
}
