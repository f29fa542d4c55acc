import Testing

@testable import Kernels

@Suite struct SampleModulationTests {
    @Test(arguments: [(1, 1, 1), (3, 5, 7), (2, 1, 33), (4, 9, 16), (2, 3, 43)], [false, true])
    func agreesWithTheFormula(size: (rows: Int, positions: Int, channels: Int), accumulate: Bool) {
        let (rows, positions, channels) = size
        let workers = Workers(threads: 2)
        let (x, other) = (
            Numbers.make(rows * positions * channels, seed: 1), Numbers.make(rows * positions * channels, seed: 2)
        )
        let (gain, shift) = (Numbers.make(rows * channels, seed: 3), Numbers.make(rows * channels, seed: 4))
        let (y, sums) = (Guarded(x), Guarded(gain))
        SampleModulation.apply(
            x, gain: gain, plus: 1, shift: shift, rows: rows, positions: positions, channels: channels,
            into: y.pointer, accumulate: accumulate, workers: workers)
        SampleModulation.sums(
            x, other, rows: rows, positions: positions, channels: channels, into: sums.pointer, accumulate: accumulate,
            workers: workers)
        let expected = x.indices.map { i in
            let c = i / (positions * channels) * channels + i % channels
            return Double(x[i]) * (Double(gain[c]) + 1) + Double(shift[c]) + (accumulate ? Double(x[i]) : 0)
        }
        let expectedSums = gain.indices.map { i in
            (0..<positions).reduce(accumulate ? Double(gain[i]) : 0) {
                let place = (i / channels * positions + $1) * channels + i % channels
                return $0 + Double(x[place]) * Double(other[place])
            }
        }
        #expect(Numbers.difference(y.values, expected) < 1e-6 && y.isIntact)
        #expect(Numbers.difference(sums.values, expectedSums) < 1e-6 && sums.isIntact)
    }
}
