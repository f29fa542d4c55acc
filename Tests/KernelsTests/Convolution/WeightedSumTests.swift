import Testing

@testable import Kernels

@Suite struct WeightedSumTests {
    /// Small whole numbers and factors of a half: every order of adding them is exact.
    private static func vector(_ number: Int, count: Int) -> [Float] {
        (0..<count).map { Float((number * 31 + $0 * 7) % 17 - 8) }
    }
    private static let factors: [Float] = [1, -1, 0.5, 2, -0.5, 1, 3, -2, 0.25, 4]

    @Test(arguments: 0...10, [1, 15, 16, 17, 40]) func sumsAnyNumberOfVectors(terms: Int, count: Int) {
        let vectors = (0..<terms).flatMap { Self.vector($0, count: count) }
        var target = [Float](repeating: .nan, count: count + 1)
        target.withUnsafeMutableBufferPointer { target in
            vectors.withUnsafeBufferPointer { vectors in
                var sum = WeightedSum(into: target.baseAddress!, count: count)
                for term in 0..<terms { sum.add(vectors.baseAddress! + term * count, Self.factors[term]) }
                sum.finish()
            }
        }
        let expected = (0..<count).map { place in
            (0..<terms).reduce(Float(0)) { $0 + vectors[$1 * count + place] * Self.factors[$1] }
        }
        #expect(Array(target.dropLast()) == expected)
        #expect(target[count].isNaN, "nothing behind the vector")
    }

    /// As a gradient is added to, with so many terms that the target is read again.
    @Test(arguments: 0...8) func theFirstVectorMayBeTheTarget(terms: Int) {
        let count = 19
        let before = Self.vector(20, count: count)
        let vector = Self.vector(3, count: count)
        var target = before
        target.withUnsafeMutableBufferPointer { target in
            vector.withUnsafeBufferPointer { vector in
                var sum = WeightedSum(into: target.baseAddress!, count: count)
                sum.add(target.baseAddress!, 1)
                for term in 0..<terms { sum.add(vector.baseAddress!, Self.factors[term]) }
                sum.finish()
            }
        }
        let factor = Self.factors.prefix(terms).reduce(0, +)
        #expect(target == zip(before, vector).map { $0 + $1 * factor })
    }
}
