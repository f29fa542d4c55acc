import Diagnostics
import Foundation

/// A drawing with two axes, as an element `svg` whose colours are the page's and whose text is text.
struct Chart {
    /// In units of the drawing, which scales to the page.
    static let width = 760.0
    let height: Double
    private let left: Double
    private let x: ClosedRange<Double>, y: ClosedRange<Double>
    private var elements: [String] = []

    private static let right = 16.0, top = 14.0, bottom = 40.0

    /// - Parameters:
    ///   - x: what the horizontal axis spans; `y`: from bottom to top.
    ///   - left: room for what stands before the vertical axis.
    init(height: Double, left: Double = 48, x: ClosedRange<Double>, y: ClosedRange<Double>) {
        self.height = height
        self.left = left
        self.x = x.lowerBound < x.upperBound ? x : x.lowerBound...(x.lowerBound + 1)
        self.y = y
    }

    private func pointX(_ value: Double) -> Double {
        left + (value - x.lowerBound) / (x.upperBound - x.lowerBound) * (Self.width - left - Self.right)
    }

    private func pointY(_ value: Double) -> Double {
        let share = (value - y.lowerBound) / (y.upperBound - y.lowerBound)
        return height - Self.bottom - share * (height - Self.top - Self.bottom)
    }

    // MARK: Axes

    mutating func ticksX(_ values: [Double], title: String, text: (Double) -> String) {
        let base = height - Self.bottom
        for value in values {
            line(from: (value, y.lowerBound), to: (value, y.upperBound), class: "grid")
            label(text(value), at: pointX(value), base + 16, anchor: "middle")
        }
        label(title, at: (left + Self.width - Self.right) / 2, height - 4, anchor: "middle")
    }

    mutating func ticksY(_ values: [Double], text: (Double) -> String) {
        for value in values {
            line(from: (x.lowerBound, value), to: (x.upperBound, value), class: "grid")
            label(text(value), at: left - 6, pointY(value) + 4, anchor: "end")
        }
    }

    /// About five round numbers over the horizontal axis.
    var roundX: [Double] {
        let raw = (x.upperBound - x.lowerBound) / 5
        let power = pow(10, floor(log10(raw)))
        let step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= raw } ?? raw
        return Array(stride(from: (x.lowerBound / step).rounded(.up) * step, through: x.upperBound, by: step))
    }

    // MARK: What is shown

    mutating func line(from: (Double, Double), to: (Double, Double), class name: String, style: String = "") {
        elements.append(
            "<line x1=\"\(SVGText.number(pointX(from.0)))\" y1=\"\(SVGText.number(pointY(from.1)))\" "
                + "x2=\"\(SVGText.number(pointX(to.0)))\" y2=\"\(SVGText.number(pointY(to.1)))\" class=\"\(name)\"\(Self.style(style))/>"
        )
    }

    /// A curve, with what a pointer over it shows.
    mutating func curve(_ points: [(x: Double, y: Double)], style: String, title: String) {
        let path = points.map { "\(SVGText.number(pointX($0.x))),\(SVGText.number(pointY($0.y)))" }.joined(
            separator: " ")
        elements.append(
            "<polyline points=\"\(path)\" class=\"curve\"\(Self.style(style))><title>\(HTMLText.escaped(title))</title></polyline>"
        )
    }

    /// The area between two curves over the same places.
    mutating func band(_ points: [(x: Double, low: Double, high: Double)], class name: String, style: String = "") {
        let there = points.map { "\(SVGText.number(pointX($0.x))),\(SVGText.number(pointY($0.high)))" }
        let back = points.reversed().map { "\(SVGText.number(pointX($0.x))),\(SVGText.number(pointY($0.low)))" }
        elements.append(
            "<polygon points=\"\((there + back).joined(separator: " "))\" class=\"\(name)\"\(Self.style(style))/>")
    }

    mutating func dot(_ point: (x: Double, y: Double), style: String, title: String) {
        elements.append(
            "<circle cx=\"\(SVGText.number(pointX(point.x)))\" cy=\"\(SVGText.number(pointY(point.y)))\" r=\"5\"\(Self.style(style))>"
                + "<title>\(HTMLText.escaped(title))</title></circle>")
    }

    /// - Parameter cell: from corner to corner, in the axes' units.
    mutating func cell(
        x: ClosedRange<Double>, y: ClosedRange<Double>, style: String, text: String, title: String
    ) {
        let (left, top) = (pointX(x.lowerBound), pointY(y.upperBound))
        let (width, height) = (pointX(x.upperBound) - left, pointY(y.lowerBound) - top)
        elements.append(
            "<rect x=\"\(SVGText.number(left))\" y=\"\(SVGText.number(top))\" width=\"\(SVGText.number(width))\" "
                + "height=\"\(SVGText.number(height))\"\(Self.style(style))><title>\(HTMLText.escaped(title))</title></rect>"
        )
        label(text, at: left + width / 2, top + height / 2 + 5, anchor: "middle", class: "incell")
    }

    /// Before the vertical axis, at a height.
    /// - Parameter title: what a pointer over it shows, where that is more.
    mutating func labelY(_ text: String, at value: Double, title: String = "") {
        label(text, at: left - 8, pointY(value) + 4, anchor: "end", title: title)
    }

    /// Beside a point, so many units of the drawing to the right of it and below.
    mutating func note(
        _ text: String, at point: (x: Double, y: Double), right: Double = 0, below: Double = 0,
        anchor: String = "start",
        title: String = ""
    ) {
        label(text, at: pointX(point.x) + right, pointY(point.y) + below, anchor: anchor, title: title)
    }

    private mutating func label(
        _ text: String, at x: Double, _ y: Double, anchor: String, class name: String = "", title: String = ""
    ) {
        elements.append(SVGText.element(text, x: x, y: y, anchor: anchor, class: name, title: title))
    }

    /// - Parameter title: read aloud in the drawing's place.
    func svg(title: String) -> String {
        "<div class=\"chart\"><svg viewBox=\"0 0 \(SVGText.number(Self.width)) \(SVGText.number(height))\" role=\"img\" "
            + "aria-label=\"\(HTMLText.escaped(title))\">\n" + elements.joined(separator: "\n") + "\n</svg></div>"
    }

    private static func style(_ text: String) -> String { text.isEmpty ? "" : " style=\"\(text)\"" }
}

/// Colours that can be told apart on light and on dark pages.
enum ChartColor {
    /// The colour of one of `count` settings, in their order: as far apart as so many can be.
    static func of(_ index: Int, of count: Int) -> String {
        let hues = [215, 25, 145, 325, 265, 50, 185, 0]
        let hue = count <= hues.count ? hues[index % hues.count] : 300 * index / max(1, count - 1)
        return "hsl(\(hue) 70% 50%)"
    }
}
