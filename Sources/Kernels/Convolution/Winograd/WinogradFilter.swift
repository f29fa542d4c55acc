/// Filters of two or three taps over neighbouring places, with fewer multiplications than results times taps.
///
/// y[j] = sum over t of w[t] x[j + t], j < n, is a product of polynomials, transposed. Evaluated at points it takes one
/// multiplication for each of n + taps - 1 points: a sum of sources times a sum of weights. Up to four points are 0, 1,
/// -1 and infinity, whose only factors are 1 and 1/2, so that rounding errors hardly grow; one result takes plain
/// products. Five are `spread` and infinity.
/// Winograd, "Arithmetic Complexity of Computations", SIAM 1980; for convolutions Lavin & Gray, "Fast Algorithms for
/// Convolutional Neural Networks", CVPR 2016, eq. 5 to 12.
struct WinogradFilter {
    let taps: Int
    /// The sums of weights that points name: at 1, -1 and `spread`, at 0, a middle tap alone, and at infinity. The
    /// points of any window come in this order.
    let weights: [[Term]]

    /// A number of a sum, and its factor.
    struct Term: Hashable {
        let index: Int
        let factor: Float

        init(_ index: Int, _ factor: Float = 1) { (self.index, self.factor) = (index, factor) }
    }

    /// One multiplication: the sum of some sources times a sum of the weights goes into some results.
    struct Point: Hashable {
        /// Which of the sums of weights.
        let weights: Int
        let sources, results: [Term]
    }

    /// Nothing but for two or three taps.
    init?(taps: Int) {
        guard taps == 2 || taps == 3 else { return nil }
        self.taps = taps
        weights =
            ([1, -1] + Self.spread).map { Self.powers($0, taps) } + [
                [Term(0)], taps == 3 ? [Term(1)] : [], [Term(taps - 1)],
            ]
    }

    /// Sources of a window at most, and multiplications.
    static let mostSources = 5
    /// Results of a window at most.
    static let mostResults = 4
    /// Of windows whose factors are simple.
    static let fewSources = 4

    /// Points beside infinity of a window of five sources. A polynomial's values there tell its coefficients with
    /// little loss, since the points lie about evenly on the circle that infinity closes (the slopes of lines 36
    /// degrees from each other would be 0.32 and 1.38). In two directions errors are 1.7 times those of four sources;
    /// with 0, 1, -1 and 2 they would be 4.5 times.
    private static let spread: [Double] = [3 / 8, -3 / 8, 5 / 4, -5 / 4]

    // Sums of weights by their places in `weights`.
    private static let (one, minusOne, firstSpread, zero, middle, infinity) = (0, 1, 2, 6, 7, 8)

    /// 1, x, x^2, ...
    private static func powers(_ x: Double, _ count: Int) -> [Term] {
        var (terms, power) = ([Term](), 1.0)
        for index in 0..<count {
            terms.append(Term(index, Float(power)))
            power *= x
        }
        return terms
    }

    /// The points of a window of five sources: Lagrange's polynomials of `spread`, transposed.
    private func spreadPoints(results: Int) -> [Point] {
        /// The coefficients of the polynomial with these zeros.
        func product(_ zeros: [Double]) -> [Double] {
            var product: [Double] = [1]
            for zero in zeros {
                var next = [0] + product
                for (index, factor) in product.enumerated() { next[index] -= zero * factor }
                product = next
            }
            return product
        }
        func terms(_ factors: [Double]) -> [Term] {
            factors.enumerated().filter { $0.element != 0 }.map { Term($0.offset, Float($0.element)) }
        }
        let finite = Self.spread.enumerated().map { number, point in
            let others = Self.spread.filter { $0 != point }
            let scale: Double = others.reduce(1) { $0 * (point - $1) }
            return Point(
                weights: Self.firstSpread + number, sources: terms(product(others).map { $0 / scale }),
                results: Self.powers(point, results))
        }
        return finite + [
            Point(weights: Self.infinity, sources: terms(product(Self.spread)), results: [Term(results - 1)])
        ]
    }

    /// The points of a window of so many results; the first goes into all of them. Nothing if there are no such
    /// windows.
    func points(results: Int) -> [Point] {
        let (one, minusOne, zero) = (Self.one, Self.minusOne, Self.zero)
        let (middle, infinity) = (Self.middle, Self.infinity)
        switch (results, taps) {
        case (1, 2):
            return [
                Point(weights: zero, sources: [Term(0)], results: [Term(0)]),
                Point(weights: infinity, sources: [Term(1)], results: [Term(0)]),
            ]
        case (2, 2):
            return [
                Point(weights: one, sources: [Term(1)], results: [Term(0), Term(1)]),
                Point(weights: zero, sources: [Term(0), Term(1, -1)], results: [Term(0)]),
                Point(weights: infinity, sources: [Term(2), Term(1, -1)], results: [Term(1)]),
            ]
        case (3, 2):
            return [
                Point(weights: one, sources: [Term(1, 0.5), Term(2, 0.5)], results: [Term(0), Term(1), Term(2)]),
                Point(
                    weights: minusOne, sources: [Term(2, 0.5), Term(1, -0.5)],
                    results: [Term(0), Term(1, -1), Term(2)]),
                Point(weights: zero, sources: [Term(0), Term(2, -1)], results: [Term(0)]),
                Point(weights: infinity, sources: [Term(3), Term(1, -1)], results: [Term(2)]),
            ]
        case (1, 3):
            return [
                Point(weights: zero, sources: [Term(0)], results: [Term(0)]),
                Point(weights: middle, sources: [Term(1)], results: [Term(0)]),
                Point(weights: infinity, sources: [Term(2)], results: [Term(0)]),
            ]
        case (2, 3):
            return [
                Point(weights: one, sources: [Term(1, 0.5), Term(2, 0.5)], results: [Term(0), Term(1)]),
                Point(weights: minusOne, sources: [Term(2, 0.5), Term(1, -0.5)], results: [Term(0), Term(1, -1)]),
                Point(weights: zero, sources: [Term(0), Term(2, -1)], results: [Term(0)]),
                Point(weights: infinity, sources: [Term(3), Term(1, -1)], results: [Term(1)]),
            ]
        case (4, 2), (3, 3): return spreadPoints(results: results)
        default: return []
        }
    }
}
