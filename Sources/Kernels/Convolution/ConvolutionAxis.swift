/// One direction of a convolution, down or to the right: its kernel, stride and padding, and which way it is gone.
struct ConvolutionAxis {
    enum Way {
        /// From the image to the map.
        case gather
        /// From the map to the image.
        case scatter
    }

    let way: Way
    let kernel, stride, padding: Int
    /// Lines (columns) of the source.
    let size: Int

    /// Positions that see the same taps repeat at this distance,
    var resultStep: Int { way == .scatter ? stride : 1 }
    /// while the source moves by this.
    var sourceStep: Int { way == .gather ? stride : 1 }

    /// Where a tap finds its source; nil in the padding, or if the position does not meet the tap.
    private func source(of position: Int, tap: Int) -> Int? {
        let place = way == .scatter ? position + padding - tap : position * stride + tap - padding
        switch way {
        case .gather: return 0 <= place && place < size ? place : nil
        case .scatter: return 0 <= place && place < size * stride && place % stride == 0 ? place / stride : nil
        }
    }

    /// Neighbouring positions, at the step's distance, that see the same taps.
    struct Span {
        let first: Int
        var count: Int
        /// With the source of each at the first position.
        let taps: [(number: Int, source: Int)]
    }

    /// The spans of so many positions of the result.
    func spans(of positions: Int) -> [Span] {
        var spans: [Span] = []
        for start in 0..<min(resultStep, positions) {
            let first = spans.count
            for position in Swift.stride(from: start, to: positions, by: resultStep) {
                let taps = (0..<kernel).compactMap { tap in source(of: position, tap: tap).map { (tap, $0) } }
                if spans.count > first, spans[spans.count - 1].taps.map(\.number) == taps.map(\.0) {
                    spans[spans.count - 1].count += 1
                } else {
                    spans.append(Span(first: position, count: 1, taps: taps))
                }
            }
        }
        return spans
    }

    // MARK: Sorted lines

    // Lines (columns) of an image in the order of their remainders by the stride: what a tap sees from neighbouring
    // positions of the map are then neighbours.

    /// The lines that the sorted ones take: as many for every remainder.
    var sortedSize: Int { padded(size, to: stride) }

    /// The line at a place among the sorted ones, or any line in a gap.
    func line(sorted place: Int) -> Int {
        let count = sortedSize / stride
        return min(size - 1, place % count * stride + place / count)
    }

    /// The positions of the map that see a tap, and where among the sorted lines the first of them sees it.
    struct Sight {
        let positions: Range<Int>
        let source: Int
    }

    /// The sight of every tap from so many positions.
    func sights(from count: Int) -> [Sight] {
        (0..<kernel).map { tap in
            let seeing = (0..<count).filter { source(of: $0, tap: tap) != nil }
            guard let first = seeing.first, let place = source(of: first, tap: tap) else {
                return Sight(positions: 0..<0, source: 0)
            }
            return Sight(
                positions: first..<first + seeing.count,
                source: place % stride * (sortedSize / stride) + place / stride)
        }
    }
}
