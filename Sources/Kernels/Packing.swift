import CMachine

/// Copies that bring operands into the order in which the microkernel reads them.
enum Packing {
    /// Floats of a tile of six channels over `count` positions, as `sixes` lays it out.
    static func tileStride(_ count: Int) -> Int { count * 6 + 8 }

    /// Copies rows of `channels` numbers into tiles [tile][position][6], `tileStride(count)` floats apart, with zeros
    /// behind the last channel. Only the tiles of `range` are written.
    ///
    /// Eight numbers are moved at once: the two too many are overwritten by the next position.
    static func sixes(
        _ rows: UnsafePointer<UnsafePointer<Float>>, count: Int, channels: Int, tiles range: Range<Int>,
        into target: UnsafeMutablePointer<Float>
    ) {
        let stride = tileStride(count)
        // Sixteen rows at a time stay in the first-level cache while their tiles are cut.
        var first = 0
        while first < count {
            let end = min(count, first + 16)
            for p in end..<min(count, end + 16) { prefetch(rows[p], channels) }
            for tile in range {
                let place = target + tile * stride
                let valid = channels - tile * 6
                if valid >= 8 {
                    for p in first..<end {
                        let eight = UnsafeRawPointer(rows[p] + tile * 6).loadUnaligned(as: SIMD8<Float>.self)
                        UnsafeMutableRawPointer(place + p * 6).storeBytes(of: eight, as: SIMD8<Float>.self)
                    }
                } else {
                    for p in first..<end {
                        for r in 0..<6 { place[p * 6 + r] = r < valid ? rows[p][tile * 6 + r] : 0 }
                    }
                }
            }
            first = end
        }
    }

    /// Asks for a row that will be read.
    @inline(__always) private static func prefetch(_ row: UnsafePointer<Float>, _ channels: Int) {
        for line in 0..<(channels + 15) / 16 { saddle_prefetch(row + line * 16) }
    }

    /// Copies rows of `channels` numbers into panels [panel][position][width], with zeros behind the last channel. Only
    /// the panels of `range` are written, one after another.
    static func panels(
        _ rows: UnsafePointer<UnsafePointer<Float>>, count: Int, channels: Int, panels range: Range<Int>,
        into panels: UnsafeMutablePointer<Float>
    ) {
        let width = Microkernel.columns
        var target = panels
        for panel in range {
            let column = panel * width
            let valid = min(width, channels - column)
            if valid == width {
                for p in 0..<count {
                    let (source, row) = (
                        UnsafeRawPointer(rows[p] + column), UnsafeMutableRawPointer(target + p * width)
                    )
                    row.storeBytes(of: source.loadUnaligned(as: SIMD16<Float>.self), as: SIMD16<Float>.self)
                    if width == 32 {
                        (row + 64).storeBytes(
                            of: (source + 64).loadUnaligned(as: SIMD16<Float>.self), as: SIMD16<Float>.self)
                    }
                }
            } else {
                for p in 0..<count {
                    let (source, row) = (rows[p] + column, target + p * width)
                    for lane in 0..<valid { row[lane] = source[lane] }
                    for lane in valid..<width { row[lane] = 0 }
                }
            }
            target += count * width
        }
    }
}
