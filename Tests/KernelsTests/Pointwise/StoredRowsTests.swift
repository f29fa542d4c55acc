import Testing

@testable import Kernels

/// Rows of bytes give the floats that their table names, wherever rows of floats may stand.
struct StoredRowsTests {
    let workers = Workers(threads: 2)
    /// No two alike, and none that a sum would reach.
    let table = Numbers.make(256, seed: 3)

    /// Calls `body` with rows of floats and with rows of bytes that mean the same.
    func both(_ count: Int, _ columns: Int, _ body: (StoredRows, StoredRows) -> Void) {
        let bytes = (0..<count * columns).map { UInt8(truncatingIfNeeded: $0 * 167 + $0 / 256) }
        let floats = bytes.map { table[Int($0)] }
        floats.withUnsafeBufferPointer { floats in
            bytes.withUnsafeBufferPointer { bytes in
                table.withUnsafeBufferPointer { table in
                    body(
                        StoredRows(floats.baseAddress!, columns: columns),
                        StoredRows(bytes.baseAddress!, table: table.baseAddress!, columns: columns))
                }
            }
        }
    }

    @Test(arguments: [(1, 1), (5, 33), (300, 784), (7, 256)]) func reading(_ count: Int, _ columns: Int) {
        both(count, columns) { floats, levels in
            #expect(!floats.areLevels && levels.areLevels)
            let indices = (0..<2 * count).map { Int32(($0 * 7 + 3) % count) }
            let found = [floats, levels].map { rows in
                let (gathered, last, apart) = (
                    Guarded(count: 2 * count * columns), Guarded(count: columns), Guarded(count: 3 * columns)
                )
                rows.gather(indices, count: indices.count, into: gathered.pointer, workers: workers)
                rows.copy(from: count - 1, count: 1, into: last.pointer)
                rows.copy(count - 1, into: apart.pointer, stride: 3)
                #expect(gathered.isIntact && last.isIntact && apart.isIntact)
                return [
                    gathered.values, last.values, (0..<columns).map { apart.values[3 * $0] },
                ].map { $0.map(\.bitPattern) }
            }
            #expect(found[0] == found[1] && found[0][1] == found[0][2])
            let scratch = Guarded(count: count * columns)
            #expect(floats.floats(from: 0, count: count, scratch: scratch.pointer) != UnsafePointer(scratch.pointer))
            #expect(levels.floats(from: 0, count: count, scratch: scratch.pointer) == UnsafePointer(scratch.pointer))
            let plain = UnsafeBufferPointer(
                start: floats.floats(from: 0, count: count, scratch: scratch.pointer), count: count * columns)
            #expect(scratch.values == Array(plain) && scratch.isIntact)
        }
    }

    @Test(arguments: [(40, 5), (100, 300)]) func statistics(_ count: Int, _ columns: Int) {
        both(count, columns) { floats, levels in
            let variances = [floats, levels].map { Reductions.totalVariance($0, rows: count) }
            #expect(variances[0] == variances[1] && variances[0] > 0)
            let distances = [floats, levels].map { rows in
                var squared = [Float](repeating: -1, count: count * count)
                let all = FloatBuffer(count: count * columns)
                rows.copy(from: 0, count: count, into: all.pointer)
                PairwiseDistances(to: rows, count: count, workers: workers)
                    .squared(from: all.pointer, rowCount: count, into: &squared)
                return squared.map(\.bitPattern)
            }
            #expect(distances[0] == distances[1])
        }
    }
}
