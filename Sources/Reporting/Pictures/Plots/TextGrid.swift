import Formats

/// Real texts beside generated ones, a line each.
public struct TextGrid: Sendable {
    public let real: [String]
    public let generated: [String]
    /// Such as "iteration 5,000"; empty for none.
    public let title: String

    public init(real: [String], generated: [String], title: String) {
        (self.real, self.generated, self.title) = (real, generated, title)
    }

    public func image() -> PixelImage {
        let (size, leading, margin, gutter) = (13.0, 18.0, 14.0, 28.0)
        let widest = (real + generated + ["generated   \(title)"]).map { StrokeFont.width($0, size: size) }.max() ?? 0
        let column = max(widest, 220)
        let lines = max(real.count, generated.count)
        var canvas = Canvas(
            width: 2 * margin + 2 * column + gutter, height: margin + 34 + Double(lines) * leading + margin, scale: 1)
        for (index, texts) in [real, generated].enumerated() {
            let left = margin + Double(index) * (column + gutter)
            canvas.text(["real", "generated"][index], at: Point(left, margin + 14), size: 18, Self.ink)
            for (line, text) in texts.enumerated() {
                canvas.text(text, at: Point(left, margin + 42 + Double(line) * leading), size: size, Self.ink)
            }
        }
        canvas.text(
            title, at: Point(2 * margin + 2 * column + gutter - margin, margin + 14), size: 14, Self.muted, anchor: .end
        )
        return canvas.image.grayIfPossible
    }

    private static let ink = Color(0.13, 0.13, 0.13)
    private static let muted = Color(0.42, 0.42, 0.42)
}
