import Testing

@testable import Kernels

@Suite struct LaplacianPyramidTests {
    static let sizes = [(40, 33, 3), (17, 31, 1), (64, 64, 2), (5, 9, 1), (32, 48, 4)]

    private typealias Plane = [[Double]]

    /// The filter in both directions, mirrored at the edges.
    private func filtered(_ plane: Plane, gain: Double) -> Plane {
        let taps = [1.0, 4, 6, 4, 1].map { $0 / 16 }
        func mirrored(_ place: Int, _ count: Int) -> Int {
            place < 0 ? -place : place < count ? place : 2 * count - 2 - place
        }
        return plane.indices.map { line in
            plane[line].indices.map { column in
                var sum = 0.0
                for dy in -2...2 {
                    for dx in -2...2 {
                        let source = plane[mirrored(line + dy, plane.count)]
                        sum += taps[dy + 2] * taps[dx + 2] * source[mirrored(column + dx, source.count)]
                    }
                }
                return gain * sum
            }
        }
    }

    private func halved(_ plane: Plane) -> Plane {
        let whole = filtered(plane, gain: 1)
        return stride(from: 0, to: whole.count, by: 2).map { line in
            stride(from: 0, to: whole[line].count, by: 2).map { whole[line][$0] }
        }
    }

    private func enlarged(_ plane: Plane) -> Plane {
        var zeros = Plane(repeating: [Double](repeating: 0, count: 2 * plane[0].count), count: 2 * plane.count)
        for line in plane.indices {
            for column in plane[line].indices { zeros[2 * line][2 * column] = plane[line][column] }
        }
        return filtered(zeros, gain: 4)
    }

    @Test("as plain loops in double precision say", arguments: sizes)
    func plainLoops(_ height: Int, _ width: Int, _ channels: Int) {
        let picture = Numbers.make(height * width * channels, seed: 1)
        let pyramid = LaplacianPyramid(height: height, width: width, channels: channels, levels: 5, least: 4)
        let input = Guarded(picture)
        for level in pyramid.sizes.indices {
            let scratch = Guarded(count: pyramid.scratchCount)
            pyramid.level(level, of: input.pointer, scratch: scratch.pointer)
            #expect(scratch.isIntact)
            let (lines, columns) = pyramid.sizes[level]
            var expected = [Double](repeating: 0, count: lines * columns * channels)
            for channel in 0..<channels {
                var plane = (0..<height).map { line in
                    (0..<width).map { Double(picture[(line * width + $0) * channels + channel]) }
                }
                for _ in 0..<level { plane = halved(plane) }
                #expect(plane.count == lines && plane[0].count == columns)
                let coarse = level + 1 < pyramid.sizes.count ? enlarged(halved(plane)) : nil
                for line in 0..<lines {
                    for column in 0..<columns {
                        expected[(line * columns + column) * channels + channel] =
                            plane[line][column] - (coarse?[line][column] ?? 0)
                    }
                }
            }
            #expect(Numbers.difference(Array(scratch.values.prefix(expected.count)), expected) < 1e-6)
        }
    }

    @Test func levelsGoOnWhileTheyAreLargeEnough() {
        func sizes(_ height: Int, _ width: Int, _ levels: Int = 5) -> [Int] {
            LaplacianPyramid(height: height, width: width, channels: 1, levels: levels, least: 16).sizes.map(\.height)
        }
        #expect(sizes(64, 64) == [64, 32, 16])
        #expect(sizes(1024, 1024) == [1024, 512, 256, 128, 64])
        #expect(sizes(64, 32) == [64, 32])
        #expect(sizes(64, 64, 2) == [64, 32])
        #expect(sizes(28, 28) == [28])
        #expect(sizes(8, 8) == [8])
        #expect(sizes(1, 1) == [1])
    }

    @Test("each channel has mean 0 and deviation 1, and none where all are equal")
    func patches() {
        let pyramid = LaplacianPyramid(height: 9, width: 10, channels: 2, levels: 1, least: 16)
        let patches = Patches(pyramid, level: 0, side: 7, count: 3)
        #expect((patches.dimensions, patches.lastLine, patches.lastColumn) == (98, 3, 4))
        var pictures = Numbers.make(4 * 180, seed: 1)
        // The second channel is the same everywhere.
        for i in stride(from: 1, to: pictures.count, by: 2) { pictures[i] = 0.7 }
        let places: [Int32] = (0..<12).flatMap { [Int32($0 % 3), Int32($0 % 4)] }
        let rows = Guarded(count: 12 * 98)
        patches.take(pictures, pictureCount: 4, places: places, least: 1e-6, into: rows.pointer, workers: .shared)
        #expect(rows.isIntact)
        let values = rows.values.map(Double.init)
        let first = stride(from: 0, to: values.count, by: 2).map { values[$0] }
        let sum: Double = first.reduce(0, +)
        let squares: Double = first.reduce(0) { $0 + $1 * $1 }
        #expect(abs(sum / Double(first.count)) < 1e-6)
        #expect(abs(squares / Double(first.count) - 1) < 1e-6)
        #expect(stride(from: 1, to: values.count, by: 2).allSatisfy { values[$0] == 0 })
        // Patch 5 is of the second picture, from line 2 and column 1 on; one factor and one offset for all.
        func pixel(_ line: Int, _ column: Int) -> Double { Double(pictures[180 + (line * 10 + column) * 2]) }
        let (a, b, c) = (values[5 * 98], values[5 * 98 + 2], values[5 * 98 + 14])
        let slope = (b - a) / (pixel(2, 2) - pixel(2, 1))
        #expect(slope > 0 && abs(c - a - slope * (pixel(3, 1) - pixel(2, 1))) < 1e-5)
    }
}
