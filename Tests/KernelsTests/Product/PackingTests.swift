import Testing

@testable import Kernels

@Suite struct PackingTests {
    /// Rows and channels around the edges of tiles, of panels and of the sixteen rows that are copied at once.
    static let sizes = [1, 5, 6, 7, 8, 13, 16, 17, 31, 32, 33, 50]
    private static let untouched: Float = -99

    /// Rows of so many channels, each in memory of its own, and what `body` leaves of the target.
    private func copy(
        count: Int, channels: Int, into target: Int,
        _ body: (UnsafePointer<UnsafePointer<Float>>, UnsafeMutablePointer<Float>) -> Void
    ) -> (source: [Float], target: [Float]) {
        // A row may be read beyond its channels, as it may be in a matrix, but not behind the last row.
        let source = Numbers.make(count * channels, seed: 1)
        var packed = [Float](repeating: Self.untouched, count: target)
        source.withUnsafeBufferPointer { source in
            let rows = (0..<count).map { source.baseAddress! + $0 * channels }
            packed.withUnsafeMutableBufferPointer { body(rows, $0.baseAddress!) }
        }
        return (source, packed)
    }

    @Test(arguments: sizes, sizes) func tilesHoldTheirChannelsByPosition(count: Int, channels: Int) {
        let (height, tiles) = (Microkernel.rows, Microkernel.tiles(of: channels))
        let stride = Packing.tileStride(count)
        let (source, packed) = copy(count: count, channels: channels, into: tiles * stride) {
            Packing.tiles($0, count: count, channels: channels, tiles: 0..<tiles, into: $1, stride: stride)
        }
        for tile in 0..<tiles {
            for position in 0..<count {
                for row in 0..<height {
                    let channel = tile * height + row
                    let expected = channel < channels ? source[position * channels + channel] : 0
                    #expect(packed[tile * stride + position * height + row] == expected)
                }
            }
        }
    }

    @Test func onlyTheTilesAskedForAreWritten() {
        let (count, channels) = (20, 33)
        let stride = Packing.tileStride(count)
        let tiles = Microkernel.tiles(of: channels)
        let (_, packed) = copy(count: count, channels: channels, into: tiles * stride) {
            Packing.tiles($0, count: count, channels: channels, tiles: 2..<4, into: $1, stride: stride)
        }
        #expect(packed[..<(2 * stride)].allSatisfy { $0 == Self.untouched })
        #expect(packed[(4 * stride)...].allSatisfy { $0 == Self.untouched })
        #expect(packed[2 * stride] != Self.untouched)
    }

    @Test(arguments: sizes, sizes) func panelsHoldTheirChannelsByPosition(count: Int, channels: Int) {
        let width = Microkernel.columns
        let panels = (channels + width - 1) / width
        let stride = count * width
        let (source, packed) = copy(count: count, channels: channels, into: panels * stride + 1) {
            Packing.panels($0, count: count, channels: channels, panels: 0..<panels, into: $1, stride: stride)
        }
        for panel in 0..<panels {
            for position in 0..<count {
                for lane in 0..<width {
                    let channel = panel * width + lane
                    let expected = channel < channels ? source[position * channels + channel] : 0
                    #expect(packed[panel * stride + position * width + lane] == expected)
                }
            }
        }
        #expect(packed.last == Self.untouched)
    }

    @Test func theFirstPanelAskedForStandsAtTheStart() {
        let (count, width) = (3, Microkernel.columns)
        let channels = 3 * width
        let (source, packed) = copy(count: count, channels: channels, into: 2 * count * width) {
            Packing.panels($0, count: count, channels: channels, panels: 1..<2, into: $1, stride: count * width)
        }
        #expect(packed[0] == source[width])
        #expect(packed[(count * width)...].allSatisfy { $0 == Self.untouched })
    }
}
