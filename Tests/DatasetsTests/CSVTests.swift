import Configuration
import Foundation
import Testing
import TestSupport

@testable import Datasets

struct CSVTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    func load(_ text: String, _ values: [String: Value] = [:]) throws -> Dataset {
        let raw: [String: Value] = ["path": try .text(folder.write("t.csv", text)), "scale": .text("none")]
        let source = try source("csv", raw.merging(values) { $1 })
        let dataset = try source.load()
        #expect(try source.profile().shape == dataset.shape)
        return dataset
    }

    /// All rows, training and held out, in ascending order.
    func rows(_ dataset: Dataset) -> [[Float]] {
        (dataset.training.rows + dataset.heldOut.rows).sorted { $0.lexicographicallyPrecedes($1) }
    }

    // MARK: Good files

    static let spellings = [
        "1,2\n3,4\n5,6\n", "1,2\n3,4\n5,6", "x,y\n1,2\n3,4\n5,6\n", "\u{feff}x,y\r\n1,2\r\n3,4\r\n5,6\r\n",
        "\"x\",\"the \"\"y\"\"\"\n\"1\",2\n 3 , \"4\" \n5,6", "x,\"two\nlines\"\n\n1,2\n\n3,4\n5,6\n\n",
        "1.0,2e0\n+3,.4e1\n5.000,0006", "x,y\r1,2\r3,4\r5,6\r", "1,2\r\r3,4\n\r\n5,6\r", "1,\"2\"\r3,4\r5,\"6\"",
    ]

    @Test("reads every spelling of the format", arguments: spellings)
    func spelling(_ text: String) throws {
        let dataset = try load(text)
        #expect(rows(dataset) == [[1, 2], [3, 4], [5, 6]])
        #expect(dataset.kind == .points && dataset.training.labels == nil)
    }

    @Test("separators", arguments: [("comma", ","), ("semicolon", ";"), ("tab", "\t")])
    func separators(_ name: String, _ separator: String) throws {
        let text = "a,b,c\n1,2,3\n4,5,6\n".replacing(",", with: separator)
        #expect(try rows(load(text, ["separator": .text(name)])) == [[1, 2, 3], [4, 5, 6]])
    }

    @Test("a header that holds numbers can be named one, and a first row of text not")
    func headers() throws {
        #expect(try rows(load("1,2\n3,4\n5,6\n", ["header": .text("present")])) == [[3, 4], [5, 6]])
        #expect(try rows(load("1,2\n3,4\n", ["header": .text("absent")])) == [[1, 2], [3, 4]])
        #expect(
            folder.failure { try load("x,y\n1,2\n3,4\n", ["header": .text("absent")]) }
                .hasPrefix("'t.csv' line 1, column 1 holds 'x', not a number"))
    }

    @Test(
        "columns by header or number, in the order asked for",
        arguments: [
            ([Value.text("c"), .text("a")], [[3, 1], [6, 4]] as [[Float]]), ([.integer(2)], [[2], [5]]),
            ([.integer(3), .text("b")], [[3, 2], [6, 5]]),
        ])
    func columns(_ columns: [Value], _ expected: [[Float]]) throws {
        #expect(try rows(load("a,b,c\n1,2,3\n4,5,6\n", ["columns": .list(columns)])) == expected)
    }

    @Test("labels become classes in ascending order, by number where they are numbers")
    func labels() throws {
        let text = "kind,x\ncat,1\nape,2\ncat,3\ndog,4\n"
        let dataset = try load(text, ["label": .text("kind")])
        #expect(dataset.classNames == ["ape", "cat", "dog"])
        let labels = try #require(dataset.training.labels) + #require(dataset.heldOut.labels)
        let pairs = zip((dataset.training.values + dataset.heldOut.values), labels).sorted { $0.0 < $1.0 }
        #expect(pairs.map(\.1) == [1, 0, 1, 2])
        #expect(try load("10,1\n9,2\n10,3\n", ["label": .integer(1)]).classNames == ["9", "10"])
        // A label of text alone does not make the first row a header.
        #expect(try rows(load("1,cat\n2,ape\n", ["label": .integer(2)])) == [[1], [2]])
    }

    @Test("standardize: the training samples have mean 0 and deviation 1", arguments: [0, 1, 2])
    func standardize(_ seed: Int) throws {
        let lines = (0..<50).map { "\($0),\(1000 + $0 * $0),7" }.joined(separator: "\n")
        let dataset = try load(lines, ["scale": .text("standardize"), "seed": .integer(seed)])
        for column in 0..<2 {
            let (mean, variance) = moments(dataset.training.rows.map { Double($0[column]) })
            #expect(abs(mean) < 1e-6 && abs(variance - 1) < 1e-6)
        }
        // A constant column becomes 0. The held-out samples did not take part.
        #expect(dataset.training.rows.allSatisfy { $0[2] == 0 })
        #expect(abs(moments(dataset.heldOut.rows.map { Double($0[0]) }).mean) > 1e-4)
    }

    @Test("minmax: the training samples fill [-1, 1]", arguments: [0, 1, 2])
    func minmax(_ seed: Int) throws {
        let lines = (0..<50).map { "\($0),\(-3 * $0),7" }.joined(separator: "\n")
        let dataset = try load(lines, ["scale": .text("minmax"), "seed": .integer(seed)])
        for column in 0..<2 {
            #expect(dataset.training.rows.map { $0[column] }.min() == -1)
            #expect(dataset.training.rows.map { $0[column] }.max() == 1)
        }
        #expect(dataset.training.rows.allSatisfy { $0[2] == 0 })
    }

    @Test("a compressed file is read")
    func compressed() throws {
        let path = try folder.write("t.csv.gz", gzip(Array("1,2\n3,4\n".utf8)))
        #expect(try rows(source("csv", ["path": .text(path), "scale": .text("none")]).load()) == [[1, 2], [3, 4]])
    }

    // MARK: Bad files

    struct Bad: CustomTestStringConvertible, Sendable {
        let text: String
        var values: [String: Value] = [:]
        let error: String

        var testDescription: String { error }
    }

    static let mend = "\nhelp: mend the cell, or choose other columns with 'columns' and 'label'"
    static let bad = [
        Bad(text: "", error: "'t.csv' is empty"),
        Bad(text: "\n\r\n\n", error: "'t.csv' is empty"),
        Bad(text: "x,y\n", error: "'t.csv' has 0 rows of numbers; training and held-out samples need 2"),
        Bad(text: "x,y\n1,2\n", error: "'t.csv' has 1 row of numbers; training and held-out samples need 2"),
        Bad(text: "x,y\n1,2\n3,abc\n", error: "'t.csv' line 3, column 'y' holds 'abc', not a number" + mend),
        Bad(
            text: "1,2\n\n3,4\n5,6;7\n",
            error: "'t.csv' line 4, column 2 holds '6;7', not a number\n" + semicolons),
        Bad(text: "x,y\n1,2\n,4\n", error: "'t.csv' line 3, column 'x' is empty" + fill),
        Bad(text: "x,y\n1,nan\n3,4\n", error: "'t.csv' line 2, column 'y' holds 'nan', not a number" + fill),
        // Not a header: the word stands for a number.
        Bad(text: "1,NA\n3,4\n", error: "'t.csv' line 1, column 2 holds 'NA', not a number" + fill),
        Bad(text: "1,2\n1e39,4\n", error: "'t.csv' line 2, column 1 holds '1e39', not finite as a 32-bit float" + mend),
        Bad(text: "1,2\n0x10,4\n", error: "'t.csv' line 2, column 1 holds '0x10', not a number" + mend),
        Bad(text: "1,2\n3\0junk,4\n", error: "'t.csv' line 2 holds a byte of 0, which text does not have"),
        Bad(text: "\u{0}\u{1}", error: "'t.csv' line 1 holds a byte of 0, which text does not have"),
        Bad(
            text: "1,2\n" + String(repeating: "a", count: 5_000_000) + ",4\n",
            error: "'t.csv' line 2, column 1 holds '" + String(repeating: "a", count: 37) + "...', not a number" + mend),
        Bad(
            text: "1;2\n3;4\n", error: "'t.csv' line 2, column '1;2' holds '3;4', not a number\n" + semicolons),
        Bad(
            text: "a;b\n1,5;2,5\n", error: "'t.csv' line 2 has 3 cells; the first line has 1\n" + semicolons),
        Bad(
            text: "a\tb\n1\t2\n", values: ["columns": .list([.text("b")])],
            error: "'t.csv' has no column 'b'\nhelp: cells seem to be separated by tabs: set data.separator to tab"),
        Bad(
            text: "a,b,c\n1,2,3\n", values: ["separator": .text("semicolon")],
            error: """
                't.csv' line 2, column 'a,b,c' holds '1,2,3', not a number
                help: cells seem to be separated by commas: set data.separator to comma
                """),
        Bad(
            text: "1 2\n3 4\n",
            error: """
                't.csv' line 2, column '1 2' holds '3 4', not a number
                help: cells seem to be separated by blanks; put commas, semicolons or tabs between them
                """),
        Bad(
            text: "a;b\n1,5;2\n", values: ["separator": .text("semicolon")],
            error: "'t.csv' line 2, column 'a' holds '1,5', not a number\nhelp: write it with a decimal point: 1.5"),
        Bad(text: "1,2\n3,4,5\n", error: "'t.csv' line 2 has 3 cells; the first line has 2"),
        Bad(text: "1,2\n3\n", error: "'t.csv' line 2 has 1 cell; the first line has 2"),
        Bad(text: "1,2\n\"3\n4,5\n", error: "'t.csv' line 2: a quoted cell does not end"),
        Bad(text: "1,2\n\"3\"x,4\n", error: "'t.csv' line 2: text follows the closing quote of a cell"),
        Bad(
            text: "x,y\n1,2\n3,4\n", values: ["columns": .list([.text("z")])],
            error: "'t.csv' has no column 'z'\nhelp: its first line is: x, y"),
        Bad(
            text: "height,weight\n1,2\n3,4\n", values: ["columns": .list([.text("heigth")])],
            error: "'t.csv' has no column 'heigth'\nhelp: a column with a similar name exists: 'height'"),
        Bad(
            text: "2019,2020\n1,2\n3,4\n", values: ["columns": .list([.integer(2019)])],
            error: "'t.csv' has 2 columns, and so no column 2019\nhelp: a header that is a number is quoted: \"2019\""),
        Bad(
            text: "x,y,x\n1,2,3\n4,5,6\n", values: ["columns": .list([.text("x")])],
            error: "'t.csv' has several columns 'x'\nhelp: give the number of the one meant, from 1"),
        Bad(
            text: "x,y\n1,2\n3,4\n", values: ["columns": .list([.integer(3)])],
            error: """
                't.csv' has 2 columns, and so no column 3
                help: columns count from 1; headers are named as they stand: x, y
                """),
        Bad(
            text: "1,2\n3,4\n", values: ["label": .text("kind"), "header": .text("absent")],
            error: "'t.csv' has no header to find the column 'kind' in\nhelp: give its number, from 1"),
        Bad(
            text: "1\n3\n", values: ["label": .integer(1)], error: "'t.csv' has no column of numbers beside the label"),
        Bad(
            text: (0..<257).map { "1,\($0)\n" }.joined(), values: ["label": .integer(2)],
            error: """
                't.csv' has more than 256 different labels, the most that are read
                help: leave out the key 'label', or name a column of classes
                """),
        Bad(
            text: "1" + String(repeating: ",", count: 100_000),
            error: "'t.csv' line 1 has more than 100000 cells, the most that is read"),
        Bad(
            text: "\"1" + String(repeating: "x", count: 1 << 24),
            error: """
                't.csv' line 1 is longer than 16 MiB, the most that is read
                help: a quote that is never closed takes in all lines after it
                """),
    ]

    private static let fill =
        "\nhelp: fill it in or leave the row out; or choose other columns with 'columns' and 'label'"
    private static let semicolons =
        "help: cells seem to be separated by semicolons: set data.separator to semicolon; numbers are written with a point"

    @Test("a bad file is an error that names the line", arguments: bad)
    func rejects(_ file: Bad) {
        #expect(folder.failure { try load(file.text, file.values) } == file.error)
    }

    @Test("text of two bytes a letter", arguments: [String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian])
    func utf16(_ encoding: String.Encoding) throws {
        let path = try folder.write("t.csv", Array(#require("1,2\n3,4\n".data(using: encoding))))
        #expect(
            folder.failure { try source("csv", ["path": .text(path)]).load() } == """
                't.csv' is UTF-16 text, as Excel's 'Unicode Text' is; UTF-8 is read
                help: save it as 'CSV UTF-8', or convert it: iconv -f UTF-16 -t UTF-8
                """)
    }

    /// In Latin-1 two labels could become one.
    @Test func labelsAreUTF8() throws {
        let path = try folder.write("t.csv", Array("1,a\n2,".utf8) + [0xe9, 0x0a])
        let failure = folder.failure { try source("csv", ["path": .text(path), "label": .integer(2)]).load() }
        #expect(failure.hasPrefix("'t.csv' line 2, column 2 holds a label that is not UTF-8 text"))
    }

    @Test("rows and cells may lie across the pieces that are read", arguments: [1, 2, 3])
    func pieces(_ seed: Int) throws {
        // 700 kB: pieces end anywhere, in quotes and between CR and LF too.
        let numbers = DataStream.noise.integers(120_000, below: 1_000_000, seed: seed)
        let lines = (0..<40_000).map { row in
            "\(numbers[3 * row]), \"\(numbers[3 * row + 1])\" ,\(numbers[3 * row + 2])\r\n"
        }
        let dataset = try load(lines.joined(), ["held_out": .real(0.5)])
        let sum = (dataset.training.values + dataset.heldOut.values).reduce(0) { $0 + Int($1) }
        #expect(sum == numbers.reduce(0) { $0 + Int($1) })
        #expect(dataset.training.count + dataset.heldOut.count == 40_000)
    }

    @Test("a first row of numbers far from all others is asked about")
    func numericHeader() throws {
        let rows = (0..<20).map { "\(Float($0 % 7) / 10),\($0 * 7 % 19)\n" }.joined()
        func remarks(_ first: String, _ values: [String: Value] = [:]) throws -> [DataRemark] {
            let path = try folder.write("t.csv", first + rows)
            return try source("csv", values.merging(["path": .text(path)]) { $1 }).profile().remarks
        }
        let found = try remarks("2019,2020\n")
        #expect(
            found.map { folder.short($0.message) } == [
                "the first line of 't.csv', 2019, 2020, is read as a sample, and lies far from all others"
            ])
        #expect(found.map(\.key) == ["header"])
        #expect(try remarks("2019,2020\n", ["header": .text("absent")]) == [])
        #expect(try remarks("2019,2020\n", ["header": .text("present")]) == [])
        #expect(try remarks("2019,19\n") == [])
        #expect(try remarks("year,month\n") == [])
    }

    @Test("any text gives samples or an error", arguments: 0..<300)
    func anyText(_ seed: Int) {
        let alphabet = Array("1,2\n;\" x\r.-e\t").map { $0 == "x" ? "é" : $0 }
        let choices = DataStream.noise.integers(40, below: alphabet.count, seed: seed)
        let text = String(choices.map { alphabet[Int($0)] })
        let label: [String: Value] = seed % 3 == 0 ? ["label": .integer(1)] : [:]
        let outcome = folder.failure {
            let dataset = try load(text, label)
            #expect(dataset.training.count > 0 && dataset.training.values.allSatisfy { $0.isFinite })
        }
        #expect(outcome == "no error" || outcome.hasPrefix("'t.csv' "))
    }

    /// Each name looked through all headers.
    @Test("time is linear in the columns", .timeLimit(.minutes(1)))
    func manyColumns() throws {
        let count = 10_000
        let names = (0..<count).map { "a rather long header, number \($0)" }
        let rows =
            ["\"" + names.joined(separator: "\",\"") + "\""]
            + (0..<3).map { row in
                Array(repeating: "\(row)", count: count).joined(separator: ",")
            }
        let chosen = names.reversed().map { Value.text($0) }
        let dataset = try load(rows.joined(separator: "\n"), ["columns": .list(chosen)])
        #expect(dataset.shape == [count])
    }
}
