import Foundation
import Testing

@testable import Reporting

@Suite struct PictureTests {
    @Test(arguments: Glyph.shapes.map { $0 }.sorted { $0.key < $1.key })
    func everyGlyphCanBeRead(character: Character, shape: String) throws {
        let glyph = try #require(Glyph(shape))
        #expect(glyph.strokes.isEmpty == (character == " "))
        for point in glyph.strokes.joined() {
            #expect((-0.5...glyph.width + 0.6).contains(point.x) && (-3...8.5).contains(point.y))
        }
    }

    @Test func everyPrintableASCIICharacterOfAReportHasAGlyph() {
        let used = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,:;-+=<>()[]/|%_'*!?#"
        #expect(used.filter { Glyph.all[$0] == nil } == "")
    }

    @Test(arguments: [
        (0.0...1.0, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (-1.6...1.6, ["\u{2212}1.5", "\u{2212}1.0", "\u{2212}0.5", "0.0", "0.5", "1.0", "1.5"]),
        (0...20000, ["0", "5,000", "10,000", "15,000", "20,000"]),
        (0.449...0.451, ["0.4490", "0.4495", "0.4500", "0.4505", "0.4510"]),
        (3...3, ["3"]),
    ])
    func ticksAreRoundNumbers(range: ClosedRange<Double>, labels: [String]) {
        #expect(Ticks.labels(Ticks.nice(range)) == labels)
    }

    @Test func labelsTellEveryTickExactly() {
        #expect(Ticks.labels([0, 0.25, 0.5]) == ["0.00", "0.25", "0.50"])
    }

    @Test func aLineCoversPixelsByTheirDistance() {
        var canvas = Canvas(width: 9, height: 9, scale: 1)
        canvas.stroke([[Point(-5, 4.5), Point(20, 4.5)]], width: 2, Color(0, 0, 0))
        let column = (0..<9).map { canvas.image.samples[($0 * 9 + 4) * 3] }
        #expect(column == [255, 255, 255, 128, 0, 128, 255, 255, 255])
    }

    @Test func aBandCoversPartOfAPixelByItsShare() {
        var canvas = Canvas(width: 4, height: 4, scale: 1)
        canvas.band([0, 4], lower: [2.25, 2.25], upper: [1, 1], Color(0, 0, 0), opacity: 1)
        let column = (0..<4).map { canvas.image.samples[($0 * 4 + 2) * 3] }
        #expect(column == [255, 0, 191, 255])
    }

    @Test func valuesThatAreNotFiniteDrawNothing() {
        var canvas = Canvas(width: 20, height: 20, scale: 1)
        let blank = canvas.image
        canvas.stroke([[Point(.nan, 3), Point(5, .infinity)]], width: 2, .ink)
        canvas.disc(Point(.infinity, .nan), radius: 3, .ink)
        canvas.disc(Point(1e300, -1e300), radius: 3, .ink)
        #expect(canvas.image == blank)
    }

    @Test func thePaletteMeetsInWhite() {
        #expect(DivergingPalette.color(0).bytes == Color.white.bytes)
        #expect(DivergingPalette.color(1).bytes == DivergingPalette.high.bytes)
        #expect(DivergingPalette.color(-7).bytes == DivergingPalette.low.bytes)
    }

    @Test(arguments: [(8, 8, 6), (28, 28, 2), (64, 64, 1), (11, 16, 3), (200, 10, 1)])
    func smallImagesAreEnlarged(height: Int, width: Int, factor: Int) {
        let grid = ImageGrid(height: height, width: width, channels: 1, real: [], generated: [])
        #expect(grid.enlargement == factor)
    }

    @Test(arguments: [1, 3]) func theGridShowsEveryPixelOfEveryImage(channels: Int) throws {
        let count = 5
        let size = 4 * 4 * channels
        let real = (0..<count * size).map { Float($0 % 17) / 8 - 1 }
        let generated = (0..<count * size).map { Float($0 % 13) / 6 - 1 }
        let grid = ImageGrid(height: 4, width: 4, channels: channels, real: real, generated: generated)
        let image = grid.image(columns: 3, rows: 2)
        #expect(image.channels == channels)
        let factor = grid.enlargement
        let tile = 4 * factor
        #expect(
            factor == 12 && image.width == 2 * 14 + 2 * (3 * tile + 4) + 20 && image.height == 40 + 2 * tile + 2 + 14)
        for (block, values) in [real, generated].enumerated() {
            for index in 0..<count {
                let left = 14 + block * (3 * tile + 4 + 20) + index % 3 * (tile + 2)
                let top = 40 + index / 3 * (tile + 2)
                for (y, x) in [(0, 0), (tile - 1, tile - 1), (factor, 2 * factor - 1), (3 * factor, factor)] {
                    let source = index * size + (y / factor * 4 + x / factor) * channels
                    let shown = ((top + y) * image.width + left + x) * channels
                    for channel in 0..<channels {
                        let expected = UInt8(((values[source + channel] + 1) * 127.5).rounded())
                        #expect(image.samples[shown + channel] == expected)
                    }
                }
            }
        }
    }

    @Test(arguments: [(-1, 0), (1, 255), (0, 128), (-3, 0), (9, 255), (.nan, 0), (.infinity, 255)] as [(Float, UInt8)])
    func pixelValues(x: Float, byte: UInt8) {
        #expect(ImageGrid.byte(x) == byte)
    }

    @Test func theRangeIsASquareAroundTheRealPoints() {
        let range = PlaneRange(around: [0, 0, 10, 5, .nan, 90])
        #expect(range.x == -2...12 && range.y == -4.5...9.5)
        #expect(PlaneRange(around: []) == PlaneRange(x: -1.4...1.4, y: -1.4...1.4))
        #expect(PlaneRange(around: [3, 3]) == PlaneRange(x: 2...4, y: 2...4))
        #expect(PlaneRange(x: 0...2, y: 0...1).lattice(columns: 3, rows: 2) == [0, 0, 1, 0, 2, 0, 0, 1, 1, 1, 2, 1])
    }

    @Test func theScatterShowsPointsAndTheSideTheDiscriminatorTakes() {
        let range = PlaneRange(x: -1...1, y: -1...1)
        // D calls the right half real, the left half generated.
        let values = (0..<9).map { Float([0, 0.5, 1][$0 % 3]) }
        let surface = DiscriminatorSurface(columns: 3, rows: 3, values: values, threshold: 0.5, outputs: 0...1)
        let plot = ScatterPlot(range: range, real: [-0.5, -0.5], generated: [0.5, 0.5, 7, 7], surface: surface)
        #expect(plot.outside == 1)
        let image = plot.image(scale: 1)
        func pixel(_ x: Double, _ y: Double) -> [UInt8] {
            let column = Int(46 + (x + 1) / 2 * 330)
            let row = Int(52 + (1 - y) / 2 * 330)
            return Array(image.samples[(row * image.width + column) * 3..<(row * image.width + column) * 3 + 3])
        }
        #expect(pixel(-0.5, -0.5)[2] > 150 && pixel(-0.5, -0.5)[0] < 60)
        #expect(pixel(0.5, 0.5)[0] > 200 && pixel(0.5, 0.5)[2] < 40)
        #expect(pixel(0.9, -0.6)[2] > pixel(0.9, -0.6)[0])
        #expect(pixel(-0.9, 0.6)[0] > pixel(-0.9, 0.6)[2])
    }

    @Test func anUndecidedDiscriminatorLooksUndecided() {
        let values = (0..<16).map { Float(0.5 + Double($0 % 3 - 1) * 1e-3) }
        let surface = DiscriminatorSurface(columns: 4, rows: 4, values: values, threshold: 0.5, outputs: 0...1)
        let image = ScatterPlot(range: PlaneRange(x: 0...1, y: 0...1), real: [], generated: [], surface: surface)
            .image(scale: 1)
        let inside = (60..<370).flatMap { y in (50..<370).map { x in image.samples[(y * image.width + x) * 3] } }
        #expect(inside.min() ?? 0 > 235)
    }

    @Test func aSurfaceTakesAnyValues() throws {
        let values: [Float] = [.nan, .infinity, -.greatestFiniteMagnitude, .greatestFiniteMagnitude]
        func surface(_ values: [Float], _ threshold: Double, _ outputs: ClosedRange<Double>?) -> DiscriminatorSurface? {
            DiscriminatorSurface(columns: 2, rows: 2, values: values, threshold: threshold, outputs: outputs)
        }
        for outputs in [nil, 0.0...1.0] {
            for threshold in [-0.25, 0.5, 3] {
                for values in [values, [.nan, .nan, .nan, .nan], [0, 1, 2, 3]] {
                    let surface = try #require(surface(values, threshold, outputs))
                    #expect(surface.outputs.contains(threshold) && surface.span > 0)
                    let plot = ScatterPlot(range: PlaneRange(around: []), real: [], generated: [], surface: surface)
                    #expect(plot.image(scale: 1).width == 470)
                }
            }
            for threshold in [Double.nan, .infinity] { #expect(surface(values, threshold, outputs) == nil) }
        }
    }

    @Test func coursesWithHolesAndWithoutEntriesAreDrawn() {
        let empty = AccuracyPlot([]).image(scale: 1)
        let course = AccuracyPlot(
            [
                .init(iteration: 0, accuracy: 0.9, low: 0.8, high: 1, real: 1, fake: 0.8),
                .init(iteration: 100, accuracy: nil),
                .init(iteration: 200, accuracy: .nan, real: 0.5, fake: 0.5),
                .init(iteration: 300, accuracy: 0.5, low: 0.45, high: 0.55),
            ], settledAt: 300
        ).image(scale: 1)
        #expect(course.width == empty.width && course.samples != empty.samples)
    }

    /// The longest that an experiment's name and a run's id come to are 100 and 120 characters.
    @Test(arguments: [(10, 20), (10, 75), (10, 120), (100, 120)])
    func aLongTitleStaysWithinThePicture(name: Int, id: Int) {
        let title = String(repeating: "m", count: name) + "  " + String(repeating: "m", count: id)
        let image = AccuracyPlot([], title: title).image(scale: 1)
        // Above the legend.
        let inked = (0..<580).filter { x in (0..<33).contains { y in image.samples[(y * 580 + x) * 3] < 200 } }
        #expect(inked.first ?? 0 >= 55 && inked.last ?? 580 <= 557, "\(inked.last ?? 0)")
    }
}
