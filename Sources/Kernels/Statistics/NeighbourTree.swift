/// Points in space, so arranged that the nearest ones to any place are found by looking at a few: a k-d tree (Bentley
/// 1975), each box cut across its longest side.
///
/// Points that lie closer together than can be resolved are one place: equally far from anywhere. Made for few
/// coordinates; with more than about eight, most of the points are looked at. Which of equally distant points are found
/// depends on the points alone.
public final class NeighbourTree: Sendable {
    public let dimensions: Int
    /// [point in the order of the leaves][coordinate].
    private let points: FloatBuffer
    /// For every point of `points` its number in the order that they were given in.
    private let numbers: [Int32]
    private let nodes: [Node]

    private struct Node {
        /// -1: a place.
        var axis: Int32 = -1
        var split: Float = 0
        /// Of a place its points, else the two parts.
        var first: Int32, second: Int32
    }

    /// Where a box is cut, from its low end: not in the middle, where the data itself often has a crowd that a cut
    /// would part by its last bits.
    private static let cut: Float = 0.4637

    /// Bytes that it takes, its making included.
    public static func byteCount(points count: Int, dimensions: Int) -> Int {
        count * (4 * dimensions + 8) + 2 * count * MemoryLayout<Node>.stride
    }

    /// - Parameters:
    ///   - points: [count, dimensions], finite, copied.
    ///   - resolution: points no farther apart along every axis are one place.
    public init(of points: UnsafePointer<Float>, count: Int, dimensions: Int, resolution: Float = 0) {
        precondition(dimensions > 0 && count <= Int(Int32.max))
        self.dimensions = dimensions
        var order = (0..<Int32(count)).map { $0 }
        var nodes: [Node] = []
        var work = [(node: 0, range: 0..<count)]
        nodes.append(Node(first: 0, second: Int32(count)))
        while let (node, range) = work.popLast() {
            guard let (axis, split) = Self.cut(points, dimensions, order[range], resolution)
            else {
                nodes[node] = Node(first: Int32(range.lowerBound), second: Int32(range.upperBound))
                continue
            }
            let middle = order[range].partition { points[Int($0) * dimensions + axis] > split }
            nodes[node] = Node(
                axis: Int32(axis), split: split, first: Int32(nodes.count), second: Int32(nodes.count + 1))
            work.append((nodes.count, range.lowerBound..<middle))
            work.append((nodes.count + 1, middle..<range.upperBound))
            nodes.append(Node(first: 0, second: 0))
            nodes.append(Node(first: 0, second: 0))
        }
        let copy = FloatBuffer(count: max(1, count * dimensions))
        for (place, number) in order.enumerated() {
            (copy.pointer + place * dimensions).update(from: points + Int(number) * dimensions, count: dimensions)
        }
        (self.points, numbers, self.nodes) = (copy, order, nodes)
    }

    /// The longest side of the box around points, and where it is cut; nil where they all lie at one place.
    private static func cut(
        _ points: UnsafePointer<Float>, _ dimensions: Int, _ numbers: ArraySlice<Int32>, _ resolution: Float
    ) -> (axis: Int, split: Float)? {
        var best: (axis: Int, split: Float, side: Float)?
        for axis in 0..<dimensions {
            var (low, high) = (Float.infinity, -Float.infinity)
            for number in numbers {
                let value = points[Int(number) * dimensions + axis]
                (low, high) = (min(low, value), max(high, value))
            }
            // Below the highest, so that either part has a point.
            let split = min(low + (high - low) * cut, high.nextDown)
            if high - low > max(resolution, best?.side ?? 0) { best = (axis, split, high - low) }
        }
        return best.map { ($0.axis, $0.split) }
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
        var found = Found(limit: limit, indices: indices, distances: distances)
        nodes.withUnsafeBufferPointer { nodes in
            numbers.withUnsafeBufferPointer { numbers in
                search(0, nodes, numbers, place, &found)
            }
        }
        return found.count
    }

    private struct Found {
        let limit: Int
        let indices: UnsafeMutablePointer<Int32>
        let distances: UnsafeMutablePointer<Float>
        var count = 0

        var worst: Float { count < limit ? .infinity : distances[limit - 1] }

        mutating func insert(_ number: Int32, _ distance: Float) {
            var place = count < limit ? count : limit - 1
            while place > 0, distances[place - 1] > distance {
                (distances[place], indices[place]) = (distances[place - 1], indices[place - 1])
                place -= 1
            }
            (distances[place], indices[place]) = (distance, number)
            count = min(limit, count + 1)
        }
    }

    private func search(
        _ index: Int, _ nodes: UnsafeBufferPointer<Node>, _ numbers: UnsafeBufferPointer<Int32>,
        _ place: UnsafePointer<Float>, _ found: inout Found
    ) {
        let node = nodes[index]
        guard node.axis >= 0 else {
            let values = points.pointer + Int(node.first) * dimensions
            var distance: Float = 0
            for d in 0..<dimensions {
                let difference = values[d] - place[d]
                distance += difference * difference
            }
            // No more of a crowd than are asked for can be among the nearest.
            for point in Int(node.first)..<min(Int(node.second), Int(node.first) + found.limit) {
                guard distance < found.worst else { break }
                found.insert(numbers[point], distance)
            }
            return
        }
        let ahead = place[Int(node.axis)] - node.split
        search(Int(ahead <= 0 ? node.first : node.second), nodes, numbers, place, &found)
        if ahead * ahead < found.worst {
            search(Int(ahead <= 0 ? node.second : node.first), nodes, numbers, place, &found)
        }
    }
}
