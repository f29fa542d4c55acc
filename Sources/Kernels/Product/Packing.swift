import CMachine

/// Copies that bring operands into the order in which the microkernel reads them.
enum Packing {
    private typealias Eight = SIMD8<Float>

    /// Floats of a tile's channels over `count` positions, as `tiles` lays them out.
    static func tileStride(_ count: Int) -> Int { count * Microkernel.rows + Eight.scalarCount }

    /// Copies rows of `channels` numbers into tiles [tile][position][Microkernel.rows], `stride` floats apart, with
    /// zeros behind the last channel. Only the tiles of `range` are written.
    ///
    /// Eight numbers are moved at once: the next position overwrites those beyond the tile's rows, and the last
    /// position is moved number by number.
    static func tiles(
        _ rows: UnsafePointer<UnsafePointer<Float>>, count: Int, channels: Int, tiles range: Range<Int>,
        into target: UnsafeMutablePointer<Float>, stride: Int
    ) {
        let height = Microkernel.rows
        // Sixteen rows at a time stay in the first-level cache while their tiles are cut.
        var first = 0
        while first < count {
            let end = min(count, first + 16)
            for p in end..<min(count, end + 16) {
                prefetch(rows[p], range.lowerBound * height..<min(channels, range.upperBound * height))
            }
            for tile in range {
                let place = target + tile * stride
                let valid = channels - tile * height
                var p = first
                if valid >= Eight.scalarCount {
                    while p < min(end, count - 1) {
                        let eight = UnsafeRawPointer(rows[p] + tile * height).loadUnaligned(as: Eight.self)
                        UnsafeMutableRawPointer(place + p * height).storeBytes(of: eight, as: Eight.self)
                        p += 1
                    }
                }
                while p < end {
                    for r in 0..<height { place[p * height + r] = r < valid ? rows[p][tile * height + r] : 0 }
                    p += 1
                }
            }
            first = end
        }
    }

    /// Asks for the part of a row that will be read.
    @inline(__always) private static func prefetch(_ row: UnsafePointer<Float>, _ channels: Range<Int>) {
        for line in 0..<(channels.count + 15) / 16 { saddle_prefetch(row + channels.lowerBound + line * 16) }
    }

    /// Copies rows of `channels` numbers into panels [panel][position][width], `stride` floats apart, with zeros behind
    /// the last channel. Only the panels of `range` are written, the first to the start of `target`.
    static func panels(
        _ rows: UnsafePointer<UnsafePointer<Float>>, count: Int, channels: Int, panels range: Range<Int>,
        into target: UnsafeMutablePointer<Float>, stride: Int
    ) {
        let width = Microkernel.columns
        var first = 0
        while first < count {
            let end = min(count, first + 16)
            for p in end..<min(count, end + 16) {
                prefetch(rows[p], range.lowerBound * width..<min(channels, range.upperBound * width))
            }
            for panel in range {
                let column = panel * width
                let valid = min(width, channels - column)
                let place = target + (panel - range.lowerBound) * stride
                for p in first..<end {
                    let (source, row) = (rows[p] + column, place + p * width)
                    if valid == width {
                        for half in 0..<width / 16 {
                            let sixteen = UnsafeRawPointer(source + half * 16).loadUnaligned(as: SIMD16<Float>.self)
                            UnsafeMutableRawPointer(row + half * 16).storeBytes(of: sixteen, as: SIMD16<Float>.self)
                        }
                    } else {
                        for lane in 0..<valid { row[lane] = source[lane] }
                        for lane in valid..<width { row[lane] = 0 }
                    }
                }
            }
            first = end
        }
    }
}
