import Formats
import Foundation

/// 2-D data: real and generated points, and behind them the discriminator's output as bands of colour with the line
/// along which it is undecided.
public struct ScatterPlot: Sendable {
    public let range: PlaneRange
    /// x, y, x, y, ...
    public let real: [Float]
    public let generated: [Float]
    public let surface: DiscriminatorSurface?
    /// Such as "iteration 5,000"; empty for none.
    public let title: String

    public init(
        range: PlaneRange, real: [Float], generated: [Float], surface: DiscriminatorSurface? = nil, title: String = ""
    ) {
        self.range = range
        self.real = real
        self.generated = generated
        self.surface = surface
        self.title = title
    }

    public func image(scale: Double = 2) -> PixelImage {
        let side = 330.0
        let frame = Rect(left: 46, top: 52, width: side, height: side)
        var canvas = Canvas(width: surface == nil ? 396 : 470, height: 418, scale: scale)
        let axes = Axes(frame: frame, x: range.x, y: range.y)
        if let surface {
            let pixels = Int((side * scale).rounded())
            canvas.place(surface.image(width: pixels, height: pixels, scale: scale), at: Point(frame.left, frame.top))
            colourBar(surface, on: &canvas, Rect(left: frame.right + 16, top: frame.top, width: 12, height: side))
        }
        canvas.clipped(to: frame) { canvas in
            for point in points(real) {
                canvas.disc(axes.point(point.x, point.y), radius: 2.5, .real, opacity: 0.85)
            }
            // Smaller and edged in white: where generated points cover real ones, both still show.
            for point in points(generated) {
                let center = axes.point(point.x, point.y)
                canvas.disc(center, radius: 2.1, .white, opacity: 0.8)
                canvas.disc(center, radius: 1.5, .generated)
            }
        }
        axes.draw(
            on: &canvas, xTicks: Ticks.nice(range.x, count: 5), yTicks: Ticks.nice(range.y, count: 5))
        legend(on: &canvas, frame)
        return canvas.image
    }

    /// Generated points that the picture does not reach.
    public var outside: Int {
        points(generated).count { !range.x.contains($0.x) || !range.y.contains($0.y) }
    }

    private func points(_ values: [Float]) -> [(x: Double, y: Double)] {
        stride(from: 0, to: values.count - 1, by: 2).map { (Double(values[$0]), Double(values[$0 + 1])) }
    }

    private func colourBar(_ surface: DiscriminatorSurface, on canvas: inout Canvas, _ bar: Rect) {
        let axis = Axes(frame: bar, x: 0...1, y: surface.outputs)
        canvas.shade(bar) { point in surface.color(axis.data(point).y - surface.threshold) }
        axis.draw(on: &canvas, xTicks: [], yTicks: [])
        let ticks = Ticks.nice(surface.outputs, count: 5)
        for (tick, label) in zip(ticks, Ticks.labels(ticks)) {
            let y = axis.pointY(tick)
            canvas.stroke([[Point(bar.right, y), Point(bar.right + 4, y)]], width: 0.8, .muted)
            canvas.text(label, at: Point(bar.right + 8, y + 3.9), size: 11)
        }
        let middle = Point(bar.right + 46, bar.top + bar.height / 2)
        canvas.text("output of the discriminator", at: middle, size: 11, .ink, anchor: .middle, upward: true)
    }

    private func legend(on canvas: inout Canvas, _ frame: Rect) {
        let y = frame.top - 12
        var x = frame.left + 4
        func entry(_ canvas: inout Canvas, _ label: String, _ draw: (inout Canvas, Point) -> Void) {
            draw(&canvas, Point(x, y - 3.6))
            canvas.text(label, at: Point(x + 8, y), size: 12)
            x += 8 + StrokeFont.width(label, size: 12) + 18
        }
        entry(&canvas, "real") { $0.disc($1, radius: 3.2, .real) }
        entry(&canvas, "generated") { $0.disc($1, radius: 3.2, .generated) }
        if surface != nil {
            x += 6
            entry(&canvas, "undecided") {
                $0.stroke([[Point($1.x - 8, $1.y), Point($1.x + 3, $1.y)]], width: 1, .muted)
            }
        }
        canvas.text(title, at: Point(frame.left, 20), size: 13)
        if outside > 0 {
            let count = points(generated).count
            canvas.text(
                "\(outside) of \(count) generated points lie outside", at: Point(frame.right, 20), size: 10.5, .muted,
                anchor: .end)
        }
    }
}
