import Foundation

/// The lettering of the pictures: strokes of one width, drawn at any size. See `Glyphs.swift` for the shapes.
public enum StrokeFont {
    public enum Anchor: Sendable { case start, middle, end }

    /// The width of a line of text in the unit of `size`, the height of a line (capitals are 0.7 of it).
    public static func width(_ text: String, size: Double) -> Double {
        let advances = text.map { glyph($0).width + spacing }
        return max(0, advances.reduce(0, +) - spacing) * size / unitsPerLine
    }

    /// The strokes of a text whose baseline starts at the origin.
    static func paths(_ text: String, size: Double) -> [[Point]] {
        var paths: [[Point]] = []
        var x = 0.0
        for character in text {
            let glyph = glyph(character)
            for stroke in glyph.strokes {
                paths.append(stroke.map { Point((x + $0.x) * size / unitsPerLine, $0.y * size / unitsPerLine) })
            }
            x += glyph.width + spacing
        }
        return paths
    }

    private static let unitsPerLine = 10.0
    private static let spacing = 1.9

    private static func glyph(_ character: Character) -> Glyph { Glyph.all[character] ?? Glyph.missing }
}

extension Canvas {
    /// Writes `text` with its baseline at `position.y`. With `upward` it runs from bottom to top, and the baseline is
    /// at `position.x`.
    public mutating func text(
        _ text: String, at position: Point, size: Double = 12, _ color: Color = .ink,
        anchor: StrokeFont.Anchor = .start, bold: Bool = false, upward: Bool = false
    ) {
        let width = StrokeFont.width(text, size: size)
        let shift: Double
        switch anchor {
        case .start: shift = 0
        case .middle: shift = -width / 2
        case .end: shift = -width
        }
        let paths = StrokeFont.paths(text, size: size).map { path in
            path.map { point in
                upward
                    ? Point(position.x - point.y, position.y - point.x - shift)
                    : Point(position.x + point.x + shift, position.y - point.y)
            }
        }
        stroke(paths, width: size * (bold ? 0.125 : 0.085), color)
    }
}
