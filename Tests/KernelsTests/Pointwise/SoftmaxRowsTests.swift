import Foundation
import Testing

@testable import Kernels

@Suite struct SoftmaxRowsTests {
    private let workers = Workers(threads: 2)

    @Test(arguments: [1, 2, 16, 17, 5000], [Float(0.2), 1])
    func agreesWithTheFormula(columns: Int, temperature: Float) {
        let rows = 3
        let (x, other) = (Numbers.make(rows * columns, seed: 1), Numbers.make(rows * columns, seed: 2))
        let (slope, tangent) = (Numbers.make(rows * columns, seed: 3), Numbers.make(rows * columns, seed: 4))
        let (y, derivative, second) = (
            Guarded(count: x.count), Guarded(count: x.count), Guarded(count: x.count)
        )
        SoftmaxRows.forward(
            x, temperature: temperature, rows: rows, columns: columns, into: y.pointer, workers: workers)
        SoftmaxRows.derivative(
            other, y: y.pointer, temperature: temperature, rows: rows, columns: columns, into: derivative.pointer,
            workers: workers)
        SoftmaxRows.secondDerivative(
            adjoint: other, slope: slope, tangent: tangent, y: y.pointer, temperature: temperature, rows: rows,
            columns: columns, into: second.pointer, workers: workers)

        var expected: (y: [Double], derivative: [Double], second: [Double]) = ([], [], [])
        let t = Double(temperature)
        for row in 0..<rows {
            func line(_ values: [Float]) -> [Double] {
                values[row * columns..<(row + 1) * columns].map(Double.init)
            }
            let powers = line(x).map { exp($0 / t) }
            let sum = powers.reduce(0, +)
            let p = powers.map { $0 / sum }
            func jacobian(_ v: [Double]) -> [Double] {
                let mean = zip(p, v).reduce(0) { $0 + $1.0 * $1.1 }
                return zip(p, v).map { $0 * ($1 - mean) / t }
            }
            let (a, s, d) = (line(other), line(slope), line(tangent))
            let along = zip(p, d).reduce(0) { $0 + $1.0 * $1.1 }
            let slopes = zip(p, s).reduce(0) { $0 + $1.0 * $1.1 }
            let w = (0..<columns).map { a[$0] + (s[$0] * d[$0] - s[$0] * along - slopes * d[$0]) / t }
            expected.y += p
            expected.derivative += jacobian(a)
            expected.second += jacobian(w)
        }
        #expect(Numbers.difference(y.values, expected.y) < 2e-6)
        #expect(Numbers.difference(derivative.values, expected.derivative) < 2e-6)
        #expect(Numbers.difference(second.values, expected.second) < 5e-6)
        #expect(y.isIntact && derivative.isIntact && second.isIntact)
    }

    @Test func largeValuesStayFinite() {
        var y = [Float](repeating: 0, count: 3)
        SoftmaxRows.forward([3e38, -3e38, 0], temperature: 0.01, rows: 1, columns: 3, into: &y, workers: workers)
        #expect(y == [1, 0, 0])
    }
}
