/// Transposes of small blocks: eight by eight in registers.
enum Transposition {
    private typealias Eight = SIMD8<Float>

    /// target[c * targetStride + r] = source[r * sourceStride + c] for all r < rows, c < columns.
    static func block(
        _ source: UnsafePointer<Float>, stride sourceStride: Int, rows: Int, columns: Int,
        into target: UnsafeMutablePointer<Float>, stride targetStride: Int
    ) {
        let (evenRows, evenColumns) = (rows & ~7, columns & ~7)
        // Lines of the target that lie far apart are finished one after another; else those of the source are.
        let isFar = targetStride > sourceStride
        for outer in stride(from: 0, to: isFar ? evenColumns : evenRows, by: 8) {
            for inner in stride(from: 0, to: isFar ? evenRows : evenColumns, by: 8) {
                let (r, c) = isFar ? (inner, outer) : (outer, inner)
                eight(source + r * sourceStride + c, sourceStride, target + c * targetStride + r, targetStride)
            }
        }
        for r in 0..<rows {
            for c in (r < evenRows ? evenColumns : 0)..<columns {
                target[c * targetStride + r] = source[r * sourceStride + c]
            }
        }
    }

    /// Three times the even places before the odd ones. Number the 64 places by row and column, three bits each: each
    /// time the six bits turn by one, and after three of them row and column have changed places.
    @inline(__always) private static func eight(
        _ source: UnsafePointer<Float>, _ stride: Int, _ target: UnsafeMutablePointer<Float>, _ targetStride: Int
    ) {
        var (a, b) = (load(source), load(source + stride))
        var (c, d) = (load(source + 2 * stride), load(source + 3 * stride))
        var (e, f) = (load(source + 4 * stride), load(source + 5 * stride))
        var (g, h) = (load(source + 6 * stride), load(source + 7 * stride))
        (a, b, c, d, e, f, g, h) = unravelled(a, b, c, d, e, f, g, h)
        (a, b, c, d, e, f, g, h) = unravelled(a, b, c, d, e, f, g, h)
        (a, b, c, d, e, f, g, h) = unravelled(a, b, c, d, e, f, g, h)
        store(a, target)
        store(b, target + targetStride)
        store(c, target + 2 * targetStride)
        store(d, target + 3 * targetStride)
        store(e, target + 4 * targetStride)
        store(f, target + 5 * targetStride)
        store(g, target + 6 * targetStride)
        store(h, target + 7 * targetStride)
    }

    @inline(__always) private static func unravelled(
        _ a: Eight, _ b: Eight, _ c: Eight, _ d: Eight, _ e: Eight, _ f: Eight, _ g: Eight, _ h: Eight
    ) -> (Eight, Eight, Eight, Eight, Eight, Eight, Eight, Eight) {
        (
            Eight(lowHalf: a.evenHalf, highHalf: b.evenHalf), Eight(lowHalf: c.evenHalf, highHalf: d.evenHalf),
            Eight(lowHalf: e.evenHalf, highHalf: f.evenHalf), Eight(lowHalf: g.evenHalf, highHalf: h.evenHalf),
            Eight(lowHalf: a.oddHalf, highHalf: b.oddHalf), Eight(lowHalf: c.oddHalf, highHalf: d.oddHalf),
            Eight(lowHalf: e.oddHalf, highHalf: f.oddHalf), Eight(lowHalf: g.oddHalf, highHalf: h.oddHalf)
        )
    }

    @inline(__always) private static func load(_ x: UnsafePointer<Float>) -> Eight {
        UnsafeRawPointer(x).loadUnaligned(as: Eight.self)
    }

    @inline(__always) private static func store(_ v: Eight, _ x: UnsafeMutablePointer<Float>) {
        UnsafeMutableRawPointer(x).storeBytes(of: v, as: Eight.self)
    }
}
