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
