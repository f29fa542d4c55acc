import Kernels
import Testing

/// The kernels of distances against plain loops, at sizes on both sides of every tile's edge.
@Suite struct DistanceTests {
    static let sizes = [(1, 1, 1), (3, 31, 2), (4, 32, 5), (5, 33, 1), (18, 65, 17), (33, 100, 7)]

    /// Memory that stays as it is, which an array's is only while it is handed over.
    private func kept(_ values: [Float]) -> FloatBuffer {
        let buffer = FloatBuffer(count: values.count)
        buffer.pointer.update(from: values, count: values.count)
        return buffer
    }

    @Test(arguments: sizes)
    func squared(_ rows: Int, _ points: Int, _ dimensions: Int) {
        let a = bell(rows, rows: rows, columns: dimensions).values
        let b = bell(points + 50, rows: points, columns: dimensions).values
        let plain = (0..<rows).flatMap { i in
            (0..<points).map { j in
                (0..<dimensions).reduce(0.0) {
                    let difference = Double(a[i * dimensions + $1]) - Double(b[j * dimensions + $1])
                    return $0 + difference * difference
                }
            }
        }
        let known = kept(b)
        defer { withExtendedLifetime(known) {} }
        let pairs = PairwiseDistances(to: known.pointer, count: points, dimensions: dimensions, workers: .shared)
        var found = [Float](repeating: -1, count: rows * points)
        pairs.squared(from: a, rowCount: rows, into: &found)
        #expect(zip(found, plain).allSatisfy { isClose(Double($0), $1, 1e-6) })

        var nearest = [Float](repeating: -1, count: rows)
        var indices = [Int32](repeating: -1, count: rows)
        pairs.nearest(from: a, rowCount: rows, into: &nearest, indices: &indices)
        for row in 0..<rows {
            let mine = found[row * points..<(row + 1) * points]
            #expect(nearest[row] == mine.min())
            #expect(Int(indices[row]) == mine.firstIndex(of: nearest[row]).map { $0 - row * points })
        }
    }

    /// Points of which not all are copied at once, wherever they lie, are as far as those of each panel alone.
    @Test func manyValues() {
        let (rows, points, dimensions) = (5, 65, 40_000)
        let a = kept(bell(rows, rows: rows, columns: dimensions).values)
        let b = kept(bell(points + 50, rows: points, columns: dimensions).values)
        defer { withExtendedLifetime((a, b)) {} }
        let order = (0..<points).map { $0 * 7 % points }
        let pairs = PairwiseDistances(
            to: order.map { UnsafePointer(b.pointer) + $0 * dimensions }, dimensions: dimensions, workers: .shared)
        var found = [Float](repeating: -1, count: rows * points)
        pairs.squared(from: a.pointer, rowCount: rows, into: &found)
        for (place, point) in order.enumerated() {
            var alone = [Float](repeating: -1, count: rows)
            PairwiseDistances(to: b.pointer + point * dimensions, count: 1, dimensions: dimensions, workers: .shared)
                .squared(from: a.pointer, rowCount: rows, into: &alone)
            #expect((0..<rows).allSatisfy { found[$0 * points + place] == alone[$0] })
        }
    }

    @Test("of equally near points the first counts", arguments: [1, 2, 3], [1, 32, 33, 500])
    func ties(_ dimensions: Int, _ points: Int) {
        func few(_ count: Int, _ seed: Int) -> [Float] { (0..<count).map { Float(splitMix($0 + seed) % 4) } }
        let (a, b) = (few(70 * dimensions, 1), few(points * dimensions, 1000))
        var nearest = [Float](repeating: -1, count: 70)
        var indices = [Int32](repeating: -1, count: 70)
        let known = kept(b)
        defer { withExtendedLifetime(known) {} }
        PairwiseDistances(to: known.pointer, count: points, dimensions: dimensions, workers: .shared)
            .nearest(from: a, rowCount: 70, into: &nearest, indices: &indices)
        for row in 0..<70 {
            let all = (0..<points).map { point in
                (0..<dimensions).reduce(Float(0)) {
                    let difference = a[row * dimensions + $1] - b[point * dimensions + $1]
                    return $0 + difference * difference
                }
            }
            #expect(nearest[row] == all.min())
            #expect(Int(indices[row]) == all.firstIndex(of: nearest[row]))
        }
    }

    @Test("the median of the distances above the diagonal", arguments: [0, 1, 2, 3, 4, 40, 41, 42, 43])
    func medianDistance(_ rows: Int) {
        // Equal ones, ones that differ in their last bits, and ones of many sizes.
        for make in [
            { Float($0 % 3) }, { 1 + Float($0 % 5) * 0x1p-23 },
            { Float(sign: .plus, exponent: Int($0 % 90) - 40, significand: 1.5) },
        ] as [(UInt64) -> Float] {
            let matrix = (0..<rows * rows).map { make(splitMix($0)) }
            let sorted = (0..<rows).flatMap { row in
                (row + 1..<max(rows, row + 1)).map { matrix[row * rows + $0].squareRoot() }
            }.sorted()
            let (low, high) = sorted.isEmpty ? (0, 0) : (sorted[(sorted.count - 1) / 2], sorted[sorted.count / 2])
            #expect(DistanceMatrix.medianDistance(matrix, rows: rows) == low + (high - low) / 2)
        }
    }

    @Test("points close together far from the origin keep their digits")
    func precision() {
        let a: [Float] = [1000, 1000.0625]
        let b = kept([1000.0625, 1000])
        defer { withExtendedLifetime(b) {} }
        var found: [Float] = [0]
        PairwiseDistances(to: b.pointer, count: 1, dimensions: 2, workers: .shared)
            .squared(from: a, rowCount: 1, into: &found)
        #expect(found == [0.0078125])
    }

    @Test(arguments: [1, 2, 3, 10, 101, 1000])
    func order(_ count: Int) {
        // Few distinct numbers: ties everywhere.
        for spread in [3, 1 << 20] {
            var values = (0..<count).map { Float(splitMix($0 + spread) % UInt64(spread)) }
            let sorted = values.sorted()
            let middle = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
            #expect(Order.median(&values, count: count) == middle)
        }
    }

    @Test("the k-th smallest of each row, with and without the diagonal", arguments: [1, 2, 5, 9])
    func kthSmallest(_ k: Int) {
        let count = 10
        let matrix = (0..<count * count).map { Float(splitMix($0) % 7) }
        for skips in [false, true] {
            var found = [Float](repeating: -1, count: count)
            DistanceMatrix.kthSmallest(
                matrix, rows: count, columns: count, k: k, skipsDiagonal: skips, into: &found, workers: .shared)
            for row in 0..<count {
                let others = (0..<count).filter { !skips || $0 != row }.map { matrix[row * count + $0] }
                #expect(found[row] == others.sorted()[k - 1])
            }
        }
    }

    @Test("half the kernels make a symmetric matrix's sum, to the bit", arguments: [1, 31, 32, 33, 300], [1, 2, 3])
    func symmetricGaussianSum(_ count: Int, threads: Int) {
        let points = kept(bell(count, rows: count, columns: 3).values)
        defer { withExtendedLifetime(points) {} }
        var matrix = [Float](repeating: 0, count: count * count)
        PairwiseDistances(to: points.pointer, count: count, dimensions: 3, workers: .shared)
            .squared(from: points.pointer, rowCount: count, into: &matrix)
        let plain = DistanceMatrix.gaussianSum(
            matrix, rows: count, columns: count, bandwidth: 0.7, workers: .shared)
        let half = DistanceMatrix.gaussianSum(
            symmetric: matrix, rows: count, bandwidth: 0.7, workers: Workers(threads: threads))
        #expect(half == plain)
    }

    @Test("eigenvectors and eigenvalues make the matrix again", arguments: [1, 2, 5, 20])
    func eigen(_ order: Int) {
        let random = bell(order, rows: order, columns: order).values
        let matrix = (0..<order * order).map { index in
            Double(random[index] + random[index % order * order + index / order])
        }
        var work = matrix
        var values = [Double](repeating: 0, count: order)
        var vectors = [Double](repeating: 0, count: order * order)
        SymmetricMatrix.eigen(&work, order: order, values: &values, vectors: &vectors)
        for i in 0..<order {
            for j in 0..<order {
                var (entry, product) = (0.0, 0.0)
                for k in 0..<order {
                    entry += values[k] * vectors[k * order + i] * vectors[k * order + j]
                    product += vectors[i * order + k] * vectors[j * order + k]
                }
                let expected = i == j ? 1.0 : 0
                #expect(abs(entry - matrix[i * order + j]) < 1e-12 * Double(order))
                #expect(abs(product - expected) < 1e-12)
            }
        }
    }

    @Test("winners and confidences of softmax")
    func winners() {
        var classes: [UInt8] = [9, 9]
        var confidences: [Float] = [9, 9]
        // Ties go to the first; logits far apart must not overflow.
        Softmax.winners([1, 1, -500, 0, 0, 800], rows: 2, classes: 3, into: &classes, confidences: &confidences)
        #expect(classes == [0, 2])
        #expect(confidences == [0.5, 1])
    }
}
