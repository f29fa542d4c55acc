import Configuration
import Foundation
import TestSupport
import Testing

@testable import Datasets

/// `table`: what columns are taken for, and that cells come back.
@Suite struct TableTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func source(_ text: String, _ more: [String: Value] = [:]) throws -> any DatasetSource {
        try DatasetsTests.source(
            "table", ["path": .text(try folder.write("table.csv", text))].merging(more) { $1 })
    }

    /// A table with a column of every kind, by rows.
    private static let rows: [[String]] = (0..<60).map { row -> [String] in
        let (day, time) = ("2024-0\(1 + row % 9)-\(10 + row % 15)", "2024-01-0\(1 + row % 8) 0\(row % 10):15")
        let region = ["north", "south", "east, far"][row % 3]
        let income = row % 5 == 0 ? "NA" : "\(row)00"
        let (rate, quarter) = (String(format: "%.2f", Double(row * row) / 7), "\(Double(row % 13) / 4)")
        let (flag, note) = (row % 2 == 0 ? "True" : "False", row % 7 == 0 ? "" : "word \(row % 4)")
        return [day, "\(18 + row % 40)", region, income, rate, flag, quarter, "same", time, note]
    }
    private static let header = [
        "day", "age", "region", "income", "rate", "flag", "quarter", "constant", "time", "note",
    ]

    private static func text(_ rows: [[String]]) -> String {
        ([header] + rows).map { $0.map { $0.contains(",") ? "\"\($0)\"" : $0 }.joined(separator: ",") + "\n" }.joined()
    }

    @Test(arguments: NumberScaling.Kind.allCases) func cellsComeBack(_ scale: NumberScaling.Kind) throws {
        let dataset = try source(Self.text(Self.rows), ["scale": .text(scale.rawValue)]).load()
        #expect(dataset.units.header == Self.header && dataset.units.element == nil)
        // Values that training has not may move: to the edge of its range, or to the next value that many rows share.
        let isExact = scale == .standardize || scale == .minmax
        let parts = isExact ? [dataset.training, dataset.heldOut] : [dataset.training]
        var left = Self.rows
        var moved = 0
        for row in parts.flatMap(\.rows) {
            if let place = left.firstIndex(of: dataset.units.cells(row[...])) {
                left.remove(at: place)
            } else {
                moved += 1
            }
        }
        // A mode ends after four standard deviations.
        #expect(moved <= (scale == .modes ? 3 : 0), "\(moved)")
        #expect(dataset.runs.reduce(0, +) == dataset.shape[0])
        // What is in the data already is not changed.
        let snapped = try #require(dataset.units.snap(dataset.training.values))
        let farthest = zip(snapped, dataset.training.values).reduce(0) { max($0, abs($1.0 - $1.1)) }
        #expect(farthest < 1e-5)
    }

    @Test func columnsAreToldByTheirCells() throws {
        let profile = try source(Self.text(Self.rows)).profile()
        #expect(
            profile.lines
                == [
                    "day: dates, 2024-01-10 to 2024-09-24", "age: whole numbers, 18 to 57",
                    "region: 3 categories, 'north' in 33 % of the rows",
                    "income: whole numbers in steps of 100, 100 to 5900; missing in 20 % of the rows, written 'NA'",
                    "rate: numbers of 2 decimals, 0.00 to 497.29", "flag: 2 categories, 'True' in 50 % of the rows",
                    "quarter: numbers of 2 decimals, 0.0 to 3.0", "constant: always 'same'",
                    "time: dates with times, 2024-01-01 00:15 to 2024-01-08 09:15",
                    "note: 5 categories, 'word 1' in 22 % of the rows",
                ], "\(profile.lines.joined(separator: "\n"))")
        #expect(profile.runs == [1, 1, 3, 1, 2, 1, 2, 1, 1, 5])
        #expect(profile.remarks.map(\.message).first?.hasPrefix("column 'constant' of") == true)
    }

    @Test func few() throws {
        let rows = (0..<40).map { "\($0 % 3),\($0 % 20)\n" }.joined()
        func lines(_ more: [String: Value] = [:]) throws -> [String] {
            try source("a,b\n" + rows, more).profile().lines
        }
        #expect(try lines().first?.hasPrefix("a: 3 categories") == true)
        #expect(try lines(["numbers": .list([.text("a")])]).first == "a: whole numbers, 0 to 2")
        #expect(try lines(["categories": .list([.text("b")])]).last?.hasPrefix("b: 20 categories") == true)
        #expect(try lines(["columns": .list([.text("b")])]) == ["b: whole numbers, 0 to 19"])
    }

    /// What a number would lose: zip codes are categories, whatever their number, until there are too many.
    @Test func leadingZerosAreKept() throws {
        func profile(_ count: Int, rows: Int, _ more: [String: Value] = [:]) throws -> DataProfile {
            let zips = (0..<rows).map { String(format: "%05d,%d,0.5\n", 990 + $0 % count, $0 % 12) }
            return try source("zip,n,half\n" + zips.joined(), more).profile()
        }
        let codes = try profile(40, rows: 400)
        #expect(
            codes.lines.prefix(2) == [
                "zip: 40 categories, '00990' in 2 % of the rows; numbers with leading zeros",
                "n: whole numbers, 0 to 11",
            ], "\(codes.lines)")
        let dataset = try source("zip,n\n01067,1\n99999,2\n01067,3\n00001,4\n").load()
        #expect(dataset.training.rows.allSatisfy { dataset.units.cells($0[...])[0].count == 5 })
        #expect(
            try profile(40, rows: 400, ["numbers": .list([.text("zip")])]).lines[0] == "zip: whole numbers, 990 to 1029"
        )
        let many = try profile(1001, rows: 1001)
        #expect(many.lines[0] == "zip: whole numbers, 990 to 1990")
        #expect(
            many.remarks.contains {
                $0.message.hasPrefix("column 'zip' of") && $0.message.hasSuffix("without the zeros")
            })
        for cells in [["0", "10"], ["0.5", "1"], ["00.5"], ["-0"], [""]] {
            #expect(!NumberStyle.hasLeadingZeros(cells))
        }
    }

    /// Times of several zones and numbers with separators are texts.
    @Test func whatCannotBeLearnedIsTold() throws {
        func remarks(_ cell: (Int) -> String, _ more: [String: Value] = [:]) throws -> [DataRemark] {
            try source("when,n\n" + (0..<60).map { "\(cell($0)),\($0 * 7 % 31)\n" }.joined(), more).profile().remarks
        }
        func time(_ row: Int) -> String {
            String(format: "2024-01-01T10:%02d:00%@", row, row % 2 == 0 ? "Z" : "+01:00")
        }
        let found = try remarks(time)
        #expect(
            found.map { $0.message.replacing(folder.path + "/", with: "") } == [
                "column 'when' of 'table.csv' is taken for categories, and 60 of 60 rows have one of their own, such as "
                    + "'2024-01-01T10:00:00Z': that cannot be learned"
            ])
        #expect(found[0].help?.contains("times in one zone") == true)
        #expect(try remarks { "\"4,758,0\(10 + $0)\"" }.count == 1)
        #expect(try remarks { "name \($0 % 30)" }.isEmpty)
        #expect(try remarks(time, ["categories": .list([.text("when")])]).isEmpty)
    }

    /// A column that counts the rows, in whatever order, or that rises from row to row, is told with the cure; what
    /// repeats, jumps or is named on purpose is not.
    @Test func rowNumbersAreTold() throws {
        func remarks(_ cell: (Int) -> String, _ more: [String: Value] = [:], rows: Int = 40) throws -> [DataRemark] {
            try source("id,age,kind\n" + (0..<rows).map { "\(cell($0)),\($0 * 7 % 13),k\($0 % 3)\n" }.joined(), more)
                .profile().remarks
        }
        let counted = try remarks { "\($0 + 1)" }
        #expect(
            counted.map { $0.message.replacing(folder.path + "/", with: "") } == [
                "column 'id' of 'table.csv' counts the rows, 1 to 40: unless it is measured, there is "
                    + "nothing in it to learn, and judges look at it"
            ])
        #expect(counted[0].help == "leave it out: data.columns: [age, kind]" && counted[0].key == "path")
        #expect(try remarks({ "\($0 + 1)" }, ["columns": .list([.text("age"), .text("kind")])]).isEmpty)
        #expect(try remarks { "\($0 * 17 % 40)" }.first?.message.contains("counts the rows, 0 to 39") == true)
        #expect(try remarks { "\(1000 + 3 * $0 + $0 % 2)" }.first?.message.contains("in the order of the file") == true)
        #expect(try remarks { "\(9000 - 3 * $0)" }.count == 1)
        #expect(try remarks { "\($0 * 17 % 41)" }.isEmpty, "one is missing")
        #expect(try remarks { "\($0 / 2)" }.isEmpty)
        #expect(try remarks { "\($0).5" }.isEmpty)
        #expect(try remarks { $0 == 3 ? "" : "\($0)" }.isEmpty)
        #expect(try remarks({ "\($0)" }, rows: 15).isEmpty, "of so few rows")
        #expect(try remarks({ "\($0)" }, ["numbers": .list([.text("id")])]).isEmpty)
        #expect(try remarks({ "\($0)" }, ["columns": .list([.text("id")])]).isEmpty, "nothing else is there")
        let named = try remarks({ "\($0)" }, ["columns": .list([.text("age"), .text("id")])])
        #expect(named.map(\.key) == ["columns.1"])
        #expect(RowNumbering([nil]) == nil && RowNumbering([Int.min, Int.max] + (0..<30).map { $0 }) == nil)
    }

    @Test func whatIsNoTable() throws {
        func failure(_ text: String, _ more: [String: Value] = [:]) -> String {
            folder.failure { try source(text, more).load() }
        }
        #expect(failure("1,2\n3,4\n5,6\n").hasPrefix("'table.csv' begins with numbers, not with the names of its"))
        #expect(failure("a,a\n1,2\n3,4\n").hasPrefix("'table.csv' has several columns 'a'"))
        #expect(failure("a,b\n1,2\n3\n").hasPrefix("'table.csv' line 3 has 1 cell; the first line has 2"))
        #expect(failure("a,b\n1,2\n").hasPrefix("'table.csv' has 1 row; training"))
        #expect(failure("a\nx\nx\n").hasPrefix("'table.csv' has one value in every column"))
        let names = "name,b\n" + (0..<1001).map { "n\($0),\($0)\n" }.joined()
        #expect(failure(names).hasPrefix("'table.csv', column 'name' has 1001 different texts, such as 'n0'"))
        #expect(
            failure("age,b\n1,2\n3,4\n", ["columns": .list([.text("aeg")])])
                == "'table.csv' has no column 'aeg'\nhelp: a column with a similar name exists: 'age'")
        #expect(
            failure("a,b\n1,x\n2,y\n", ["numbers": .list([.text("b")])]).hasPrefix("'table.csv', column 'b': 'x' is no")
        )
    }

    /// Ranks are spread evenly, values that many rows share come back exactly and as often.
    @Test func quantiles() {
        var values = [Double](repeating: 0, count: 900) + (0..<100).map { pow(10, Double($0) / 20) }
        values.sort()
        let scale = QuantileScale(sorted: values)
        #expect(scale.value(0.5) == 0 && scale.value(0.89) == 0 && scale.value(1) == values.last)
        #expect(abs(scale.rank(0) - 0.45) < 1e-9 && scale.rank(-5) == 0 && scale.rank(1e9) == 1)
        let back = (0..<10_000).map { scale.value((Double($0) + 0.5) / 10_000) }
        #expect(abs(back.count { $0 == 0 } - 9000) <= 10)
        for value in values { #expect(abs(scale.value(scale.rank(value)) - value) <= 1e-9 * value) }
        let normal = QuantileScale(sorted: (0..<5000).map { Double($0) })
        for rank in stride(from: 0.0, through: 1, by: 0.05) { #expect(abs(normal.rank(rank * 4999) - rank) < 1e-3) }
    }

    @Test func modes() {
        let values = (0..<1000).map { Double($0 % 10) / 10 } + (0..<500).map { 100 + Double($0 % 10) }
        let scale = ModeScale(sorted: values.sorted())
        #expect(scale.modes.count >= 2 && scale.modes.count <= 10)
        for value in values {
            let place = scale.place(value)
            #expect(abs(scale.value(mode: place.mode, offset: place.offset) - value) < 0.5)
        }
    }

    @Test func dates() throws {
        for text in [
            "1970-01-01", "2000-02-29", "1969-12-31", "2026/11/28", "2024-12-31T23:59:59", "1900-03-01 04:05",
            "2024-12-31T23:59:59Z", "2024-12-31 23:59+01:00", "2024-12-31T23:59:59-0330",
        ] {
            let style = try #require(DateStyle(text))
            #expect(style.number(text).map(style.text) == text)
        }
        #expect(DateStyle("1970-01-02")?.number("1970-01-02") == 1)
        // One zone for all: hours of different ones cannot be compared as they stand.
        #expect(NumberStyle(["2024-01-01T00:00Z", "2024-01-01T01:00+01:00"]) == nil)
        for text in [
            "2023-02-29", "2024-13-01", "24-01-01", "2024-1-1", "2024-01-01 25:00", "text", "", "2024-01-01Z",
            "2024-01-01 10:00+1:00", "2024-01-01+01:00",
        ] {
            #expect(DateStyle(text) == nil, "\(text)")
        }
    }
}
