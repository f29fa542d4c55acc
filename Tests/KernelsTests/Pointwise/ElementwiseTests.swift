import Foundation
import Kernels
import Testing

@Suite struct ElementwiseTests {
    private let workers = Workers(threads: 2)

    @Test(arguments: [1, 17, 100_003]) func passesAndReductions(count: Int) {
        let (x, y) = (Numbers.make(count, seed: 1), Numbers.make(count, seed: 2))
        var z = [Float](repeating: 0, count: count)
        Elementwise.add(x, y, into: &z, count: count, workers: workers)
        #expect(zip(z, zip(x, y)).allSatisfy { $0 == $1.0 + $1.1 })
        Elementwise.multiply(x, y, into: &z, count: count, workers: workers)
        #expect(zip(z, zip(x, y)).allSatisfy { $0 == $1.0 * $1.1 })
        Elementwise.scale(x, by: -2, into: &z, count: count, workers: workers)
        Elementwise.accumulate(x, times: 3, into: &z, count: count, workers: workers)
        #expect(zip(z, x).allSatisfy { abs($0 - $1) < 1e-6 })
        Elementwise.clip(&z, count: count, low: -0.25, high: 0.5, workers: workers)
        #expect(zip(z, x).allSatisfy { abs($0 - min(0.5, max(-0.25, $1))) < 1e-6 })
        let sum = x.reduce(0) { $0 + Double($1) }
        #expect(abs(Reductions.sum(x, count: count, workers: workers) - sum) < 1e-6 * Double(count))
        let squares = x.reduce(0) { $0 + Double($1) * Double($1) }
        let norm = Reductions.squaredNorm(x, count: count, workers: workers)
        #expect(abs(norm - squares) < 1e-6 * squares)
        #expect(Reductions.allFinite(x, count: count, workers: workers))
        for bad in [Float.nan, .infinity, -.infinity] {
            for place in [0, count / 2, count - 1] {
                z = x
                z[place] = bad
                #expect(!Reductions.allFinite(z, count: count, workers: workers))
            }
        }
    }

    @Test(arguments: [(1, 1), (64, 5), (1000, 33), (3, 100)]) func rowsAndColumns(rows: Int, columns: Int) {
        let x = Numbers.make(rows * columns, seed: 1)
        let workspace = Workspace()
        workspace.reserve(Reductions.columnSumsWorkspace(rows: rows, columns: columns))
        var sums = [Float](repeating: 1, count: columns)
        Reductions.columnSums(
            x, rows: rows, columns: columns, into: &sums, accumulate: true, workspace: workspace, workers: workers)
        for c in 0..<columns {
            let exact = (0..<rows).reduce(1.0) { $0 + Double(x[$1 * columns + c]) }
            #expect(abs(Double(sums[c]) - exact) < 1e-4)
        }
        var biased = x
        Elementwise.addBias(sums, to: &biased, rows: rows, columns: columns, workers: workers)
        let indices = (0..<2 * rows).map { Int32(($0 * 7 + 3) % rows) }
        var gathered = [Float](repeating: 0, count: 2 * rows * columns)
        x.withUnsafeBufferPointer { x in
            StoredRows(x.baseAddress!, columns: columns)
                .gather(indices, count: indices.count, into: &gathered, workers: workers)
        }
        for row in 0..<rows {
            for c in 0..<columns {
                #expect(biased[row * columns + c] == x[row * columns + c] + sums[c])
                #expect(gathered[row * columns + c] == x[Int(indices[row]) * columns + c])
            }
        }
    }

    @Test func measuredPeakIsPlausible() {
        #expect(Processor.check() == nil)
        let peak = Peak.gigaflops(workers: Workers(threads: 1), repeats: 2)
        #expect(peak > 0.5 && peak < 2000)
    }
}
