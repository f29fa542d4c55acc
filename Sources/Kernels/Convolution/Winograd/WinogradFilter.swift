/// Filters of two or three taps over neighbouring places, with fewer multiplications than results times taps.
///
/// y[j] = sum over t of w[t] x[j + t], j < n, is a product of polynomials, transposed. Evaluated at points it takes one
/// multiplication for each of n + taps - 1 points: a sum of sources times a sum of weights. The points are 0, 1, -1 and
/// infinity, whose only factors are 1 and 1/2, so that rounding errors hardly grow; one result takes plain products.
/// Winograd, "Arithmetic Complexity of Computations", SIAM 1980; for convolutions Lavin & Gray, "Fast Algorithms for
/// Convolutional Neural Networks", CVPR 2016, eq. 5 to 12.
struct WinogradFilter {
    let taps: Int
    /// The sums of weights that points name: at 0, infinity, 1 and -1; then a middle tap alone.
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
        self.taps = taps
        switch taps {
        case 2: weights = [[Term(0)], [Term(1)], [Term(0), Term(1)], [Term(0), Term(1, -1)]]
        case 3:
            weights = [
                [Term(0)], [Term(2)], [Term(0), Term(1), Term(2)], [Term(0), Term(1, -1), Term(2)], [Term(1)],
            ]
        default: return nil
        }
    }

    /// Sources of a window at most, and multiplications.
    static let mostSources = 4
    /// Results of a window at most.
    static let mostResults = 3

    /// The points of a window of so many results; the first goes into all of them. Nothing if there are no such
    /// windows.
    func points(results: Int) -> [Point] {
        let (zero, infinity, one, minusOne, middle) = (0, 1, 2, 3, 4)
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
        default: return []
        }
    }
}
