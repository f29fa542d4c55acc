import Foundation
import Testing

@testable import Kernels

@Suite struct BatchSimilarityTests {
    @Test(arguments: [1, 2, 7], [(1, 1), (3, 5), (17, 2)])
    func agreesWithTheFormula(rows: Int, size: (kernels: Int, dimensions: Int)) {
        let (kernels, dimensions) = size
        let (x, dy) = (Numbers.make(rows * kernels * dimensions, seed: 1), Numbers.make(rows * kernels, seed: 2))
        let kernel = BatchSimilarity(kernels: kernels, dimensions: dimensions)
        func at(_ i: Int, _ b: Int, _ c: Int) -> Double { Double(x[(i * kernels + b) * dimensions + c]) }
        func similarity(_ i: Int, _ j: Int, _ b: Int) -> Double {
            exp(-(0..<dimensions).reduce(0.0) { $0 + abs(at(i, b, $1) - at(j, b, $1)) })
        }
        var (y, dx) = ([Double](), [Double](repeating: 0, count: x.count))
        for i in 0..<rows {
            for b in 0..<kernels {
                y.append((0..<rows).filter { $0 != i }.reduce(0) { $0 + similarity(i, $1, b) })
                for j in 0..<rows where j != i {
                    for c in 0..<dimensions {
                        let sign: Double = at(i, b, c) > at(j, b, c) ? 1 : -1
                        let slope = -Double(dy[i * kernels + b]) * similarity(i, j, b) * sign
                        dx[(i * kernels + b) * dimensions + c] += slope
                        dx[(j * kernels + b) * dimensions + c] -= slope
                    }
                }
            }
        }
        let (found, back) = (Guarded(count: y.count), Guarded(count: x.count))
        kernel.forward(x, rows: rows, into: found.pointer, workers: Workers(threads: 2))
        kernel.gradient(dy, x: x, rows: rows, into: back.pointer, workers: Workers(threads: 2))
        #expect(Numbers.difference(found.values, y) < 1e-6 && found.isIntact)
        #expect(Numbers.difference(back.values, dx) < 1e-6 && back.isIntact)
    }
}
