/// Points in space, so arranged that the nearest ones to any place are found by looking at a few: a k-d tree (Bentley
/// 1975), each box cut across its longest side.
///
/// Points that lie closer together than can be resolved are one place: equally far from anywhere. Made for few
/// coordinates; with more than about eight, most of the points are looked at. Of equally distant points those are
/// nearer that a descent meets first which takes the side of every cut that the place is on.
public final class NeighbourTree: Sendable {
    public let dimensions: Int
    /// [coordinate][point in the order of the leaves]; all points of one place are where its first is.
    private let points: FloatBuffer
    /// From a coordinate to the next: a vector may be read from the last point on.
    private let stride: Int
    /// For every point of `points` its number in the order that they were given in.
    private let numbers: [Int32]
    /// A box, all that is in its first part, all that is in its second.
    private let nodes: [Node]

    private struct Node {
        /// -1: a place.
        var axis: Int32 = -1
        var split: Float = 0
        /// The second part; the first follows the box.
        var second: Int32 = 0
        /// Of its points. They begin where those of the part before end.
        var end: Int32
    }

    private typealias Vector = SIMD16<Float>
    /// A box of so many points is looked at as a whole.
    private static let crowd = 2 * Vector.scalarCount

    /// Where a box is cut, from its low end: not in the middle, where the data itself often has a crowd that a cut
    /// would part by its last bits.
    private static let cut: Float = 0.4637

    /// Bytes that it takes, its making included.
    public static func byteCount(points count: Int, dimensions: Int) -> Int {
        count * (8 * dimensions + 4) + 2 * count * MemoryLayout<Node>.stride
    }

    /// - Parameters:
    ///   - points: [count, dimensions], finite, copied.
    ///   - resolution: points no farther apart along every axis are one place.
    public init(of points: UnsafePointer<Float>, count: Int, dimensions: Int, resolution: Float = 0) {
        precondition(dimensions > 0 && count <= Int(Int32.max))
        self.dimensions = dimensions
        var rows = Rows(points, count: count, dimensions: dimensions)
        var nodes: [Node] = []
        nodes.reserveCapacity(2 * count)
        Self.grow(&nodes, &rows, 0, count, resolution)
        stride = count + Vector.scalarCount
        self.points = rows.columns(stride: stride)
        (numbers, self.nodes) = (rows.numbers, nodes)
    }

    /// The nodes of a range of rows, which are put in the order of the leaves.
    private static func grow(
        _ nodes: inout [Node], _ rows: inout Rows, _ start: Int, _ end: Int, _ resolution: Float
    ) {
        let (axis, split) = rows.cut(start, end, at: cut, resolution)
        let box = nodes.count
        nodes.append(Node(axis: Int32(axis), split: split, end: Int32(end)))
        guard axis >= 0 else { return rows.gather(start, end) }
        let middle = rows.partition(start, end, axis: axis, at: split)
        grow(&nodes, &rows, start, middle, resolution)
        nodes[box].second = Int32(nodes.count)
        grow(&nodes, &rows, middle, end, resolution)
    }

    /// The nearest points to a place, the nearest first.
    /// - Parameters:
    ///   - place: [dimensions].
    ///   - indices: room for `limit` numbers of points, in the order that they were given in.
    ///   - distances: room for as many squared distances.
    /// - Returns: how many there are, `limit` unless the tree has fewer points.
    public func nearest(
        to place: UnsafePointer<Float>, limit: Int, into indices: UnsafeMutablePointer<Int32>,
        distances: UnsafeMutablePointer<Float>
    ) -> Int {
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: limit) { buffer in
            nodes.withUnsafeBufferPointer { nodes in
                guard let buffer = buffer.baseAddress else { return 0 }
                var search = Search(
                    nodes: nodes, points: points.pointer, stride: stride, dimensions: dimensions, place: place,
                    limit: limit, found: buffer)
                search.visit(0, from: 0)
                for rank in 0..<search.count {
                    (distances[rank], indices[rank]) = (search.distance(rank), numbers[search.point(rank)])
                }
                return search.count
            }
        }
    }

    private struct Search {
        let nodes: UnsafeBufferPointer<Node>
        let points: UnsafePointer<Float>
        let stride: Int, dimensions: Int
        let place: UnsafePointer<Float>
        let limit: Int
        /// The nearest so far, in order: the bits of the distance, which rise with it, then the point's place in the
        /// order of the leaves.
        let found: UnsafeMutablePointer<UInt64>
        var count = 0
        /// What is farther is not among the nearest.
        var reach = Float.greatestFiniteMagnitude

        /// - Parameter start: the first of the node's points.
        mutating func visit(_ index: Int, from start: Int) {
            let node = nodes[index]
            guard node.axis >= 0, Int(node.end) - start > crowd else {
                // No more of a crowd than are asked for can be among the nearest.
                let end = node.axis < 0 ? min(Int(node.end), start + limit) : Int(node.end)
                return look(at: start..<end, of: index)
            }
            let ahead = place[Int(node.axis)] - node.split
            let middle = Int(nodes[index + 1].end)
            let first = (index + 1, start), second = (Int(node.second), middle)
            let (near, far) = ahead <= 0 ? (first, second) : (second, first)
            visit(near.0, from: near.1)
            if ahead * ahead <= reach { visit(far.0, from: far.1) }
        }

        private mutating func look(at range: Range<Int>, of box: Int) {
            var start = range.lowerBound
            while start < range.upperBound {
                var sum = Vector.zero
                for axis in 0..<dimensions {
                    let values = UnsafeRawPointer(points + axis * stride + start).loadUnaligned(as: Vector.self)
                    let difference = values - place[axis]
                    sum += difference * difference
                }
                for lane in 0..<min(Vector.scalarCount, range.upperBound - start) where sum[lane] <= reach {
                    insert(start + lane, sum[lane], from: range.lowerBound, of: box)
                }
                start += Vector.scalarCount
            }
            // All other boxes are met after it.
            if count == limit { reach = distance(limit - 1).nextDown }
        }

        /// - Parameter start: the first of the box's points.
        private mutating func insert(_ point: Int, _ distance: Float, from start: Int, of box: Int) {
            let bits = UInt64(distance.bitPattern)
            func isInBox(_ other: Int) -> Bool { other >= start && other < nodes[box].end }
            var rank = count
            while rank > 0 {
                let other = found[rank - 1]
                if other >> 32 < bits { break }
                if other >> 32 == bits {
                    let known = self.point(rank - 1)
                    if !isInBox(known) || !meets(point, before: known, in: box) { break }
                }
                if rank < limit { found[rank] = other }
                rank -= 1
            }
            guard rank < limit else { return }
            found[rank] = bits << 32 | UInt64(point)
            count = min(limit, count + 1)
            guard count == limit else { return }
            reach = self.distance(limit - 1)
            if !isInBox(self.point(limit - 1)) { reach = reach.nextDown }
        }

        /// Of what is found.
        func point(_ rank: Int) -> Int { Int(UInt32(truncatingIfNeeded: found[rank])) }
        func distance(_ rank: Int) -> Float { Float(bitPattern: UInt32(truncatingIfNeeded: found[rank] >> 32)) }

        /// Which of two points of a box a descent meets first.
        private func meets(_ point: Int, before other: Int, in box: Int) -> Bool {
            var index = box
            while nodes[index].axis >= 0 {
                let (node, middle) = (nodes[index], Int(nodes[index + 1].end))
                if (point < middle) != (other < middle) {
                    return (point < middle) == (place[Int(node.axis)] - node.split <= 0)
                }
                index = point < middle ? index + 1 : Int(node.second)
            }
            return point < other
        }
    }
}

/// The points of a tree in the making.
private struct Rows {
    private let count: Int, dimensions: Int
    /// [count, dimensions]
    private let buffer: FloatBuffer
    private let values: UnsafeMutablePointer<Float>
    /// Of each row, in the order that they were given in.
    private(set) var numbers: [Int32]

    init(_ points: UnsafePointer<Float>, count: Int, dimensions: Int) {
        (self.count, self.dimensions) = (count, dimensions)
        buffer = FloatBuffer(count: count * dimensions)
        values = buffer.pointer
        values.update(from: points, count: count * dimensions)
        numbers = Array(0..<Int32(count))
    }

    /// The longest side of the box around rows, and where it is cut; -1 where they all lie at one place.
    func cut(_ start: Int, _ end: Int, at share: Float, _ resolution: Float) -> (axis: Int, split: Float) {
        var best = (axis: -1, split: Float(0))
        var longest = max(resolution, 0)
        for axis in 0..<dimensions {
            var (low, high) = (Float.infinity, -Float.infinity)
            var index = start * dimensions + axis
            while index < end * dimensions {
                let value = values[index]
                if value < low { low = value }
                if value > high { high = value }
                index += dimensions
            }
            if high - low > longest {
                longest = high - low
                // Below the highest, so that either part has a point.
                best = (axis, min(low + (high - low) * share, high.nextDown))
            }
        }
        return best
    }

    /// Moves rows that are beyond a cut to the end, and tells where they begin. Hoare 1961, "Algorithm 63: partition".
    mutating func partition(_ start: Int, _ end: Int, axis: Int, at split: Float) -> Int {
        var (low, high) = (start, end)
        while true {
            while low < high, values[low * dimensions + axis] <= split { low += 1 }
            repeat { high -= 1 } while low < high && values[high * dimensions + axis] > split
            if low >= high { return low }
            for axis in 0..<dimensions {
                let (a, b) = (values + low * dimensions + axis, values + high * dimensions + axis)
                (a.pointee, b.pointee) = (b.pointee, a.pointee)
            }
            numbers.swapAt(low, high)
            low += 1
        }
    }

    /// Moves all rows of a place to its first.
    func gather(_ start: Int, _ end: Int) {
        let first = values + start * dimensions
        for row in start + 1..<max(start + 1, end) {
            (values + row * dimensions).update(from: first, count: dimensions)
        }
    }

    /// The same by columns, so far apart.
    func columns(stride: Int) -> FloatBuffer {
        let columns = FloatBuffer(count: stride * dimensions)
        for row in 0..<count {
            for axis in 0..<dimensions { columns.pointer[axis * stride + row] = values[row * dimensions + axis] }
        }
        return columns
    }
}
