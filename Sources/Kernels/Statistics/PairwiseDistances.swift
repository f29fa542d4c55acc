/// Squared Euclidean distances from any rows to a fixed set of points.
///
/// Differences are squared and added, one coordinate after the other; |a|^2 + |b|^2 - 2 a·b would be a matrix product
/// but loses all digits where points lie close together, and there distances decide who is whose neighbour. A distance
/// of equal points is exactly 0.
///
/// Some of the points at a time are copied into the order in which they are compared.
public final class PairwiseDistances {
    public let count: Int
    public let dimensions: Int
    private let points: Points
    /// [panel of `width` points][coordinate][point]; points that fill up the last panel are 0.
    private let panels: FloatBuffer
    private let panelsAtOnce: Int
    /// The panels that are copied.
    private var copied = 0..<0
    private let workers: Workers
    private typealias Vector = SIMD16<Float>
    private enum Points {
        case rows(StoredRows)
        /// [dimensions] each.
        case anywhere([UnsafePointer<Float>])
    }
    private static let width = 32
    private static let rows = 4
    /// Rows of a task: enough that reading the points costs little, few enough to stay in the second-level cache.
    private static let grain = 64
    /// Floats of the copies that are there at the same time, if a panel has no more: 8 MB.
    private static let mostCopied = 1 << 21

    private static func panelsAtOnce(_ count: Int, _ dimensions: Int) -> Int {
        min((count + width - 1) / width, max(1, mostCopied / (width * max(1, dimensions))))
    }

    /// Bytes of the copies of points.
    public static func byteCount(points count: Int, dimensions: Int) -> Int {
        4 * dimensions * width * panelsAtOnce(count, dimensions)
    }

    /// - Parameter points: [count, dimensions]; they must stay as they are.
    public convenience init(to points: UnsafePointer<Float>, count: Int, dimensions: Int, workers: Workers) {
        self.init(to: StoredRows(points, columns: dimensions), count: count, workers: workers)
    }

    /// - Parameter points: so many rows from the first on; they must stay as they are.
    public convenience init(to points: StoredRows, count: Int, workers: Workers) {
        self.init(.rows(points), count, dimensions: points.columns, workers)
    }

    /// - Parameter points: [dimensions] each, wherever they lie; they must stay as they are.
    public convenience init(to points: [UnsafePointer<Float>], dimensions: Int, workers: Workers) {
        self.init(.anywhere(points), points.count, dimensions: dimensions, workers)
    }

    private init(_ points: Points, _ count: Int, dimensions: Int, _ workers: Workers) {
        (self.points, self.count, self.dimensions, self.workers) = (points, count, dimensions, workers)
        panelsAtOnce = Self.panelsAtOnce(count, dimensions)
        panels = FloatBuffer(count: panelsAtOnce * Self.width * dimensions)
    }

    /// distances[i, j] = |rows_i - points_j|^2; [rowCount, count].
    public func squared(
        from rows: UnsafePointer<Float>, rowCount: Int, into distances: UnsafeMutablePointer<Float>
    ) {
        squared(from: (0..<rowCount).map { rows + $0 * dimensions }, into: distances)
    }

    /// As above, of rows that lie anywhere.
    public func squared(from rows: [UnsafePointer<Float>], into distances: UnsafeMutablePointer<Float>) {
        let count = count
        forEachTile(rows) { row, first, values, valid in
            let target = distances + row * count + first
            if valid == Self.width {
                target.update(from: values, count: Self.width)
            } else {
                for lane in 0..<valid { target[lane] = values[lane] }
            }
        }
    }

    /// For each row the squared distance to the nearest point, and which one that is: the first among equals.
    public func nearest(
        from rows: UnsafePointer<Float>, rowCount: Int, into distances: UnsafeMutablePointer<Float>,
        indices: UnsafeMutablePointer<Int32>
    ) {
        for row in 0..<rowCount { (distances[row], indices[row]) = (.infinity, -1) }
        forEachTile((0..<rowCount).map { rows + $0 * dimensions }) { row, first, values, valid in
            var (best, index) = (distances[row], indices[row])
            // Mostly none is nearer.
            let (left, right) = (load(values, 0), load(values, 16))
            guard any(left .< best .| right .< best) else { return }
            for lane in 0..<valid where values[lane] < best {
                (best, index) = (values[lane], Int32(truncatingIfNeeded: first + lane))
            }
            (distances[row], indices[row]) = (best, index)
        }
    }

    @inline(__always) private func load(_ values: UnsafePointer<Float>, _ lane: Int) -> Vector {
        UnsafeRawPointer(values + lane).loadUnaligned(as: Vector.self)
    }

    /// Calls `body(row, first point, distances to `width` points, how many of them exist)`, a row's points in order.
    @inline(__always) private func forEachTile(
        _ rows: [UnsafePointer<Float>], _ body: (Int, Int, UnsafeMutablePointer<Float>, Int) -> Void
    ) {
        let (width, dimensions, count) = (Self.width, dimensions, count)
        let source = UnsafePointer(panels.pointer)
        let all = (count + width - 1) / width
        rows.withUnsafeBufferPointer { rows in
            for start in stride(from: 0, to: all, by: max(1, panelsAtOnce)) {
                let group = start..<min(all, start + panelsAtOnce)
                copy(group)
                workers.run(tasks: (rows.count + Self.grain - 1) / Self.grain) { task in
                    withUnsafeTemporaryAllocation(of: Float.self, capacity: Self.rows * Self.width) { buffer in
                        guard let values = buffer.baseAddress else { return }
                        let end = min(rows.count, (task + 1) * Self.grain)
                        for panel in group {
                            var row = task * Self.grain
                            while row < end {
                                let valid = min(Self.rows, end - row)
                                Self.tile(
                                    (
                                        rows[row], rows[valid > 1 ? row + 1 : row], rows[valid > 2 ? row + 2 : row],
                                        rows[valid > 3 ? row + 3 : row]
                                    ), dimensions, source + (panel - start) * width * dimensions, values)
                                for r in 0..<valid {
                                    body(row + r, panel * width, values + r * width, min(width, count - panel * width))
                                }
                                row += Self.rows
                            }
                        }
                    }
                }
            }
        }
    }

    /// Copies the points of some panels, unless they are there.
    private func copy(_ group: Range<Int>) {
        guard group != copied else { return }
        copied = group
        let (width, dimensions) = (Self.width, dimensions)
        let target = panels.pointer
        workers.run(tasks: group.count) { task in
            let panel = target + task * width * dimensions
            let first = (group.lowerBound + task) * width
            for lane in 0..<width {
                let line = panel + lane
                if first + lane < count {
                    switch points {
                    case .rows(let rows): rows.copy(first + lane, into: line, stride: width)
                    case .anywhere(let points):
                        StoredRows(points[first + lane], columns: dimensions).copy(0, into: line, stride: width)
                    }
                } else {
                    for d in 0..<dimensions { line[d * width] = 0 }
                }
            }
        }
    }

    /// Distances of four rows to a panel.
    @inline(__always) private static func tile(
        _ rows: (UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>),
        _ dimensions: Int, _ panel: UnsafePointer<Float>, _ values: UnsafeMutablePointer<Float>
    ) {
        let (x, x1, x2, x3) = rows
        var (a0, a1, b0, b1) = (Vector.zero, Vector.zero, Vector.zero, Vector.zero)
        var (c0, c1, d0, d1) = (Vector.zero, Vector.zero, Vector.zero, Vector.zero)
        for d in 0..<dimensions {
            let left = UnsafeRawPointer(panel + d * width).loadUnaligned(as: Vector.self)
            let right = UnsafeRawPointer(panel + d * width + 16).loadUnaligned(as: Vector.self)
            add(&a0, &a1, x[d], left, right)
            add(&b0, &b1, x1[d], left, right)
            add(&c0, &c1, x2[d], left, right)
            add(&d0, &d1, x3[d], left, right)
        }
        let target = UnsafeMutableRawPointer(values)
        store(target, 0, a0, a1)
        store(target, 1, b0, b1)
        store(target, 2, c0, c1)
        store(target, 3, d0, d1)
    }

    @inline(__always) private static func store(
        _ target: UnsafeMutableRawPointer, _ row: Int, _ left: Vector, _ right: Vector
    ) {
        target.storeBytes(of: left, toByteOffset: row * 128, as: Vector.self)
        target.storeBytes(of: right, toByteOffset: row * 128 + 64, as: Vector.self)
    }

    @inline(__always) private static func add(
        _ sum: inout Vector, _ next: inout Vector, _ x: Float, _ left: Vector, _ right: Vector
    ) {
        let (u, v) = (left - x, right - x)
        sum.addProduct(u, u)
        next.addProduct(v, v)
    }
}
