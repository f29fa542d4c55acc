import Testing

@testable import Kernels

@Suite struct MatrixPairsTests {
    private let workers = Workers(threads: 2)

    /// Sizes around those of a vector.
    @Test(arguments: [(1, 1, 1), (3, 8, 5), (7, 17, 16), (16, 33, 2), (5, 64, 31)], [false, true])
    func agreesWithTheFormula(size: (m: Int, k: Int, n: Int), accumulate: Bool) {
        let (rows, m, k, n) = (3, size.m, size.k, size.n)
        let (a, b) = (Numbers.make(rows * m * k, seed: 1), Numbers.make(rows * k * n, seed: 2))
        let start = Numbers.make(rows * m * n, seed: 3)
        func expected(_ first: (Int, Int) -> Int, _ second: (Int, Int) -> Int) -> [Double] {
            (0..<rows * m * n).map { index in
                let (row, i, j) = (index / (m * n), index / n % m, index % n)
                let sum = (0..<k).reduce(0.0) {
                    $0 + Double(a[row * m * k + first(i, $1)]) * Double(b[row * k * n + second($1, j)])
                }
                return sum + (accumulate ? Double(start[index]) : 0)
            }
        }
        func check(_ expected: [Double], _ product: (UnsafeMutablePointer<Float>) -> Void) {
            let y = Guarded(start)
            product(y.pointer)
            #expect(Numbers.difference(y.values, expected) < 1e-6)
            #expect(y.isIntact)
        }
        check(expected({ $0 * k + $1 }, { $0 * n + $1 })) {
            MatrixPairs.product(a, b, rows: rows, m: m, k: k, n: n, into: $0, accumulate: accumulate, workers: workers)
        }
        check(expected({ $0 * k + $1 }, { $1 * k + $0 })) {
            MatrixPairs.productTransposed(
                a, b, rows: rows, m: m, k: k, n: n, into: $0, accumulate: accumulate, workers: workers)
        }
        check(expected({ $1 * m + $0 }, { $0 * n + $1 })) {
            MatrixPairs.transposedProduct(
                a, b, rows: rows, m: m, k: k, n: n, into: $0, accumulate: accumulate, workers: workers)
        }
    }
}
