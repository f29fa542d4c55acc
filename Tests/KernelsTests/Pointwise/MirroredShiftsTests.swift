import Testing

@testable import Kernels

/// Shifts against plain loops, at the smallest sizes and at those around a vector's.
@Suite struct MirroredShiftsTests {
    @Test(
        arguments: [(1, 2, 1, 1), (1, 9, 3, 2), (3, 4, 17, 3), (1, 33, 16, 8), (2, 5, 1, 0)], [1, 2, 7])
    func agreesWithLoops(_ size: (height: Int, width: Int, channels: Int, reach: Int), _ rows: Int) {
        let count = rows * size.height * size.width * size.channels
        let address = RandomAddress(seed: 1, stream: 2, iteration: 3)
        let (x, draws) = (FloatBuffer(count: count), FloatBuffer(count: rows))
        Random.fillNormal(x.pointer, count: count, at: address, workers: Workers(threads: 1))
        let shifts = (0..<rows).map { ($0 * 5 + 1) % (2 * size.reach + 1) - size.reach }
        for (row, shift) in shifts.enumerated() {
            draws[row] = (Float(shift + size.reach) + 0.5) / Float(2 * size.reach + 1)
        }
        let kernel = MirroredShifts(
            height: size.height, width: size.width, channels: size.channels, reach: size.reach)
        var expected = [Float](repeating: 0, count: count), back = expected
        for row in 0..<rows {
            for h in 0..<size.height {
                for i in 0..<size.width {
                    var from = i - shifts[row]
                    if from < 0 { from = -from }
                    if from >= size.width { from = 2 * (size.width - 1) - from }
                    for c in 0..<size.channels {
                        func place(_ i: Int) -> Int {
                            ((row * size.height + h) * size.width + i) * size.channels + c
                        }
                        expected[place(i)] = x[place(from)]
                        back[place(from)] += x[place(i)]
                    }
                }
            }
        }
        for threads in [1, 3] {
            let y = FloatBuffer(count: count)
            let workers = Workers(threads: threads)
            kernel.apply(x.pointer, draws: draws.pointer, rows: rows, into: y.pointer, workers: workers)
            #expect((0..<count).map { y[$0] } == expected)
            kernel.applyTransposed(x.pointer, draws: draws.pointer, rows: rows, into: y.pointer, workers: workers)
            #expect((0..<count).map { y[$0] } == back)
        }
    }
}
