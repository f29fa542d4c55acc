import Testing

@testable import Kernels

@Suite struct MicrokernelTests {
    /// Six rows by a panel, and what `body` leaves of them.
    private func tile(_ body: (UnsafePointer<Microkernel.ResultRow>) -> Void) -> [Float] {
        var values = [Float](repeating: -1, count: 6 * Microkernel.columns)
        values.withUnsafeMutableBufferPointer { buffer in
            let rows = (0..<6).map { buffer.baseAddress! + $0 * Microkernel.columns }
            rows.withUnsafeBufferPointer { body($0.baseAddress!) }
        }
        return values
    }

    /// Where a panel is narrow must not show in the results.
    @Test(.enabled(if: Microkernel.narrowColumns < Microkernel.columns), arguments: [1, 3, 4, 65])
    func aNarrowTileHasTheSumsOfAWholeOne(depth: Int) {
        let numbers = (0..<depth * Microkernel.columns + 6 * depth).map { Float(($0 * 7919) % 1009) / 1009 - 0.5 }
        numbers.withUnsafeBufferPointer { buffer in
            let (panel, source) = (buffer.baseAddress!, buffer.baseAddress! + depth * Microkernel.columns)
            let rows = (0..<6).map { source + $0 * depth }
            func rowSums(_ wanted: Int) -> [Float] {
                tile { results in
                    Microkernel.rows(
                        taps: RowProduct.oneTap, depth: depth, a: rows, offset: 0, panel: panel, c: results, column: 0,
                        wanted: wanted, ends: Microkernel.Ends(negativeSlope: 0.2))
                }
            }
            func positionSums(_ wanted: Int) -> [Float] {
                tile { results in
                    Microkernel.positions(
                        count: depth, a: source, stride: 6, panel: panel, c: results, wanted: wanted, accumulate: true)
                }
            }
            for sums in [rowSums, positionSums] {
                let (whole, narrow) = (sums(Microkernel.columns), sums(Microkernel.narrowColumns))
                for row in 0..<6 {
                    let first = row * Microkernel.columns
                    let end = first + Microkernel.narrowColumns
                    #expect(Array(narrow[first..<end]) == Array(whole[first..<end]))
                    #expect(narrow[end..<first + Microkernel.columns].allSatisfy { $0 == -1 }, "nothing beside it")
                }
            }
        }
    }
}
