import Configuration
import Datasets
import Foundation
import TestSupport
import Testing

@testable import Equilibrium

/// Columns by themselves and in pairs: SciPy and NumPy made the numbers, in columns.py.
@Suite struct ColumnEvidenceTests {
    private static let a = (0..<50).map { Double($0 * 37 % 101) / 10 }
    private static let b = (0..<80).map { Double($0 * $0 % 89) / 9 }

    @Test func agreesWithSciPy() {
        #expect(abs(ColumnEvidence.kolmogorovSmirnov(Self.a, Self.b) - 0.0775) < 1e-12)
        let correlation = ColumnEvidence.correlation(Self.a, Array(Self.b.prefix(50)))
        #expect(abs((correlation ?? 0) - 0.12419963511962694) < 1e-12)
    }

    @Test func theSmallestCases() {
        #expect(ColumnEvidence.kolmogorovSmirnov([1, 1, 2], [1, 1, 2]) == 0)
        #expect(ColumnEvidence.kolmogorovSmirnov([1], [2]) == 1)
        // A missing number is the least of all.
        #expect(ColumnEvidence.kolmogorovSmirnov([.nan, 1], [1, 1]) == 0.5)
        #expect(ColumnEvidence.totalVariation(["a", "b"], ["a", "a"]) == 0.5)
        #expect(ColumnEvidence.totalVariation(["a"], ["b"]) == 1)
        let constant = [String](repeating: "a", count: 49)
        #expect(ColumnEvidence.totalVariation(constant, constant + constant.prefix(41)) == 0)
        #expect(ColumnEvidence.correlation([1, 2, .nan, 3], [2, 4, 9, 6]) == 1)
        #expect(ColumnEvidence.correlation([1, 1], [1, 2]) == nil)
    }

    /// Standard errors of Fisher's z: with n = 103, 1 / sqrt(100) each; artanh(0.5) - artanh(0.2) by NumPy.
    @Test func correlationsAreComparedByFishersZ() {
        let errors = ColumnEvidence.standardErrors((0.5, 103), (0.2, 103))
        #expect(abs(errors - (0.5493061443340549 - 0.2027325540540822) / 0.02.squareRoot()) < 1e-9)
        #expect(ColumnEvidence.standardErrors((0.3, 50), (0.3, 80)) == 0)
        // The smaller step, near 1, is what chance makes less often.
        #expect(
            ColumnEvidence.standardErrors((0.99, 100), (0.95, 100)) > 5
                * ColumnEvidence.standardErrors((0.2, 100), (0.1, 100)))
        #expect(ColumnEvidence.standardErrors((1, 100), (-1, 2)).isFinite)
        #expect(ColumnEvidence.standardErrors((1.0000000000000002, 100), (1, 100)) == 0)
    }

    /// The pair whose correlation is lost near 1 stands before one whose correlation is off by more near 0.
    @Test func pairsAreOrderedByStandardErrors() throws {
        let folder = try TemporaryFolder()
        // a and b follow each other; c and d are independent, and so are they in generated rows but for
        // a fourth of them.
        let rows = (0..<1000).map { row in
            let (a, c) = (row * 389 % 1009, row * 577 % 1013)
            return "\(a),\(Double(a) + Double(row * 211 % 97) / 10),\(c),\(row * 769 % 1019)"
        }
        let path = try folder.write("t.csv", (["a,b,c,d"] + rows).joined(separator: "\n"))
        let choice = DatasetSources.registry.declarations.choice(.datasets, "table", ["path": .text(path)])
        let dataset = try DatasetSources.registry.make(choice).load()
        var generated = dataset.training.values
        let (size, count) = (dataset.training.size, dataset.training.count)
        for row in 0..<count {
            if row % 7 == 0 { generated[row * size + 1] = dataset.training.values[(row * 53 + 7) % count * size + 1] }
            if row % 4 == 0 { generated[row * size + 3] = generated[row * size + 2] }
        }
        let evidence = try #require(ColumnEvidence(dataset, generated: generated))
        func difference(_ pair: ColumnEvidence.Pair) -> Double { abs((pair.heldOut ?? 0) - (pair.generated ?? 0)) }
        let (first, second) = (evidence.pairs[0], evidence.pairs[1])
        #expect([first.first, first.second] == ["a", "b"] && [second.first, second.second] == ["c", "d"])
        #expect(difference(first) < difference(second) && first.standardErrors > second.standardErrors + 1)
        #expect(evidence.pairs.last?.standardErrors ?? 9 < 3)
    }

    /// The first rows as the file would have them, of the first columns.
    @Test func rowsToLookAt() throws {
        let folder = try TemporaryFolder()
        let names = (0..<14).map { "c\($0)" }
        let rows = (0..<50).map { row in names.indices.map { "\(row * ($0 + 3) % 47)" }.joined(separator: ",") }
        let path = try folder.write("t.csv", ([names.joined(separator: ",")] + rows).joined(separator: "\n"))
        let choice = DatasetSources.registry.declarations.choice(
            .datasets, "table", ["path": .text(path), "scale": .text("minmax")])
        let dataset = try DatasetSources.registry.make(choice).load()
        let examples = try #require(ColumnEvidence(dataset, generated: dataset.training.values)?.examples)
        #expect(examples.columns == Array(names.prefix(12)) && examples.omitted == 2)
        #expect(examples.heldOut.count == 5 && examples.generated.count == 5)
        #expect(
            (examples.heldOut + examples.generated).allSatisfy { row in
                rows.contains { $0.hasPrefix(row.joined(separator: ",")) }
            })
        let size = dataset.training.size
        let one = try #require(
            ColumnEvidence(dataset, generated: Array(dataset.training.values.prefix(size)))?.examples)
        #expect(one.generated == [Array(dataset.units.cells(dataset.training.values[0..<size]).prefix(12))])
    }

    /// Generated rows in which one column is always the same, and two that follow each other do not.
    @Test func theColumnThatIsWrongComesFirst() throws {
        let folder = try TemporaryFolder()
        let rows = (0..<400).map { "\($0 * 7 % 200),\($0 * 7 % 200 * 2 + $0 % 3),\(["x", "y", "z"][$0 % 3])" }
        let path = try folder.write("t.csv", (["a,b,kind"] + rows).joined(separator: "\n"))
        let choice = DatasetSources.registry.declarations.choice(.datasets, "table", ["path": .text(path)])
        let dataset = try DatasetSources.registry.make(choice).load()
        // All categories are those of the first row, and column b is in another order.
        var generated = dataset.training.values
        let size = dataset.training.size
        let count = dataset.training.count
        for row in 0..<count {
            for place in 2..<size { generated[row * size + place] = dataset.training.values[place] }
            generated[row * size + 1] = dataset.training.values[(row * 53 + 7) % count * size + 1]
        }
        let evidence = try #require(ColumnEvidence(dataset, generated: generated))
        #expect(evidence.columns.map(\.name).first == "kind" && evidence.columns[0].distance > 0.6)
        #expect(evidence.columns.allSatisfy { $0.floor < 0.2 })
        #expect(evidence.columns.dropFirst().allSatisfy { $0.distance < $0.floor + 0.02 && $0.isNumber })
        #expect(zip(evidence.columns, evidence.columns.dropFirst()).allSatisfy { $0.distance >= $1.distance })
        #expect(evidence.pairs.count == 1 && (evidence.pairs[0].heldOut ?? 0) > 0.99)
        #expect((evidence.pairs[0].training ?? 0) > 0.99)
        #expect(abs(evidence.pairs[0].generated ?? 1) < 0.3)
        let digits = DatasetSources.registry.declarations.choice(.datasets, "digits", [:])
        let pictures = try DatasetSources.registry.make(digits).load()
        #expect(ColumnEvidence(pictures, generated: pictures.heldOut.values) == nil)
    }

    /// Shares of each side come to 1; numbers have a bar for each value where there are few, stretches where there are
    /// many, and one for rows without.
    @Test func marginals() throws {
        let folder = try TemporaryFolder()
        let rows = (0..<400).map { row in
            "\(row % 3),\(row % 10 == 0 ? "" : "\(Double(row * row % 997) / 10)"),\(["x", "y", "z"][row % 3])"
        }
        let path = try folder.write("t.csv", (["few,many,kind"] + rows).joined(separator: "\n"))
        let choice = DatasetSources.registry.declarations.choice(.datasets, "table", ["path": .text(path)])
        let dataset = try DatasetSources.registry.make(choice).load()
        let evidence = try #require(ColumnEvidence(dataset, generated: dataset.heldOut.values))
        #expect(Set(evidence.marginals.map(\.name)) == ["few", "many", "kind"])
        for marginal in evidence.marginals {
            #expect(abs(marginal.bars.reduce(0) { $0 + $1.heldOut } - 1) < 1e-9, "\(marginal)")
            #expect(marginal.bars.allSatisfy { abs($0.heldOut - $0.generated) < 1e-9 })
        }
        func bars(_ name: String) throws -> [ColumnEvidence.Marginal.Bar] {
            try #require(evidence.marginals.first { $0.name == name }).bars
        }
        #expect(try bars("few").map(\.text).sorted() == ["0", "1", "2"])
        #expect(try Set(bars("kind").map(\.text)) == ["x", "y", "z"])
        let many = try bars("many")
        #expect(many.count == 21 && many.last?.text == "missing" && many[3].text.contains(" to "), "\(many)")
    }
}
