import Datasets
import Foundation
import TestSupport
import Testing

@testable import Equilibrium

/// Shares of a table's columns, and the judge that tests them.
@Suite struct ColumnSharesTests {
    private static let level = 0.01

    /// Of a thousand rows or so, by a fixed rule: few enough things are in them to count by hand.
    private static func shares(
        real: Int = 400, generated: Int = 2000, city: (Int, Bool) -> String,
        score: (Int, Bool) -> Double = { row, _ in
            Double(row % 10)
        }
    ) -> ColumnShares {
        let (left, right) = (0..<real, 0..<generated)
        return ColumnShares(
            real: real, generated: generated,
            ColumnShares.counts("city", left.map { city($0, true) }, right.map { city($0, false) })
                + ColumnShares.counts("score", left.map { score($0, true) }, right.map { score($0, false) }) { row in
                    "\(score(row < real ? row : row - real, row < real))"
                })
    }

    private static func finding(_ columns: ColumnShares) throws -> Finding {
        let none = Samples(shape: [1], count: 0, values: [])
        let exhibit = Exhibit(
            SampleSet(training: none, heldOut: none, generated: none), columns: columns, seed: 1)
        try #require(ColumnValues.canLook(at: exhibit))
        return ColumnValues.finding(exhibit, level: level)
    }

    /// One row in fifty is of a category that is never made: 8 of 400 beside none of 2,000, which whole rows hide.
    @Test func aRareCategoryThatIsNeverMadeIsSeen() throws {
        let columns = Self.shares { row, isReal in isReal && row % 50 == 0 ? "Oslo" : row % 2 == 0 ? "Rome" : "Bonn" }
        let found = try #require(columns.differences(level: Self.level).first)
        #expect(found.column == "city" && found.condition == .category("Oslo"))
        #expect((found.real, found.generated) == (8, 0))
        // SciPy 1.17.1: fisher_exact([[8, 392], [0, 2000]]).
        #expect(abs(found.logPValue + 6.250730359023119) < 1e-9)
        let finding = try Self.finding(columns)
        #expect(
            finding.isDifference && finding.statistic == -0.02
                && (finding.realCount, finding.generatedCount) == (400, 2000))
        // Of what is truly 0.02, by eight rows: a difference, and hardly a bound.
        #expect(finding.bound < 0.02 && finding.distance == 0.02, "\(finding)")
        #expect(abs(finding.logPValue - (found.logPValue + log10(Double(columns.shares.count)))) < 1e-12)
        // It is in every tenth of the scores as often, and so nothing else differs.
        #expect(columns.differences(level: Self.level).count == 1)
    }

    /// The same rows on both sides: no difference, and one of 0.2 would have been seen.
    @Test func equalSharesAreNone() throws {
        let columns = Self.shares { row, _ in row % 2 == 0 ? "Rome" : "Bonn" }
        let finding = try Self.finding(columns)
        #expect(!finding.isDifference && finding.bound == 0 && finding.logPValue == 0)
        #expect(finding.couldSee)
        // Rome and Bonn, and numbers up to 0, 1, ..., 8; none is missing.
        #expect(columns.shares.count == 11)
    }

    @Test func missingCellsThatAreNeverMadeAreSeen() throws {
        let columns = Self.shares(city: { _, _ in "Rome" }) { row, isReal in
            isReal && row % 20 == 0 ? .nan : Double(row % 10)
        }
        let found = try #require(columns.differences(level: Self.level).first)
        #expect(found.condition == .missing && (found.real, found.generated) == (20, 0))
    }

    /// Where the numbers are others the share up to some tenth is.
    @Test func numbersThatAreMovedAreSeen() throws {
        let columns = Self.shares(city: { _, _ in "Rome" }) { row, isReal in Double(row % 10 + (isReal ? 0 : 3)) }
        let finding = try Self.finding(columns)
        #expect(finding.isDifference && finding.bound > 0.2 && finding.bound <= 0.3, "\(finding)")
    }

    /// 200 draws of equal distributions: more than 20 alarms of 5 % have a probability of 1 in 300.
    @Test func alarmsAreRareOnEqualDistributions() {
        var alarms = 0
        for trial in 0..<200 {
            let columns = Self.shares(real: 300, generated: 500) { row, isReal in
                "\(splitMix(trial &* 7919 &+ row &* 2 &+ (isReal ? 1 : 0)) % 12)"
            } score: { row, isReal in
                Double(splitMix(trial &* 104_729 &+ row &* 2 &+ (isReal ? 1 : 0)) % 1000)
            }
            if !columns.differences(level: 0.05).isEmpty { alarms += 1 }
        }
        #expect(alarms <= 20, "\(alarms) of 200")
    }

    /// A number is not missing where the next column's category is.
    @Test func whatIsMissingBeside() throws {
        let folder = try TemporaryFolder()
        let rows = "score,city\n" + (0..<300).map { "\($0 % 50),\($0 % 2 == 0 ? "" : "Rome")\n" }.joined()
        let paths = try [folder.write("a.csv", rows), folder.write("b.csv", rows)]
        let files = try #require(try SampleFile.tables(paths))
        let columns = try #require(ColumnShares(files[0], 0..<300, beside: files[1], 0..<300))
        #expect(columns.shares.contains { $0.column == "score" && $0.condition == .upTo("4") && $0.real == 30 })
        #expect(columns.shares.contains { $0.column == "city" && $0.condition == .missing && $0.real == 150 })
    }

    /// Dates, numbers and categories of a file come back as it writes them.
    @Test func ofFiles() throws {
        let folder = try TemporaryFolder()
        func rows(_ city: String) -> String {
            "day,score,city\n"
                + (0..<300).map { row in
                    "2024-01-\(row % 20 + 10),\(row % 6 == 0 ? "" : "\(row % 50)"),\(row % 15 == 0 ? city : "Rome")\n"
                }.joined()
        }
        let paths = try [folder.write("a.csv", rows("Oslo")), folder.write("b.csv", rows("Rome"))]
        let files = try #require(try SampleFile.tables(paths))
        let columns = try #require(ColumnShares(files[0], 0..<300, beside: files[1], 0..<300))
        let found = columns.differences(level: Self.level)
        #expect(found.map(\.condition) == [.category("Oslo"), .category("Rome")])
        #expect(found.map(\.real) == [20, 280] && found.map(\.generated) == [0, 300])
        #expect(columns.shares.contains { $0.column == "day" && $0.condition == .upTo("2024-01-11") && $0.real == 30 })
        #expect(columns.shares.contains { $0.column == "score" && $0.condition == .missing && $0.real == 50 })
    }
}
