import Diagnostics
import Equilibrium
import Foundation

/// The columns of a table, each as bars of held-out rows beside bars of generated ones.
enum MarginalsChart {
    private static let across = 4, width = 190.0, height = 132.0
    private static let plot = (left: 8.0, top: 22.0, width: 168.0, height: 84.0)

    static func svg(_ marginals: [ColumnEvidence.Marginal]) -> String {
        let rows = (marginals.count + across - 1) / across
        let panels = marginals.enumerated().map { index, marginal in
            panel(marginal, x: Double(index % across) * width, y: Double(index / across) * height)
        }
        return "<div class=\"chart\"><svg viewBox=\"0 0 \(SVGText.number(Double(across) * width)) "
            + "\(SVGText.number(Double(rows) * height))\" role=\"img\" aria-label=\"columns in held-out and in generated rows\">\n"
            + panels.joined(separator: "\n") + "\n</svg></div>\n<p class=\"notes\">"
            + "<span class=\"key\" style=\"--key:var(--real)\">held-out rows</span> "
            + "<span class=\"key\" style=\"--key:var(--generated)\">generated rows</span>; the columns that differ most "
            + "first; of numbers the outermost bars hold what lies farther out.</p>"
    }

    private static func panel(_ marginal: ColumnEvidence.Marginal, x: Double, y: Double) -> String {
        let bars = marginal.bars
        let highest = max(1e-9, bars.map { max($0.heldOut, $0.generated) }.max() ?? 0)
        let step = plot.width / Double(max(1, bars.count))
        let base = plot.top + plot.height
        var elements = [
            SVGText.element(
                SVGText.shortened(marginal.name, to: 24), x: plot.left, y: 14, anchor: "start", title: marginal.name)
        ]
        for (index, bar) in bars.enumerated() {
            let left = plot.left + Double(index) * step
            let sides = [(bar.heldOut, "var(--real)"), (bar.generated, "var(--generated)")]
            let rectangles = sides.enumerated().map { side, entry in
                let tall = entry.0 / highest * plot.height
                return
                    "<rect x=\"\(SVGText.number(left + step * (0.08 + 0.42 * Double(side))))\" y=\"\(SVGText.number(base - tall))\" "
                    + "width=\"\(SVGText.number(step * 0.42))\" height=\"\(SVGText.number(tall))\" style=\"fill:\(entry.1)\"/>"
            }
            elements.append(
                "<g><rect x=\"\(SVGText.number(left))\" y=\"\(SVGText.number(plot.top))\" width=\"\(SVGText.number(step))\" "
                    + "height=\"\(SVGText.number(plot.height))\" style=\"fill:transparent\"/>" + rectangles.joined()
                    + "<title>\(HTMLText.escaped(bar.text)): \(percent(bar.heldOut)) of held-out rows, "
                    + "\(percent(bar.generated)) of generated ones</title></g>")
        }
        elements.append(
            "<line x1=\"\(SVGText.number(plot.left))\" y1=\"\(SVGText.number(base))\" x2=\"\(SVGText.number(plot.left + plot.width))\" "
                + "y2=\"\(SVGText.number(base))\" class=\"axis\"/>")
        if bars.count > 4 {
            let ends = [(bars.first?.from, plot.left, "start"), (bars.last?.to, plot.left + plot.width, "end")]
            for (text, place, anchor) in ends {
                elements.append(
                    SVGText.element(SVGText.shortened(text ?? "", to: 11), x: place, y: base + 15, anchor: anchor))
            }
        } else {
            for (index, bar) in bars.enumerated() {
                let middle = plot.left + (Double(index) + 0.5) * step
                let room = Int(step / 8)
                elements.append(
                    SVGText.element(SVGText.shortened(bar.text, to: room), x: middle, y: base + 15, anchor: "middle"))
            }
        }
        return "<g transform=\"translate(\(SVGText.number(x)) \(SVGText.number(y)))\">" + elements.joined() + "</g>"
    }

    private static func percent(_ share: Double) -> String { String(format: "%.1f %%", 100 * share) }
}
