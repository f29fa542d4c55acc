import Foundation
import TestSupport
import Networks
import Reference
import Testing

@testable import Engine

/// Categories drawn outside of training.
@Suite struct GumbelTests {
    private func outputs(_ layers: String..., rows: Int, batch: Int) throws -> [[Double]] {
        let engine = try TestedNetwork(NetworkCase([3], layers), batch: batch)
        let x = [Float](repeating: 0, count: rows * 3).enumerated().map { Float($0.offset % 7) / 7 }
        let y = engine.execution.outputs(x, count: rows)
        return (0..<rows).map { row in (0..<3).map { Double(y[row * 3 + $0]) } }
    }

    /// Also where all samples are equal, as those of a generator that has collapsed.
    @Test func categoriesHaveTheirProbabilities() throws {
        let rows = 20_000
        let drawn = try outputs(
            "learned_constant: {shape: 3, value: 0.3}", "gumbel_softmax: 0.2", rows: rows, batch: 64)
        for category in 0..<3 {
            let share = Double(drawn.count { $0.max() == $0[category] }) / Double(rows)
            #expect(abs(share - 1.0 / 3) < 5 * (2.0 / 9 / Double(rows)).squareRoot())
        }
        #expect(drawn.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-5 })
    }

    @Test func samplesDoNotDependOnTheParts() throws {
        let layers = ["dense: 3", "gumbel_softmax: 0.5"]
        let whole = try outputs(layers[0], layers[1], rows: 50, batch: 50)
        #expect(try outputs(layers[0], layers[1], rows: 50, batch: 7) == whole)
        #expect(Set(whole).count == 50)
    }
}
