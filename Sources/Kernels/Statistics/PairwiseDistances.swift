/// Squared Euclidean distances from any rows to a fixed set of points.
///
/// Differences are squared and added, one coordinate after the other; |a|^2 + |b|^2 - 2 a·b would be a matrix product
/// but loses all digits where points lie close together, and there distances decide who is whose neighbour. A distance
/// of equal points is exactly 0.
public final class PairwiseDistances {
    public let count: Int
    public let dimensions: Int
    /// [panel of `width` points][coordinate][point]; points that fill up the last panel are 0.
    private let panels: FloatBuffer
    private let workers: Workers
    private typealias Vector = SIMD16<Float>
    private static let width = 32
    private static let rows = 4
    /// Rows of a task: enough that reading the points costs little, few enough to stay in the second-level cache.
    private static let grain = 64

    /// Bytes of the copy of the points.
    public static func byteCount(points count: Int, dimensions: Int) -> Int {
        4 * dimensions * ((count + width - 1) / width * width)
    }

    /// - Parameter points: [count, dimensions], copied.
    public init(to points: UnsafePointer<Float>, count: Int, dimensions: Int, workers: Workers) {
        (self.count, self.dimensions, self.workers) = (count, dimensions, workers)
        let width = Self.width
        let buffer = FloatBuffer(count: (count + width - 1) / width * width * dimensions)
        workers.run(tasks: (count + width - 1) / width) { panel in
            for lane in 0..<min(width, count - panel * width) {
                let source = points + (panel * width + lane) * dimensions
                let target = buffer.pointer + panel * width * dimensions + lane
                for d in 0..<dimensions { target[d * width] = source[d] }
            }
        }
        panels = buffer
    }

    /// distances[i, j] = |rows_i - points_j|^2; [rowCount, count].
    public func squared(
        from rows: UnsafePointer<Float>, rowCount: Int, into distances: UnsafeMutablePointer<Float>
    ) {
        let count = count
        forEachTile(rows, rowCount) { row, first, values, valid in
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
        forEachTile(rows, rowCount) { row, first, values, valid in
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
        _ rows: UnsafePointer<Float>, _ rowCount: Int, _ body: (Int, Int, UnsafeMutablePointer<Float>, Int) -> Void
    ) {
        let (width, dimensions, count) = (Self.width, dimensions, count)
        let source = UnsafePointer(panels.pointer)
        workers.run(tasks: (rowCount + Self.grain - 1) / Self.grain) { task in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: Self.rows * Self.width) { buffer in
                guard let values = buffer.baseAddress else { return }
                let end = min(rowCount, (task + 1) * Self.grain)
                for panel in 0..<(count + width - 1) / width {
                    var row = task * Self.grain
                    while row < end {
                        Self.tile(
                            rows + row * dimensions, min(Self.rows, end - row), dimensions,
                            source + panel * width * dimensions, values)
                        for r in 0..<min(Self.rows, end - row) {
                            body(row + r, panel * width, values + r * width, min(width, count - panel * width))
                        }
                        row += Self.rows
                    }
                }
            }
        }
    }

    /// Distances of four rows to a panel; rows beyond `valid` repeat the first.
    @inline(__always) private static func tile(
        _ x: UnsafePointer<Float>, _ valid: Int, _ dimensions: Int, _ panel: UnsafePointer<Float>,
        _ values: UnsafeMutablePointer<Float>
    ) {
        let (x1, x2) = (valid > 1 ? x + dimensions : x, valid > 2 ? x + 2 * dimensions : x)
        let x3 = valid > 3 ? x + 3 * dimensions : x
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
