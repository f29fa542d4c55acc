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
                    .init(text: "x", heldOut: 0.25, generated: 0.5), .init(text: "", heldOut: 0.75, generated: 0.5),
                ])
        ])
        #expect(svg.contains("a &lt;b&gt;") && !svg.contains("<b>"))
        #expect(svg.contains("<title>x: 25.0 % of held-out rows, 50.0 % of generated ones</title>"))
        // The highest bar fills the drawing, and others are in proportion.
        #expect(svg.contains("height=\"84\" style=\"fill:var(--real)\""))
        #expect(svg.contains("height=\"28\" style=\"fill:var(--real)\""))
        #expect(svg.contains("height=\"56\" style=\"fill:var(--generated)\""))
    }

    @Test func aColumnWithoutBars() {
        #expect(!MarginalsChart.svg([.init(name: "a", bars: [])]).contains("nan"))
    }
}
