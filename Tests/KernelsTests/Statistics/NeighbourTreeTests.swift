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
            let place = (0..<dimensions).map { d in
                row < 10 ? points[row * 50 * dimensions + d] : 1.5 * draw[(500 + row) * dimensions + d]
            }
            let all = (0..<500).map { point in
                (0..<dimensions).reduce(Float(0)) { sum, d in
                    let difference = points[point * dimensions + d] - place[d]
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
}
