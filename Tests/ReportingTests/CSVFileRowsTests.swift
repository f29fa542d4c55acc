import Configuration
import Diagnostics
import Formats
import Foundation
import Testing
import TestSupport

@testable import Reporting

/// Tables that are read a row at a time, from files of more than a piece.
@Suite struct CSVFileRowsTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Longer than a piece, with rows that a piece's end cuts in two.
    private static let long = CSVTable(
        columns: ["a", "b"], rows: (0..<40_000).map { ["\($0)", $0 % 7 == 0 ? "x,\"\r\ny" : "\u{E9}\($0)"] })

    @Test func aFileOfManyPiecesReadsAsItsTable() throws {
        let path = try folder.write("t.csv", Self.long.text)
        #expect(Self.long.text.utf8.count > FilePieces.size)
        #expect(try CSVTable(contentsOf: path) == Self.long)
        var rows = try CSVFileRows(path)
        #expect(try rows.last()?.cell("a") == "39999")
    }

    /// The line and the column are those of the file, wherever the piece begins.
    @Test(arguments: [
        ("1,2,3\r\n", 1, "this row has 3 cells, the header 2"),
        ("\u{E9},\"x\" y\r\n", 6, "text behind the closing quote of a cell"),
        ("1,x\"y", 4, "a quote inside a cell that is not quoted"), ("1,\"", 3, "this quoted cell never ends"),
    ])
    func errorsAreLocated(row: String, column: Int, message: String) throws {
        let before = (0..<40_000).map { "\($0),\"\u{E9}\r\n\"\r\n" }.joined()
        let path = try folder.write("t.csv", "\u{FEFF}a,b\r\n" + before + row)
        let error = #expect(throws: Diagnostic.self) { try CSVTable(contentsOf: path) }
        #expect(error?.message == message)
        #expect(error?.location?.line == 80_002 && error?.location?.column == column)
        let text = DiagnosticRenderer().render([try #require(error)])
        #expect(text.contains(row.trimmingCharacters(in: .newlines)), "\(text)")
    }

    @Test func bytesThatAreNoTextAreRefusedWhereverTheyStand() throws {
        let path = folder.path("t.csv")
        try (Data(Self.long.text.utf8) + [0x61, 0x2C, 0xFF, 0x0A]).write(to: URL(fileURLWithPath: path))
        let error = #expect(throws: Diagnostic.self) { try CSVTable(contentsOf: path) }
        #expect(error?.message == "'\(path)' is not UTF-8 text")
        // Half a letter in each of two cells is none.
        #expect(throws: Diagnostic.self) {
            try CSVTable(reading: [0x61, 0x2C, 0x62, 0x0A, 0xC3, 0x2C, 0xA9], path: "t")
        }
    }

    @Test func aFileThatCannotBeReadIsNamed() {
        let error = #expect(throws: Diagnostic.self) { try CSVFileRows(folder.path("none.csv")) }
        #expect(error?.message.hasPrefix("cannot read '\(folder.path("none.csv"))'") == true)
    }

    /// Of a table of measurements the last row counts, of a table of runs all: these are limited.
    @Test func comparisonsReadTablesOfAnyLength() throws {
        let rows = (0..<50_000).map { "\($0),0.5,0\r\n" }.joined()
        let path = try folder.write("long.csv", "iteration,accuracy,distance\r\n" + rows)
        let runs = try ComparisonSources.runs(at: [path])
        #expect(runs.map(\.result.iteration) == [49_999])
        let many = (0..<1001).map { "r\($0),complete\r\n" }.joined()
        let table = try folder.write("many/runs.csv", "run,status\r\n" + many)
        let error = #expect(throws: Diagnostic.self) { try RunsTable.results(CSVFileRows(table), most: 1000) }
        #expect(error?.message == "'\(table)' holds more than 1,000 runs, the most that are read of a table")
        let wide =
            "run,status,x\r\n"
            + (0..<40).map { "r\($0),complete,\(String(repeating: "y", count: 500_000))\r\n" }
            .joined()
        let large = try folder.write("large/runs.csv", wide)
        #expect(throws: DiagnosticError.self) { try ComparisonSources.runs(at: [large]) }
    }

    /// A recorded file is read in pieces, and known by its length where that differs.
    @Test func recordedFilesOfManyPiecesAreKnown() throws {
        let content = Array(Self.long.text.utf8)
        let entries = ["t.csv": FileEntry(content), "gone.csv": FileEntry([1]), "short.csv": FileEntry([1, 2])]
        try folder.write("t.csv", Self.long.text)
        try folder.write("short.csv", "x")
        #expect(try entries.problems(in: folder.path("")) == [.missing("gone.csv"), .changed("short.csv")])
        var changed = content
        changed[changed.count - 1] ^= 1
        try Data(changed).write(to: URL(fileURLWithPath: folder.path("t.csv")))
        #expect(try entries.problems(in: folder.path("")).contains(.changed("t.csv")))
    }
}
