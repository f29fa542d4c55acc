import Foundation

/// The part of the plane that a picture of 2-D data shows.
public struct PlaneRange: Hashable, Sendable {
    public let x: ClosedRange<Double>
    public let y: ClosedRange<Double>

    public init(x: ClosedRange<Double>, y: ClosedRange<Double>) {
        self.x = x
        self.y = y
    }

    /// A square around the points (x, y, x, y, ...) with a margin of a fifth of their extent. Take the real points
    /// alone, so that all pictures of a run show the same part.
    public init(around points: [Float]) {
        let finite = stride(from: 0, to: points.count - 1, by: 2)
            .map { (x: Double(points[$0]), y: Double(points[$0 + 1])) }
            .filter { $0.x.isFinite && $0.y.isFinite }
        func bounds(_ values: [Double]) -> (low: Double, high: Double) { (values.min() ?? -1, values.max() ?? 1) }
        let xs = bounds(finite.map(\.x))
        let ys = bounds(finite.map(\.y))
        let extent = max(xs.high - xs.low, ys.high - ys.low)
        let half = extent > 0 ? extent * 0.7 : 1
        let middle = ((xs.low + xs.high) / 2, (ys.low + ys.high) / 2)
        self.init(x: middle.0 - half...middle.0 + half, y: middle.1 - half...middle.1 + half)
    }

    /// Points at which to ask the discriminator: `columns * rows` positions (x, y, x, y, ...) in rows from the lowest
    /// y up, the first and last on the edges.
    public func lattice(columns: Int, rows: Int) -> [Float] {
        func position(_ range: ClosedRange<Double>, _ index: Int, of count: Int) -> Float {
            Float(range.lowerBound + (range.upperBound - range.lowerBound) * Double(index) / Double(max(1, count - 1)))
        }
        return (0..<rows).flatMap { row in
            (0..<columns).flatMap { [position(x, $0, of: columns), position(y, row, of: rows)] }
        }
    }
}

/// The discriminator's output over the plane, taken at the positions of `PlaneRange.lattice`.
public struct DiscriminatorSurface: Sendable {
    public let columns: Int
    public let rows: Int
    public let values: [Float]
    /// The output at which the discriminator is undecided.
    public let threshold: Double
    /// The outputs that colours tell apart, the threshold among them.
    public let outputs: ClosedRange<Double>

    /// Give `outputs` where they are known, 0...1 for probabilities, so that an undecided discriminator looks
    /// undecided. Without, the colours reach as far on both sides of the threshold as 95 % of the values do.
    ///
    /// nil where the threshold is not finite: nothing then says which side an output is on.
    public init?(
        columns: Int, rows: Int, values: [Float], threshold: Double, outputs: ClosedRange<Double>? = nil
    ) {
        precondition(columns > 1 && rows > 1 && values.count == columns * rows)
        guard threshold.isFinite else { return nil }
        self.columns = columns
        self.rows = rows
        self.values = values
        self.threshold = threshold
        let distances = values.map { abs(Double($0) - threshold) }.filter(\.isFinite).sorted()
        let reach = distances.isEmpty ? 1 : distances[distances.count * 95 / 100]
        let span = reach > 0 ? reach : 1
        self.outputs =
            outputs.map { min($0.lowerBound, threshold)...max($0.upperBound, threshold) }
            ?? threshold - span...threshold + span
    }

    /// The distance from the threshold at which colours are strongest.
    var span: Double { max(outputs.upperBound - threshold, threshold - outputs.lowerBound) }
}
