import Testing

@testable import Kernels

/// Against plain loops in double precision: one panel, several, one that is not full, and channels of several columns.
@Suite struct WeightNormTests {
    @Test(arguments: [(1, 1, 1), (3, 5, 5), (7, 33, 33), (40, 64, 64), (5, 12, 3), (2, 68, 17)])
    func agreesWithTheFormula(rows: Int, columns: Int, channels: Int) {
        let panels = Panels(rows: rows, columns: columns)
        let (v, d, g) = (
            Numbers.make(rows * columns, seed: 1), Numbers.make(rows * columns, seed: 2),
            Numbers.make(channels, seed: 3)
        )
        func packed(_ values: [Float]) -> [Float] {
            var result = [Float](repeating: 0, count: panels.count)
            for (i, x) in values.enumerated() { result[panels.offset(row: i / columns, column: i % columns)] = x }
            return result
        }
        func sums(_ a: [Float], _ b: [Float]) -> [Double] {
            var result = [Double](repeating: 0, count: channels)
            for i in a.indices { result[i % columns % channels] += Double(a[i]) * Double(b[i]) }
            return result
        }
        let (squares, products) = (sums(v, v), sums(d, v))
        let lengths = squares.map { $0.squareRoot() }
        let (plan, workers) = (
            WeightNormPlan(rows: rows, columns: columns, channels: channels), Workers(threads: 2)
        )
        let (w, dv) = (Guarded(count: panels.count), Guarded(count: panels.count))
        let (start, dg) = (Guarded(count: channels), Guarded(count: channels))
        plan.lengths(packed(v), into: start.pointer, workers: workers)
        plan.derive(packed(v), g: g, into: w.pointer, workers: workers)
        plan.pullBack(packed(d), packed(v), g: g, into: dv.pointer, gGradient: dg.pointer, workers: workers)
        func expectClose(_ found: Guarded, _ formula: (Double, Double, Int) -> Double) {
            var expected = [Double](repeating: 0, count: panels.count)
            for i in v.indices {
                let place = panels.offset(row: i / columns, column: i % columns)
                expected[place] = formula(Double(v[i]), Double(d[i]), i % columns % channels)
            }
            #expect(Numbers.difference(found.values, expected) < 1e-5 && found.isIntact)
        }
        expectClose(w) { v, _, o in Double(g[o]) * v / lengths[o] }
        expectClose(dv) { v, d, o in Double(g[o]) / lengths[o] * (d - products[o] / squares[o] * v) }
        #expect(Numbers.difference(start.values, lengths) < 1e-6 && start.isIntact)
        #expect(Numbers.difference(dg.values, zip(products, lengths).map { $0 / $1 }) < 1e-5 && dg.isIntact)
    }

    /// Where v is 0 there is nothing to divide by.
    @Test func noDirectionIsZero() {
        let plan = WeightNormPlan(rows: 2, columns: 1, channels: 1)
        let v = [Float](repeating: 0, count: Panels(rows: 2, columns: 1).count)
        let (w, dv, dg) = (Guarded(count: v.count), Guarded(count: v.count), Guarded(count: 1))
        plan.derive(v, g: [3], into: w.pointer, workers: Workers(threads: 1))
        plan.pullBack(v, v, g: [3], into: dv.pointer, gGradient: dg.pointer, workers: Workers(threads: 1))
        #expect((w.values + dv.values + dg.values).allSatisfy { $0 == 0 })
    }
}
