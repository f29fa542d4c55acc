import Testing

@testable import Kernels

/// Against plain loops in double precision: one column, one panel, several, one that is not full.
@Suite struct SquaredWeightsTests {
    @Test(arguments: [(1, 1, 1), (9, 3, 1), (4, 5, 35), (9, 19, 64), (25, 40, 70), (9, 300, 33)])
    func agreesWithTheFormula(taps: Int, inputs: Int, outputs: Int) {
        let plan = SquaredWeights(taps: taps, inputs: inputs, outputs: outputs)
        let (weights, workers) = (Panels(rows: taps * inputs, columns: outputs), Workers(threads: 2))
        func packed(_ panels: Panels, seed: UInt64) -> [Float] {
            let values = Numbers.make(panels.rows * panels.columns, seed: seed)
            var result = [Float](repeating: 0, count: panels.count)
            for row in 0..<panels.rows {
                for column in 0..<panels.columns {
                    result[panels.offset(row: row, column: column)] = values[row * panels.columns + column]
                }
            }
            return result
        }
        let (a, b, dq) = (packed(weights, seed: 1), packed(weights, seed: 2), packed(plan.sums, seed: 3))
        let (q, dw) = (Guarded(count: plan.sums.count), Guarded(count: weights.count))
        plan.sum(a, b, factor: 2, into: q.pointer, workers: workers)
        dw.pointer.update(from: b, count: b.count)
        plan.addGradient(dq, a, into: dw.pointer, workers: workers)
        var expected = (
            sums: [Double](repeating: 0, count: plan.sums.count), gradient: [Double](repeating: 0, count: weights.count)
        )
        for row in 0..<weights.rows {
            for column in 0..<outputs {
                let place = weights.offset(row: row, column: column)
                let sum = plan.sums.offset(row: row % inputs, column: column)
                expected.sums[sum] += 2 * Double(a[place]) * Double(b[place])
                expected.gradient[place] = Double(b[place]) + 2 * Double(a[place]) * Double(dq[sum])
            }
        }
        #expect(Numbers.difference(q.values, expected.sums) < 1e-5 && q.isIntact)
        #expect(Numbers.difference(dw.values, expected.gradient) < 1e-5 && dw.isIntact)
    }
}
