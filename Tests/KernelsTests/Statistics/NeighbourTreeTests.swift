import Kernels
import Testing

/// The nearest of all points, found by looking at every one.
@Suite struct NeighbourTreeTests {
    /// - Parameter crowd: how many of the points lie at one place.
    @Test(arguments: [1, 2, 3, 5], [0, 40])
    func findsWhatLookingAtAllPointsFinds(dimensions: Int, crowd: Int) {
        let draw = Numbers.make(560 * dimensions, seed: UInt64(dimensions))
        var points = Array(draw.prefix(500 * dimensions))
        for index in 0..<crowd * dimensions { points[index] = 0.25 }
        let tree = NeighbourTree(of: points, count: 500, dimensions: dimensions)
        for row in 0..<60 {
            let place = (0..<dimensions).map { d -> Float in
                row < 10 ? points[row * 50 * dimensions + d] : 1.5 * draw[(500 + row) * dimensions + d]
            }
            let all = (0..<500).map { point -> Float in
                (0..<dimensions).reduce(Float(0)) { sum, d in
                    let difference: Float = points[point * dimensions + d] - place[d]
                    return sum + difference * difference
                }
            }
            var (indices, distances) = ([Int32](repeating: -1, count: 17), [Float](repeating: -1, count: 17))
            let found = tree.nearest(to: place, limit: 17, into: &indices, distances: &distances)
            #expect(found == 17 && distances == Array(all.sorted().prefix(17)))
            #expect(zip(indices, distances).allSatisfy { all[Int($0)] == $1 } && Set(indices).count == 17)
        }
    }

    @Test func fewerPointsThanAreAskedFor() {
        let tree = NeighbourTree(of: [3, 1, 2], count: 3, dimensions: 1)
        var (indices, distances) = ([Int32](repeating: -1, count: 5), [Float](repeating: -1, count: 5))
        #expect(tree.nearest(to: [0], limit: 5, into: &indices, distances: &distances) == 3)
        #expect(indices == [1, 2, 0, -1, -1] && distances.prefix(3) == [1, 4, 9])
    }

    /// Points a little apart are equally far from anywhere.
    @Test func onePlaceWithinTheResolution() {
        let points: [Float] = [0, 1e-7, 0, 1e-7, 1, 2]
        let tree = NeighbourTree(of: points, count: 6, dimensions: 1, resolution: 1e-6)
        var (indices, distances) = ([Int32](repeating: -1, count: 4), [Float](repeating: -1, count: 4))
        #expect(tree.nearest(to: [1e-7], limit: 4, into: &indices, distances: &distances) == 4)
        #expect(Set(indices) == [0, 1, 2, 3] && Set(distances).count == 1)
    }

    /// All at one place, at the ends of what a Float holds, or ever closer together: the tree is made and answers.
    @Test(arguments: [
        [Float](repeating: 7, count: 1000), (0..<1000).map { Float($0 % 2 == 0 ? 1e18 : -1e18) },
        (0..<140).map { 1 / Float(sign: .plus, exponent: $0 - 20, significand: 1) },
    ])
    func unevenPoints(values: [Float]) {
        let tree = NeighbourTree(of: values, count: values.count, dimensions: 1)
        var (index, distance) = ([Int32(-1)], [Float(-1)])
        for number in [0, values.count / 2, values.count - 1] {
            #expect(tree.nearest(to: [values[number]], limit: 1, into: &index, distances: &distance) == 1)
            #expect(distance == [0] && values[Int(index[0])] == values[number])
        }
    }

    /// Where many points are equally far, too: the tree finds those that a descent meets first.
    /// - Parameter step: coordinates are its multiples; 0: any.
    @Test(arguments: [1, 2, 3], [Float(0), 0.5, 0.02])
    func findsTheSameAsASimpleTree(dimensions: Int, step: Float) {
        func rounded(_ values: [Float]) -> [Float] { step > 0 ? values.map { ($0 / step).rounded() * step } : values }
        for (count, resolution) in [(0, Float(0)), (1, 0), (15, 0), (700, 0), (700, 0.03)] {
            let points = rounded(Numbers.make(count * dimensions, seed: UInt64(count + dimensions)))
            let tree = NeighbourTree(of: points, count: count, dimensions: dimensions, resolution: resolution)
            let simple = SimpleTree(points, dimensions: dimensions, resolution: resolution)
            let places = rounded(Numbers.make(60 * dimensions, seed: 5)).map { 1.5 * $0 }
            for row in 0..<60 {
                let place = Array(places[row * dimensions..<(row + 1) * dimensions])
                for limit in [1, 5, 61] {
                    var indices = [Int32](repeating: -1, count: limit)
                    var distances = [Float](repeating: -1, count: limit)
                    let found = tree.nearest(to: place, limit: limit, into: &indices, distances: &distances)
                    let expected = simple.nearest(to: place, limit: limit)
                    #expect(found == expected.count)
                    #expect(Array(indices.prefix(found)) == expected.map(\.number))
                    #expect(Array(distances.prefix(found)) == expected.map(\.distance))
                }
            }
        }
    }
}

/// A k-d tree as in a textbook, cut where `NeighbourTree` is: all points in the order in which a descent meets them,
/// then sorted so that equal ones stay in order.
private final class SimpleTree {
    private indirect enum Node {
        case place([Int])
        case cut(axis: Int, split: Float, Node, Node)
    }
    private let points: [[Float]]
    private let root: Node

    init(_ values: [Float], dimensions: Int, resolution: Float) {
        let points = stride(from: 0, to: values.count, by: dimensions).map { Array(values[$0..<$0 + dimensions]) }
        self.points = points
        func node(_ range: ArraySlice<Int>) -> Node {
            var (best, longest) = (-1, resolution)
            for axis in 0..<dimensions {
                let side = range.map { points[$0][axis] }
                let length = (side.max() ?? 0) - (side.min() ?? 0)
                if length > longest { (best, longest) = (axis, length) }
            }
            guard best >= 0 else { return .place(Array(range)) }
            let side = range.map { points[$0][best] }
            guard let low = side.min(), let high = side.max() else { return .place(Array(range)) }
            let split = min(low + (high - low) * 0.4637, high.nextDown)
            var parts = range
            let middle = parts.partition { points[$0][best] > split }
            return .cut(axis: best, split: split, node(parts[..<middle]), node(parts[middle...]))
        }
        root = node(ArraySlice(points.indices))
    }

    func nearest(to place: [Float], limit: Int) -> [(number: Int32, distance: Float)] {
        var met: [(number: Int32, distance: Float)] = []
        func visit(_ node: Node) {
            switch node {
            case .place(let numbers):
                guard let first = numbers.first else { return }
                let distance = zip(points[first], place).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
                met += numbers.map { (Int32($0), distance) }
            case .cut(let axis, let split, let low, let high):
                let isLow = place[axis] - split <= 0
                visit(isLow ? low : high)
                visit(isLow ? high : low)
            }
        }
        visit(root)
        return met.enumerated()
            .sorted { ($0.element.distance, $0.offset) < ($1.element.distance, $1.offset) }
            .prefix(limit).map(\.element)
    }
}
