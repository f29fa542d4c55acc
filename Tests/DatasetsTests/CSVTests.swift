import Configuration
import Testing

@testable import Datasets

struct CSVTests {
    let folder: Folder

    init() throws { folder = try Folder() }

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
        "1.0,2e0\n+3,.4e1\n5.000,0006",
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
        Bad(text: "1,2\n\n3,4\n5,6;7\n", error: "'t.csv' line 4, column 2 holds '6;7', not a number" + mend),
        Bad(text: "x,y\n1,2\n,4\n", error: "'t.csv' line 3, column 'x' is empty" + mend),
        Bad(
            text: "x,y\n1,nan\n3,4\n",
            error: "'t.csv' line 2, column 'y' holds 'nan', not finite as a 32-bit float" + mend),
        Bad(text: "1,2\n1e39,4\n", error: "'t.csv' line 2, column 1 holds '1e39', not finite as a 32-bit float" + mend),
        Bad(text: "1,2\n3,4,5\n", error: "'t.csv' line 2 has 3 cells; the first line has 2"),
        Bad(text: "1,2\n3\n", error: "'t.csv' line 2 has 1 cell; the first line has 2"),
        Bad(text: "1,2\n\"3\n4,5\n", error: "'t.csv' line 2: a quoted cell does not end"),
        Bad(text: "1,2\n\"3\"x,4\n", error: "'t.csv' line 2: text follows the closing quote of a cell"),
        Bad(
            text: "x,y\n1,2\n3,4\n", values: ["columns": .list([.text("z")])],
            error: "'t.csv' has no column 'z'\nhelp: its first line is: x, y"),
        Bad(
            text: "x,y,x\n1,2,3\n4,5,6\n", values: ["columns": .list([.text("x")])],
            error: "'t.csv' has several columns 'x'\nhelp: give the number of the one meant, from 1"),
        Bad(
            text: "x,y\n1,2\n3,4\n", values: ["columns": .list([.integer(3)])],
            error: "'t.csv' has 2 columns, and so no column 3"),
        Bad(
            text: "1,2\n3,4\n", values: ["label": .text("kind"), "header": .text("absent")],
            error: "'t.csv' has no header to find the column 'kind' in\nhelp: give its number, from 1"),
        Bad(
            text: "1\n3\n", values: ["label": .integer(1)], error: "'t.csv' has no column of numbers beside the label"),
        Bad(
            text: (0..<257).map { "1,\($0)\n" }.joined(), values: ["label": .integer(2)],
            error: "'t.csv' has 257 different labels; 256 are the most\nhelp: leave out the key 'label'"),
        Bad(text: "\u{0}\u{1}", error: "'t.csv' has 0 rows of numbers; training and held-out samples need 2"),
    ]

    @Test("a bad file is an error that names the line", arguments: bad)
    func rejects(_ file: Bad) {
        #expect(folder.failure { try load(file.text, file.values) } == file.error)
    }

    @Test("any text gives samples or an error", arguments: 0..<300)
    func anyText(_ seed: Int) {
        let alphabet = Array("1,2\n;\" x\r.-e\t").map { $0 == "x" ? "é" : $0 }
        let choices = RandomStream.noise.integers(40, below: alphabet.count, seed: seed)
        let text = String(choices.map { alphabet[Int($0)] })
        let label: [String: Value] = seed % 3 == 0 ? ["label": .integer(1)] : [:]
        let outcome = folder.failure {
            let dataset = try load(text, label)
            #expect(dataset.training.count > 0 && dataset.training.values.allSatisfy { $0.isFinite })
        }
        #expect(outcome == "no error" || outcome.hasPrefix("'t.csv' "))
    }
}
