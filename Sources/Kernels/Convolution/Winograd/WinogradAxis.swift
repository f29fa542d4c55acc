/// One direction of a convolution whose kernel is two or three strides long, cut into windows of `WinogradFilter`.
///
/// Taken at the stride's steps, the taps of such a kernel are filters of two or three taps over lines of the image at
/// the same steps: one for each *phase*, the remainder by the stride. From the image to the map the phases' results are
/// summed; from the map to the image each phase has results of its own, and all see the same lines of the map.
struct WinogradAxis {
    /// Neighbouring positions that are computed together.
    struct Window {
        let first, results: Int
        /// Those points whose sources are not all padding.
        let points: [WinogradFilter.Point]
        /// Phases of the result that have a line here.
        let phases: [Int]

        /// What points want of the sources, [point][mostSources].
        var sourceMatrix: [Float] {
            points.flatMap { point in
                (0..<WinogradFilter.mostSources).map { source in
                    point.sources.first { $0.index == source }?.factor ?? 0
                }
            }
        }

        /// What results take of the points, [result][mostSources].
        var resultMatrix: [Float] {
            (0..<results).flatMap { result in
                (0..<WinogradFilter.mostSources).map { number in
                    number < points.count ? points[number].results.first { $0.index == result }?.factor ?? 0 : 0
                }
            }
        }

        /// The same with the point first, [point][mostSources].
        var shareMatrix: [Float] {
            points.flatMap { point in
                (0..<WinogradFilter.mostSources).map { result in
                    point.results.first { $0.index == result }?.factor ?? 0
                }
            }
        }

        /// Multiplications.
        fileprivate var cost: Int { points.count * phases.count }
        /// Windows of the same shape are rows of the same products.
        fileprivate func isAlike(_ other: Window) -> Bool {
            results == other.results && points == other.points && phases == other.phases
        }
    }

    private let way: ConvolutionAxis.Way
    private let stride, padding: Int
    private let imageSize, mapSize: Int
    let filter: WinogradFilter
    private let mostSources: Int
    /// The windows that need the fewest multiplications.
    private(set) var windows: [Window] = []

    /// Windows of at most `mostSources` sources; nothing if the kernel has another length, or if a result would see
    /// nothing but padding.
    init?(
        _ way: ConvolutionAxis.Way, kernel: Int, stride: Int, padding: Int, imageSize: Int, mapSize: Int,
        mostSources: Int
    ) {
        guard kernel % stride == 0, let filter = WinogradFilter(taps: kernel / stride) else { return nil }
        (self.way, self.stride, self.padding) = (way, stride, padding)
        (self.imageSize, self.mapSize, self.filter, self.mostSources) = (imageSize, mapSize, filter, mostSources)
        windows = best()
        if windows.isEmpty { return nil }
    }

    var sourcePhases: Int { way == .gather ? stride : 1 }
    var resultPhases: Int { way == .gather ? 1 : stride }
    /// The tap of the kernel that a weight of a phase's filter is.
    func tap(phase: Int, weight: Int) -> Int {
        phase + (way == .gather ? weight : filter.taps - 1 - weight) * stride
    }

    /// The windows by shape.
    var shapes: [[Window]] {
        var shapes: [[Window]] = []
        for window in windows {
            if let index = shapes.firstIndex(where: { $0[0].isAlike(window) }) {
                shapes[index].append(window)
            } else {
                shapes.append([window])
            }
        }
        return shapes
    }

    /// The lines of a window: [phase][mostSources] that it sees, [phase][mostResults] that it computes; nil for none.
    func places(of window: Window) -> (sources: [Int?], results: [Int?]) {
        (
            (0..<sourcePhases).flatMap { phase in
                (0..<WinogradFilter.mostSources).map { source(window.first + $0, phase: phase) }
            },
            (0..<resultPhases).flatMap { phase in
                (0..<WinogradFilter.mostResults).map {
                    $0 < window.results ? result(window.first + $0, phase: phase) : nil
                }
            }
        )
    }

    /// The line of a source; nil in the padding.
    private func source(_ place: Int, phase: Int) -> Int? {
        way == .gather
            ? line(place * stride + phase - padding, of: imageSize) : line(place - filter.taps + 1, of: mapSize)
    }

    /// The line of a position's result, if there is one.
    private func result(_ position: Int, phase: Int) -> Int? {
        way == .gather ? line(position, of: mapSize) : line(position * stride + phase - padding, of: imageSize)
    }

    private func line(_ line: Int, of size: Int) -> Int? { 0 <= line && line < size ? line : nil }

    // MARK: The best windows

    /// The best last window for each position that windows can reach, and what it costs to get there; then back from
    /// the end. Fewest multiplications win; among those the fewest long windows, which need more sums of weights.
    private func best() -> [Window] {
        let count = way == .gather ? mapSize : (imageSize + padding + stride - 1) / stride
        var ways: [(cost: Int, long: Int, last: [Window], before: Int)?] = [(0, 0, [], 0)]
        for end in 1...count {
            var best: (cost: Int, long: Int, last: [Window], before: Int)?
            for results in 1...min(end, mostSources - filter.taps + 1) {
                guard let before = ways[end - results], let last = windows(end - results, results) else { continue }
                let cost = last.reduce(before.cost) { $0 + $1.cost }
                let long = last.reduce(before.long) { $0 + ($1.points.count >= WinogradFilter.fewSources ? 1 : 0) }
                if best.map({ (cost, long) < ($0.cost, $0.long) }) ?? true { best = (cost, long, last, end - results) }
            }
            ways.append(best)
        }
        var windows: [Window] = []
        var end = count
        while end > 0 {
            guard let way = ways[end] else { return [] }
            windows.append(contentsOf: way.last)
            end = way.before
        }
        return windows.reversed()
    }

    /// One window, or none where there are no results; nil where it would leave one out.
    private func windows(_ first: Int, _ results: Int) -> [Window]? {
        let phases = (0..<resultPhases).filter { phase in
            (first..<first + results).contains { result($0, phase: phase) != nil }
        }
        if phases.isEmpty { return [] }
        let points = filter.points(results: results).filter { point in
            point.sources.contains { term in
                (0..<sourcePhases).contains { source(first + term.index, phase: $0) != nil }
            }
        }
        guard let start = points.first, start.results.count == results else { return nil }
        return [Window(first: first, results: results, points: points, phases: phases)]
    }
}
