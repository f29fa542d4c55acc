/// Many settings for a few iterations, the best of them for more, and so on (Jamieson & Talwalkar 2016): each rung
/// keeps one in `eta` settings and trains them `eta` times as long, the last as long as the file says.
public struct SuccessiveHalving: Hashable, Sendable {
    public struct Rung: Hashable, Sendable {
        public let settings: Int
        public let iterations: Int
    }

    public let rungs: [Rung]

    /// - Parameters:
    ///   - settings: that there are, 1 or more.
    ///   - iterations: of the last rung.
    ///   - eta: above 1.
    ///   - least: iterations of the first rung, at least: below, nothing can be told.
    public init(settings: Int, iterations: Int, eta: Int, least: Int) {
        var count = settings
        var counts = [count]
        while count > 1, counts.count < Self.mostRungs {
            count = max(1, count / eta)
            counts.append(count)
        }
        // From the last rung down. Where the first would be too short there are fewer, and more settings in the last.
        var lengths = [iterations]
        while lengths.count < counts.count, lengths[0] / eta >= max(1, least) {
            lengths.insert(lengths[0] / eta, at: 0)
        }
        rungs = zip(counts, lengths).map { Rung(settings: $0, iterations: $1) }
    }

    private static let mostRungs = 12

    /// The places of scores, the best first; of equal ones the earlier.
    /// - Parameter scores: the smaller the better, compared item by item.
    public static func order(_ scores: [[Double]]) -> [Int] {
        scores.indices.sorted { a, b in
            scores[a] == scores[b] ? a < b : scores[a].lexicographicallyPrecedes(scores[b])
        }
    }

    /// The best of some settings, in their order.
    public static func survivors<Setting>(_ settings: [Setting], scores: [[Double]], count: Int) -> [Setting] {
        order(scores).prefix(count).sorted().map { settings[$0] }
    }
}
