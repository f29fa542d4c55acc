/// One direction of a convolution, down or to the right: its kernel, stride and padding, and which way it is gone.
struct ConvolutionAxis {
    enum Way {
        /// From the image to the map.
        case gather
        /// The same, from an image whose lines (columns) are sorted by their remainders by the stride: then what a tap
        /// sees from neighbouring positions are neighbours.
        case gatherSorted
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

    /// The lines (columns) that the sorted ones take: as many for every remainder.
    var sortedSize: Int { padded(size, to: stride) }

    /// Where a line (column) of the image is among the sorted ones.
    func sortedPlace(_ place: Int) -> Int { place % stride * (sortedSize / stride) + place / stride }

    /// Where a tap finds its source; nil in the padding, or if the position does not meet the tap.
    private func source(of position: Int, tap: Int) -> Int? {
        let place = way == .scatter ? position + padding - tap : position * stride + tap - padding
        switch way {
        case .gather: return 0 <= place && place < size ? place : nil
        case .gatherSorted: return 0 <= place && place < size ? sortedPlace(place) : nil
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
}
