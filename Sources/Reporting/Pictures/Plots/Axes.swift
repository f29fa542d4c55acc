import Diagnostics
import Foundation

/// Round numbers to mark along an axis.
public enum Ticks {
    /// Multiples of 1, 2 or 5 times a power of ten within `range`, about `count` of them (after Heckbert 1990).
    public static func nice(_ range: ClosedRange<Double>, count: Int = 5) -> [Double] {
        let span = range.upperBound - range.lowerBound
        guard span > 0, span.isFinite, count > 0 else { return [range.lowerBound] }
        let raw = span / Double(count)
        let power = pow(10, floor(log10(raw)))
        let step = [1.0, 2, 5, 10].map { $0 * power }.min { abs(log($0 / raw)) < abs(log($1 / raw)) } ?? raw
        let first = (range.lowerBound / step - 1e-9).rounded(.up)
        let last = (range.upperBound / step + 1e-9).rounded(.down)
        guard first <= last, last - first < 1000 else { return [range.lowerBound] }
        return stride(from: first, through: last, by: 1).map { $0 == 0 ? 0 : $0 * step }
    }

    /// All labels of one axis at the same number of decimals: as few as tell every tick exactly. Thousands stand apart.
    public static func labels(_ ticks: [Double]) -> [String] {
        func isExact(_ decimals: Int) -> Bool {
            let power = pow(10, Double(decimals))
            return ticks.allSatisfy { abs(($0 * power).rounded() / power - $0) <= 1e-9 * abs($0) }
        }
        guard ticks.allSatisfy({ abs($0) < 1e9 }), let decimals = (0...6).first(where: isExact) else {
            return ticks.map { minus(NumberText.brief($0)) }
        }
        return ticks.map { tick in
            if decimals == 0 { return minus(NumberText.grouped(Int(tick.rounded()))) }
            return minus(String(format: "%.\(decimals)f", tick == 0 ? 0 : tick))
        }
    }

    /// The typographic minus sign, as wide as a digit.
    private static func minus(_ text: String) -> String { text.replacing("-", with: "\u{2212}") }
}

/// The frame of a plot: which data range is shown in which rectangle.
struct Axes {
    let frame: Rect
    let x: ClosedRange<Double>
    let y: ClosedRange<Double>

    func point(_ dataX: Double, _ dataY: Double) -> Point { Point(pointX(dataX), pointY(dataY)) }

    func pointX(_ dataX: Double) -> Double {
        frame.left + (dataX - x.lowerBound) / (x.upperBound - x.lowerBound) * frame.width
    }

    func pointY(_ dataY: Double) -> Double {
        frame.bottom - (dataY - y.lowerBound) / (y.upperBound - y.lowerBound) * frame.height
    }

    func data(_ point: Point) -> (x: Double, y: Double) {
        (
            x.lowerBound + (point.x - frame.left) / frame.width * (x.upperBound - x.lowerBound),
            y.lowerBound + (frame.bottom - point.y) / frame.height * (y.upperBound - y.lowerBound)
        )
    }

    /// Frame, ticks outside of it and their labels.
    func draw(on canvas: inout Canvas, xTicks: [Double], yTicks: [Double], size: Double = 11) {
        let corners = [
            Point(frame.left, frame.top), Point(frame.right, frame.top), Point(frame.right, frame.bottom),
            Point(frame.left, frame.bottom), Point(frame.left, frame.top),
        ]
        canvas.stroke([corners], width: 0.8, .muted)
        for (tick, label) in zip(xTicks, Ticks.labels(xTicks)) {
            let at = pointX(tick)
            canvas.stroke([[Point(at, frame.bottom), Point(at, frame.bottom + 4)]], width: 0.8, .muted)
            canvas.text(label, at: Point(at, frame.bottom + 16), size: size, .ink, anchor: .middle)
        }
        for (tick, label) in zip(yTicks, Ticks.labels(yTicks)) {
            let at = pointY(tick)
            canvas.stroke([[Point(frame.left - 4, at), Point(frame.left, at)]], width: 0.8, .muted)
            canvas.text(label, at: Point(frame.left - 8, at + size * 0.35), size: size, .ink, anchor: .end)
        }
    }
}
