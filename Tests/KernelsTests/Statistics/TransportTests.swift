import Testing

@testable import Kernels

@Suite struct TransportTests {
    @Test("the same however many rows are projected at a time", arguments: [1, 7, 16, 39])
    func blocks(_ mostRows: Int) {
        let (m, n, dimensions, projections) = (40, 23, 20, 17)
        let (x, y) = (Numbers.make(m * dimensions, seed: 1), Numbers.make(n * dimensions, seed: 2))
        let directions = Numbers.make(projections * dimensions, seed: 3)
        func distances(_ rows: Int?) -> [Double] {
            var found = [Double](repeating: 0, count: projections)
            Transport.sliced(
                x, count: m, y, count: n, dimensions: dimensions, directions: directions, projections: projections,
                order: 1, into: &found, workers: .shared, mostRows: rows)
            return found
        }
        #expect(distances(mostRows) == distances(nil))
    }
}
