import Foundation
import Testing

/// Where what is said and written goes, and what the exit status says of it.
@Suite struct OutputTests {
    private func program(_ body: (Program) throws -> Void) throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(smallExperiment.replacing("[1.0, 0.9]", with: "[0.9]"), to: "small.yaml")
        try body(program)
    }

    @Test(arguments: ["check small.yaml", "list", "explain dense", "run --dry-run small.yaml", "compare reference"])
    func whatCannotBePrintedIsAnError(command: String) throws {
        try program { program in
            try FileManager.default.createSymbolicLink(
                at: program.folder.appendingPathComponent("reference"),
                withDestinationURL: Program.root.appendingPathComponent("results/reference/quickstart"))
            #expect(try program.start(shell: "$SADDLE \(command)").wait().status == 0)
            let full = try program.start(shell: "$SADDLE \(command) > /dev/full").wait()
            #expect(full.status == 1 && full.errors.contains("standard output: no space left on device"), "\(full)")
            let closed = try program.start(shell: "$SADDLE \(command) >&-").wait()
            #expect(closed.status == 1 && closed.errors.contains("standard output: "), "\(closed)")
        }
    }

    /// No file of results gets the number of a standard stream that is closed.
    @Test func closedStreamsGetNoResults() throws {
        try program { program in
            #expect(try program.run("run", "small.yaml", "--results", "whole").status == 0)
            _ = try program.start(shell: "$SADDLE run small.yaml <&- >&- 2>&-").wait()
            let run = try #require(
                try program.list("whole/small").first { $0.hasPrefix("label") || $0.hasPrefix("run-") })
            for name in ["config.yaml", "metrics.csv", "critic.csv"] {
                #expect(
                    try program.read("results/small/\(run)/\(name)") == program.read("whole/small/\(run)/\(name)"))
            }
        }
    }

    /// The good row stays, and the file comes back.
    @Test func aFinishedRunWithoutItsMetricsGetsThemBack() throws {
        try program { program in
            #expect(try program.run("run", "small.yaml").status == 0)
            let index = try program.read("results/small/runs.csv")
            let run = try #require(try program.list("results/small").first { $0.contains("=") || $0.hasPrefix("run-") })
            let metrics = "results/small/\(run)/metrics.csv"
            let before = try program.read(metrics)
            try FileManager.default.removeItem(at: program.folder.appendingPathComponent(metrics))
            let compared = try program.run("compare", "results/small")
            #expect(compared.status == 1 && compared.errors.contains("metrics.csv is missing"), "\(compared)")
            let verified = try program.run("verify", "results")
            #expect(verified.status == 1 && verified.output.contains("metrics.csv is missing"), "\(verified)")
            let again = try program.run("run", "small.yaml")
            #expect(again.status == 0)
            #expect(again.errors.contains("metrics.csv is missing: trained again from iteration 60"), "\(again)")
            #expect(try program.read(metrics) == before && program.read("results/small/runs.csv") == index)
            #expect(try program.run("verify", "results").status == 0)
            #expect(try program.run("verify", "results/small/\(run)", "--repeat", "--iterations", "20").status == 0)
        }
    }

    @Test func referenceResultsAreSound() throws {
        try program { program in
            let reference = Program.root.appendingPathComponent("results/reference").path
            let result = try program.run("verify", reference)
            #expect(result.status == 0, "\(result.output.prefix(2000))")
        }
    }

    /// A few points of the fault sweep: Tests/Faults has all of them.
    @Test func faultsAreSurvived() throws {
        let tools = ["/usr/bin/strace", "/usr/bin/python3"]
        guard tools.allSatisfy(FileManager.default.isExecutableFile) else {
            return print("faultsAreSurvived is skipped: it needs strace and python3")
        }
        try program { program in
            let sweep = Program.root.appendingPathComponent("Tests/Faults/faults.py").path
            let result = try program.start(shell: "python3 \(sweep) $SADDLE --sample 6").wait()
            #expect(result.status == 0, "\(result.output)\(result.errors)")
        }
    }
}
