import Equilibrium
import Formats

/// The correlations between a table's columns of numbers, of held-out rows and of generated ones, side by side.
public struct CorrelationPlot: Sendable {
    private let correlations: ColumnEvidence.Correlations

    public init(_ correlations: ColumnEvidence.Correlations) { self.correlations = correlations }

    public func image(scale: Double = 2) -> PixelImage {
        let count = correlations.names.count
        let cell = max(8, min(32, 320 / Double(count)))
        let (side, left, top) = (cell * Double(count), 120.0, 54.0)
        var canvas = Canvas(
            width: (left + 2 * side + 40).rounded(), height: (top + side + 130).rounded(), scale: scale)
        for (index, name) in correlations.names.enumerated() {
            let short = name.count > 16 ? String(name.prefix(15)) + "." : name
            let middle = (Double(index) + 0.5) * cell
            canvas.text(short, at: Point(left - 8, top + middle + 4), anchor: .end)
            for start in [left, left + side + 20] {
                canvas.text(short, at: Point(start + middle + 4, top + side + 8), anchor: .end, upward: true)
            }
        }
        for (start, title, values) in [
            (left, "held-out rows", correlations.heldOut), (left + side + 20, "generated rows", correlations.generated),
        ] {
            canvas.text(title, at: Point(start + side / 2, top - 12), anchor: .middle)
            for row in 0..<count {
                for column in 0..<count {
                    let rect = Rect(
                        left: start + Double(column) * cell, top: top + Double(row) * cell, width: cell - 1,
                        height: cell - 1)
                    canvas.fill(rect, values[row * count + column].map { DivergingPalette.color($0) } ?? .faint)
                }
            }
        }
        return canvas.image
    }
}
