import Testing

@testable import Equilibrium
@testable import Reporting

/// Bars of a table's columns.
@Suite struct MarginalsChartTests {
    @Test func barsOfBothKinds() {
        let svg = MarginalsChart.svg([
            .init(
                name: "a <b>",
                bars: [
                    .init("x", heldOut: 0.25, generated: 0.5), .init("", heldOut: 0.75, generated: 0.5),
                ])
        ])
        #expect(svg.contains("a &lt;b&gt;") && !svg.contains("<b>"))
        #expect(svg.contains("<title>x: 25.0 % of held-out rows, 50.0 % of generated ones</title>"))
        // The highest bar fills the drawing, and others are in proportion.
        #expect(svg.contains("height=\"84\" style=\"fill:var(--real)\""))
        #expect(svg.contains("height=\"28\" style=\"fill:var(--real)\""))
        #expect(svg.contains("height=\"56\" style=\"fill:var(--generated)\""))
    }

    /// Two whole spans have no room beside each other.
    @Test func theEndsAreNamed() {
        let bars = (1...9).map { day in
            ColumnEvidence.Marginal.Bar(from: "2025-0\(day)-01", to: "2025-0\(day)-28", heldOut: 0.1, generated: 0.1)
        }
        let svg = MarginalsChart.svg([.init(name: "listed", bars: bars)])
        #expect(svg.contains(">2025-01-01</text>") && svg.contains(">2025-09-28</text>"), "\(svg)")
        #expect(svg.contains("<title>2025-02-01 to 2025-02-28: 10.0 %"))
    }

    @Test func aColumnWithoutBars() {
        #expect(!MarginalsChart.svg([.init(name: "a", bars: [])]).contains("nan"))
    }
}
