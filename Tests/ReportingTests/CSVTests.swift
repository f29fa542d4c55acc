import Diagnostics
import Formats
import Foundation
import Reporting
import Testing
import TestSupport

@Suite struct CSVTests {
    @Test func writesTheCasesOfRFC4180() {
        let table = CSVTable(
            columns: ["a", "b,c", "d"],
            rows: [["1", "", "x y"], ["say \"hi\"", "two\r\nlines", "one\nline"], ["\r", "'", " padded "]])
        #expect(
            table.text == "a,\"b,c\",d\n1,,x y\n\"say \"\"hi\"\"\",\"two\r\nlines\",\"one\nline\"\n"
                + "\"\r\",', padded \n")
    }

    @Test(arguments: [
        ("a,b\r\n1,2\r\n", [["1", "2"]]),
        ("a,b\n1,2\n3,4", [["1", "2"], ["3", "4"]]),
        ("a,b\r1,2\r", [["1", "2"]]),
        ("\u{FEFF}a,b\r\n1,2\r\n", [["1", "2"]]),
        ("\u{FEFF}\"a\",\"b\"\r\n\"1\",\"2\"", [["1", "2"]]),
        ("a,b\n\n1,2\n\r\n\n", [["1", "2"]]),
        ("a,b\n,\n", [["", ""]]),
        ("a,b\n\"x\r\ny\",\"\"\"\"\n", [["x\r\ny", "\""]]),
        ("a,b\n\"\",\"\"", [["", ""]]),
        ("a,b\n 1 ,\u{E9}\u{301}\u{1F600}\n", [[" 1 ", "\u{E9}\u{301}\u{1F600}"]]),
        ("a,b", []),
    ])
    func reads(text: String, rows: [[String]]) throws {
        let table = try CSVTable(reading: text, path: "t.csv")
        #expect(table.columns == ["a", "b"])
        #expect(table.rows == rows)
    }

    @Test(arguments: [
        ("", nil, "'t.csv' is empty"),
        ("\n\n", nil, "'t.csv' is empty"),
        ("\u{FEFF}", nil, "'t.csv' is empty"),
        ("a,b,a\n", "t.csv:1:1", "column 'a' appears twice"),
        ("a,b\n1,2\n1\n", "t.csv:3:1", "this row has 1 cells, the header 2"),
        ("a,b\r\n\"x\r\ny\",2\r\n1,2,3\r\n", "t.csv:4:1", "this row has 3 cells, the header 2"),
        ("a,b\n1,x\"y\n", "t.csv:2:4", "a quote inside a cell that is not quoted"),
        ("a,b\n\"\u{E9}\"x,2\n", "t.csv:2:4", "text behind the closing quote of a cell"),
        ("a,b\n1,\"2\n3,4\n", "t.csv:2:3", "this quoted cell never ends"),
        ("a,b\n1,\"", "t.csv:2:3", "this quoted cell never ends"),
    ])
    func refuses(text: String, location: String?, message: String) {
        #expect {
            try CSVTable(reading: text, path: "t.csv")
        } throws: { error in
            let diagnostic = error as? Diagnostic
            return diagnostic?.location?.description == location && diagnostic?.message == message
        }
    }

    @Test func refusesBytesThatAreNotUTF8() {
        #expect {
            try CSVTable(reading: [0x61, 0x0A, 0xFF, 0x0A], path: "t.csv")
        } throws: { error in
            (error as? Diagnostic)?.message == "'t.csv' is not UTF-8 text"
        }
    }

    @Test(arguments: 0..<40) func whatIsWrittenIsRead(seed: UInt64) throws {
        let table = Self.randomTable(seed: seed)
        #expect(try CSVTable(reading: table.text, path: "t.csv") == table)
        #expect(try CSVTable(reading: "\u{FEFF}" + table.text, path: "t.csv") == table)
    }

    @Test(arguments: 0..<200) func noBytesTrapTheReader(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let alphabet = Array("a,\"\r\n\u{FEFF}1 ".utf8)
        let bytes = (0..<Int.random(in: 0..<60, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? 0
        }
        do {
            let table = try CSVTable(reading: bytes, path: "t.csv")
            #expect(table.rows.allSatisfy { $0.count == table.columns.count })
        } catch {
            #expect(!error.message.isEmpty)
        }
    }

    @Test(arguments: [0.1, 1.0 / 3, .leastNonzeroMagnitude, 1.7976931348623157e308, -0.0, 1e-5, 123456789.125, 2.0])
    func numbersReadBackAsTheSameDouble(x: Double) throws {
        let table = CSVTable(columns: ["x"], rows: [[NumberText.exact(x)], [NumberText.exact(nil as Double?)]])
        let read = try CSVTable(reading: table.text, path: "t.csv").numbers(of: "x")
        #expect(read?.first??.bitPattern == x.bitPattern)
        #expect(read?.last == .some(nil))
        #expect(CSVTable(columns: ["x"]).numbers(of: "y") == nil)
    }

    @Test(.enabled(if: Self.hasPython), arguments: [1, 2, 3] as [UInt64])
    func pythonReadsTheSameCells(seed: UInt64) throws {
        let table = Self.randomTable(seed: seed)
        let folder = try TemporaryFolder()
        try AtomicFile.write(table.text, to: folder.path("t.csv"))
        let script = """
            import csv, json, sys
            rows = list(csv.reader(open(sys.argv[1], newline="", encoding="utf-8"), strict=True))
            json.dump(rows, open(sys.argv[2], "w"))
            """
        try runPython(script, [folder.path("t.csv"), folder.path("t.json")])
        let json = try Data(AtomicFile.read(folder.path("t.json")))
        #expect(try JSONDecoder().decode([[String]].self, from: json) == [table.columns] + table.rows)
    }

    static let hasPython = (try? runPython("import csv", [])) != nil

    static func randomTable(seed: UInt64) -> CSVTable {
        var random = SplitMix(seed: seed)
        let alphabet = [
            "a", "B", ",", "\"", "\r", "\n", "\r\n", " ", ";", "\t", "0", "\u{E9}", "\u{301}", "\u{1F600}", "'",
        ]
        func cell() -> String {
            (0..<Int.random(in: 0..<6, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "" }
                .joined()
        }
        let width = Int.random(in: 1..<6, using: &random)
        let columns = (0..<width).map { "c\($0)" + cell() }
        return CSVTable(
            columns: columns, rows: (0..<Int.random(in: 0..<8, using: &random)).map { _ in columns.map { _ in cell() } }
        )
    }
}

struct ScriptFailure: Error {}

func runPython(_ script: String, _ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script] + arguments
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    if process.terminationStatus != 0 { throw ScriptFailure() }
}
