import Formats

/// The discriminator's accuracy over the iterations: on real samples, on generated ones, and their mean with its
/// interval, beside the line of 0.5.
public struct AccuracyPlot: Sendable {
    /// One evaluation. nil: not measured.
    public struct Entry: Hashable, Sendable {
        public let iteration: Int
        public let accuracy: Double?
        public let low: Double?
        public let high: Double?
        public let real: Double?
        public let fake: Double?

        public init(
            iteration: Int, accuracy: Double?, low: Double? = nil, high: Double? = nil, real: Double? = nil,
            fake: Double? = nil
        ) {
            self.iteration = iteration
            self.accuracy = accuracy
            self.low = low
            self.high = high
            self.real = real
            self.fake = fake
        }
    }

    /// In the order of their iterations.
    public let entries: [Entry]
    public let title: String
    /// The iteration from which on the accuracy stayed near 0.5, if it did.
    public let settledAt: Int?

    public init(_ entries: [Entry], title: String = "", settledAt: Int? = nil) {
        self.entries = entries
        self.title = title
        self.settledAt = settledAt
    }

    public func image(scale: Double = 2) -> PixelImage {
        let frame = Rect(left: 56, top: 54, width: 500, height: 250)
        var canvas = Canvas(width: 580, height: 354, scale: scale)
        let last = Double(max(1, entries.last?.iteration ?? 1))
        let axes = Axes(frame: frame, x: min(0, Double(entries.first?.iteration ?? 0))...last, y: 0...1)
        let yTicks = [0, 0.25, 0.5, 0.75, 1]
        for tick in yTicks where tick != 0 && tick != 1 && tick != 0.5 {
            let y = axes.pointY(tick)
            canvas.stroke([[Point(frame.left, y), Point(frame.right, y)]], width: 0.6, .faint)
        }
        drawBand(on: &canvas, axes)
        let half = axes.pointY(0.5)
        canvas.dashed(Point(frame.left, half), Point(frame.right, half), width: 1, .muted)
        if let settledAt {
            let x = axes.pointX(Double(settledAt))
            canvas.dashed(Point(x, frame.top), Point(x, frame.bottom), width: 0.8, .muted, dash: 1.5, gap: 2.5)
        }
        canvas.clipped(
            to: Rect(left: frame.left - 3, top: frame.top - 3, width: frame.width + 6, height: frame.height + 6)
        ) {
            drawCurve(on: &$0, axes, \.real, width: 1.3, .real)
            drawCurve(on: &$0, axes, \.fake, width: 1.3, .generated)
            drawCurve(on: &$0, axes, \.accuracy, width: 2.2, .ink)
        }
        axes.draw(on: &canvas, xTicks: Ticks.nice(axes.x, count: 6), yTicks: yTicks)
        canvas.text("iteration", at: Point(frame.left + frame.width / 2, frame.bottom + 36), anchor: .middle)
        canvas.text(
            "accuracy of the discriminator", at: Point(16, frame.top + frame.height / 2), anchor: .middle, upward: true)
        drawTitle(on: &canvas, frame)
        drawLegend(on: &canvas, frame)
        return canvas.image
    }

    private func drawBand(on canvas: inout Canvas, _ axes: Axes) {
        for run in runs(where: { $0.low != nil && $0.high != nil }) {
            canvas.band(
                run.map { axes.pointX(Double($0.iteration)) }, lower: run.map { axes.pointY($0.low ?? 0) },
                upper: run.map { axes.pointY($0.high ?? 0) }, .ink, opacity: 0.16)
        }
    }

    /// A line through what was measured, broken where something was not; a dot for each measurement if they are few.
    private func drawCurve(
        on canvas: inout Canvas, _ axes: Axes, _ value: KeyPath<Entry, Double?>, width: Double, _ color: Color
    ) {
        let paths = runs(where: { $0[keyPath: value]?.isFinite == true }).map { run in
            run.map { axes.point(Double($0.iteration), $0[keyPath: value] ?? 0) }
        }
        canvas.stroke(paths, width: width, color)
        let points = paths.joined()
        if points.count <= 40 { for point in points { canvas.disc(point, radius: width * 1.1, color) } }
    }

    /// The longest stretches of entries that all satisfy the condition.
    private func runs(where condition: (Entry) -> Bool) -> [[Entry]] {
        entries.split(whereSeparator: { !condition($0) }).map(Array.init)
    }

    /// In one line, as wide as the frame at most; where it would be too small to read, in two that part at the first
    /// double space.
    private func drawTitle(on canvas: inout Canvas, _ frame: Rect) {
        func size(_ line: some StringProtocol) -> Double {
            min(13, 13 * frame.width / StrokeFont.width(String(line), size: 13))
        }
        guard size(title) < 9 else {
            canvas.text(title, at: Point(frame.left, 20), size: size(title))
            return
        }
        let lines = title.split(separator: "  ", maxSplits: 1)
        for (line, baseline) in zip(lines, [12.0, 25]) {
            canvas.text(String(line), at: Point(frame.left, baseline), size: lines.map(size).min() ?? 9)
        }
    }

    private func drawLegend(on canvas: inout Canvas, _ frame: Rect) {
        var x = frame.left
        let y = frame.top - 11
        func entry(_ canvas: inout Canvas, _ label: String, _ width: Double, _ color: Color) {
            canvas.stroke([[Point(x, y - 4), Point(x + 16, y - 4)]], width: width, color)
            canvas.text(label, at: Point(x + 22, y))
            x += 22 + StrokeFont.width(label, size: 12) + 20
        }
        entry(&canvas, "mean, 95 % interval", 2.2, .ink)
        entry(&canvas, "on real", 1.6, .real)
        entry(&canvas, "on generated", 1.6, .generated)
        if settledAt != nil {
            canvas.dashed(Point(x, y - 4), Point(x + 16, y - 4), width: 1, .muted, dash: 1.5, gap: 2.5)
            canvas.text("settled", at: Point(x + 22, y))
        }
    }
}
