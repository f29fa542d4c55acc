import Foundation

/// A way through the noise: from each of the points drawn to the next in so many steps.
struct NoisePath {
    /// From one point to the next.
    let steps: Int
    /// Whether the way is an arc, along which the length changes evenly (Shoemake 1985; for GANs White 2016): normal
    /// noise of many numbers lies near a sphere, and a straight way leads through its inside, where training never was.
    let isArc: Bool

    /// Of a sample: the points before and behind it, by number, and the share of the way.
    func place(of sample: Int) -> (point: Int, share: Double) {
        (sample / steps, Double(sample % steps) / Double(steps))
    }

    /// - Parameter share: of the way from `a` to `b`, from 0 to 1.
    func point(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>, share: Double) -> [Float] {
        var (weightOfA, weightOfB) = (1 - share, share)
        if isArc {
            let (lengthOfA, lengthOfB) = (Self.product(a, a).squareRoot(), Self.product(b, b).squareRoot())
            let cosine = Self.product(a, b) / (lengthOfA * lengthOfB)
            let angle = acos(min(max(cosine, -1), 1))
            // Where both point the same way, or the opposite one, a straight line is all there is.
            if angle.isFinite, sin(angle) > 1e-6 {
                let length = (1 - share) * lengthOfA + share * lengthOfB
                weightOfA = sin((1 - share) * angle) / sin(angle) * length / lengthOfA
                weightOfB = sin(share * angle) / sin(angle) * length / lengthOfB
            }
        }
        return zip(a, b).map { Float(weightOfA * Double($0) + weightOfB * Double($1)) }
    }

    private static func product(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Double {
        zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
}
