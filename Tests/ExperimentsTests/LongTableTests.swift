import Formats
import Foundation
import Reporting
import Testing

@testable import Experiments

/// metrics.csv over all runs, and the names that runs have had since they were first trained.
@Suite struct LongTableTests {
    private static let text =
        tinyExperiment("long", iterations: 20, every: 10) + "sweep: {grid: {noise.dimension: [1, 2]}, seeds: 2}\n"

    @Test func everyNumberOfEveryRunHasARow() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        try session.run()
        let path = "\(session.results)/long/metrics.csv"
        let table = try CSVTable(contentsOf: path)
        #expect(table.columns == ["run", "noise.dimension", "seed", "iteration", "column", "value"])
        #expect(table.numbers(of: "value")?.allSatisfy { $0 != nil } == true)
        let folder = try session.folders()[3]
        let own = try CSVTable(contentsOf: "\(folder)/metrics.csv")
        let accuracies = table.rows.filter { $0[0] == RunFolder(folder).name && $0[4] == "accuracy" }
        #expect(accuracies.map { $0[5] } == own.cells(of: "accuracy"))
        #expect(accuracies.map { $0[1] + $0[2] + "@" + $0[3] } == ["22@0", "22@10", "22@20"])
        // It is no run, and belongs there.
        #expect(try Verification(session.results).isSound)
        let text = try AtomicFile.read(path)
        #expect(!text.contains(UInt8(ascii: "\r")))
    }

    /// Columns without a single number are left out: to most readers they would be text.
    @Test func aTableOfRunsHasWhatAnyRunHas() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        try session.run()
        let table = try CSVTable(contentsOf: "\(session.results)/long/runs.csv")
        for column in table.columns where column != "verdict" {
            #expect(table.cells(of: column)?.contains { !$0.isEmpty } == true, "\(column)")
        }
        #expect(table.index(of: "message") == nil && table.index(of: "critic_accuracy") == nil)
    }

    /// A run has all its rows or none; what cannot be read is an error.
    @Test func halfATableIsNone() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        try session.run()
        let folders = try session.folders().prefix(2).map { RunFolder($0) }
        func lines() throws -> [String] {
            var lines: [String] = []
            try LongTable.write(
                folders.map { (RunResult(run: $0.name, status: "complete"), $0.file("metrics.csv")) }
            ) { line in lines.append(line) }
            return lines
        }
        let whole = try lines()
        let path = folders[0].file("metrics.csv")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try Data((text + "1,2\n").utf8).write(to: URL(fileURLWithPath: path))
        #expect(try lines() == whole.filter { !$0.hasPrefix(folders[0].name) })
        try FileManager.default.removeItem(atPath: path)
        #expect(try lines() == whole.filter { !$0.hasPrefix(folders[0].name) })
        // A link to itself fails as a disk does.
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path)
        #expect(throws: FileError.self) { try lines() }
    }

    /// However a configuration is written out, a run is the one that it was.
    @Test(arguments: ["quickstart", "ring", "sweep-steps"]) func theNamesOfRunsStay(name: String) throws {
        let ids = try Preparation(files: [Shipped.path("\(name).yaml")]).experiments[0].runs.map(\.id)
        let folder = Shipped.path("../results/reference/\(name)")
        let names = try Folder.names(in: folder).filter { try Folder.kind("\(folder)/\($0)") == .folder }
        #expect(Set(ids) == Set(names))
    }
}
