import CMachine

// The one hot loop of the engine.
//
// A tile of C = A · B, six rows by `columns` (two vector registers), is held in twelve registers while the inner
// dimension runs by. Each step loads two vectors of B, and for each of six rows broadcasts one number of A and does two
// fused multiply-adds: twelve of them for eight loads, which both kinds of unit of a core can keep up with. Twelve
// independent sums also cover the latency of the multiply-adds (4 cycles, 2 a cycle: eight are needed).
//
//     AVX-512: V = SIMD16<Float>, 6 x 32.   AVX2: V = SIMD8<Float>, 6 x 16, all 16 registers taken.
//     NEON: V = SIMD8<Float> is two registers, 6 x 16 in 24 of 32.
//
// B is a panel: `columns` contiguous numbers a step. What differs between a dense product, a convolution and their
// gradients is only where the numbers of A lie, and there are two ways to say it:
//
// `rows`:      six pointers to rows along which the inner dimension runs, and again six for each tap. A convolution has
//              a tap for each line of its kernel, and its rows are what that line sees of the input, found through the
//              table; taps that meet the padding are not in it. A dense product has one tap.
//              "The indirect convolution algorithm", Dukhan 2019.
// `positions`: for each step of the inner dimension a pointer to six neighbouring numbers. A weight gradient has the
//              positions (or samples) as its inner dimension and six channels of the one side as its rows; the
//              other side is the panel, which may come through pointers too.
//
// Rows and columns that do not exist are the caller's business: it points missing rows at any readable row and their
// results at a row that nobody reads, and has the columns of a last, narrower panel computed into a tile of its own.
//
// The functions are called once a tile (hundreds to thousands of steps), so they need not be inlined; all they call
// must be, and debug builds inline within a file only. The branch on the width is decided by the compiler.
enum Microkernel {
    typealias Row = UnsafePointer<Float>
    typealias ResultRow = UnsafeMutablePointer<Float>

    /// Rows of a tile.
    static let rows = 6
    /// Columns of a tile: the width of a panel.
    @inline(__always) static var columns: Int { SADDLE_VECTOR_LANES == 16 ? 32 : 16 }

    /// How a tile starts and ends.
    struct Ends {
        /// Continue the sums that C holds.
        var accumulate = false
        /// Else start from these `columns` numbers, or from zero.
        var bias: UnsafePointer<Float>?
        /// In the end multiply negative results by this.
        var negativeSlope: Float = 1
    }

    /// c[r][0..<columns] = sum over t in 0..<taps, k in 0..<depth of
    /// a[t * 6 + r][offset + k] * panel[tapStarts[t] + k * columns ...].
    static func rows(
        taps: Int, depth: Int, a: UnsafePointer<Row>, offset: Int, panel: UnsafePointer<Float>,
        tapStarts: UnsafePointer<Int>, c: UnsafePointer<ResultRow>, ends: Ends
    ) {
        if isWide {
            rowsTile(SIMD16<Float>.self, taps, depth, a, offset, panel, tapStarts, c, ends)
        } else {
            rowsTile(SIMD8<Float>.self, taps, depth, a, offset, panel, tapStarts, c, ends)
        }
        if ends.negativeSlope != 1 { bend(c, ends.negativeSlope) }
    }

    /// c[r][0..<columns] = sum over p in 0..<count of a[p][offset + r] * panel[p * columns ...].
    static func positions(
        count: Int, a: UnsafePointer<Row>, offset: Int, panel: UnsafePointer<Float>, c: UnsafePointer<ResultRow>,
        accumulate: Bool
    ) {
        let ends = Ends(accumulate: accumulate)
        if isWide {
            positionsTile(SIMD16<Float>.self, count, c, ends, { a[$0] + offset }, { panel + $0 * 32 })
        } else {
            positionsTile(SIMD8<Float>.self, count, c, ends, { a[$0] + offset }, { panel + $0 * 16 })
        }
    }

    /// As `positions`, with A packed: six numbers a step, one after another.
    static func packed(
        count: Int, a: UnsafePointer<Float>, panel: UnsafePointer<Float>, c: UnsafePointer<ResultRow>, accumulate: Bool
    ) {
        let ends = Ends(accumulate: accumulate)
        if isWide {
            positionsTile(SIMD16<Float>.self, count, c, ends, { a + $0 * 6 }, { panel + $0 * 32 })
        } else {
            positionsTile(SIMD8<Float>.self, count, c, ends, { a + $0 * 6 }, { panel + $0 * 16 })
        }
    }

    /// As `packed`, with a pointer for each step of the panel.
    static func packed(
        count: Int, a: UnsafePointer<Float>, panelRows: UnsafePointer<Row>, offset: Int, c: UnsafePointer<ResultRow>,
        accumulate: Bool
    ) {
        let ends = Ends(accumulate: accumulate)
        if isWide {
            positionsTile(SIMD16<Float>.self, count, c, ends, { a + $0 * 6 }, { panelRows[$0] + offset })
        } else {
            positionsTile(SIMD8<Float>.self, count, c, ends, { a + $0 * 6 }, { panelRows[$0] + offset })
        }
    }
}

/// Multiplies the negative numbers of a tile, which has just been stored and is still in the cache.
@inline(__always) private func bend(_ c: UnsafePointer<Microkernel.ResultRow>, _ slope: Float) {
    for r in 0..<6 {
        for half in 0..<Microkernel.columns / 16 {
            let place = UnsafeMutableRawPointer(c[r] + half * 16)
            let v = place.loadUnaligned(as: SIMD16<Float>.self)
            place.storeBytes(of: v.replacing(with: v * slope, where: v .< 0), as: SIMD16<Float>.self)
        }
    }
}

/// Known to the compiler, which drops the branches not taken.
@inline(__always) private var isWide: Bool { SADDLE_VECTOR_LANES == 16 }

/// The twelve sums of a tile.
private struct Sums<V: SIMD & BitwiseCopyable> where V.Scalar == Float {
    var a0, a1, b0, b1, c0, c1, d0, d1, e0, e1, f0, f1: V

    /// Sums that continue others start at zero and are added in the end: meanwhile those come to the cache.
    @inline(__always) init(_ c: UnsafePointer<Microkernel.ResultRow>, _ ends: Microkernel.Ends) {
        (a0, a1) = (V.zero, V.zero)
        if ends.accumulate {
            for r in 0..<6 { saddle_prefetch(c[r]) }
        } else if let bias = ends.bias {
            (a0, a1) = Sums.load(bias)
        }
        (b0, b1, c0, c1, d0, d1, e0, e1, f0, f1) = (a0, a1, a0, a1, a0, a1, a0, a1, a0, a1)
    }

    @inline(__always) func store(_ c: UnsafePointer<Microkernel.ResultRow>, _ ends: Microkernel.Ends) {
        Sums.put(c[0], a0, a1, ends)
        Sums.put(c[1], b0, b1, ends)
        Sums.put(c[2], c0, c1, ends)
        Sums.put(c[3], d0, d1, ends)
        Sums.put(c[4], e0, e1, ends)
        Sums.put(c[5], f0, f1, ends)
    }

    @inline(__always) static func load(_ x: UnsafePointer<Float>) -> (V, V) {
        let raw = UnsafeRawPointer(x)
        return (raw.loadUnaligned(as: V.self), (raw + MemoryLayout<V>.size).loadUnaligned(as: V.self))
    }

    @inline(__always)
    static func put(_ x: UnsafeMutablePointer<Float>, _ first: V, _ second: V, _ ends: Microkernel.Ends) {
        var sums = (first, second)
        if ends.accumulate {
            let before = load(x)
            sums = (before.0 + first, before.1 + second)
        }
        let raw = UnsafeMutableRawPointer(x)
        raw.storeBytes(of: sums.0, as: V.self)
        (raw + MemoryLayout<V>.size).storeBytes(of: sums.1, as: V.self)
    }
}

@inline(__always) private func rowsTile<V: SIMD & BitwiseCopyable>(
    _ type: V.Type, _ taps: Int, _ depth: Int, _ a: UnsafePointer<Microkernel.Row>, _ offset: Int,
    _ panel: UnsafePointer<Float>, _ tapStarts: UnsafePointer<Int>, _ c: UnsafePointer<Microkernel.ResultRow>,
    _ ends: Microkernel.Ends
) where V.Scalar == Float {
    var s = Sums<V>(c, ends)
    var tap = 0
    while tap < taps {
        let row = a + tap * 6
        let (r0, r1, r2) = (row[0] + offset, row[1] + offset, row[2] + offset)
        let (r3, r4, r5) = (row[3] + offset, row[4] + offset, row[5] + offset)
        var b = UnsafeRawPointer(panel + tapStarts[tap])
        var k = 0
        while k < depth {
            let first = b.loadUnaligned(as: V.self)
            let second = (b + MemoryLayout<V>.size).loadUnaligned(as: V.self)
            var x = V(repeating: r0[k])
            s.a0.addProduct(first, x)
            s.a1.addProduct(second, x)
            x = V(repeating: r1[k])
            s.b0.addProduct(first, x)
            s.b1.addProduct(second, x)
            x = V(repeating: r2[k])
            s.c0.addProduct(first, x)
            s.c1.addProduct(second, x)
            x = V(repeating: r3[k])
            s.d0.addProduct(first, x)
            s.d1.addProduct(second, x)
            x = V(repeating: r4[k])
            s.e0.addProduct(first, x)
            s.e1.addProduct(second, x)
            x = V(repeating: r5[k])
            s.f0.addProduct(first, x)
            s.f1.addProduct(second, x)
            b += 2 * MemoryLayout<V>.size
            k += 1
        }
        tap += 1
    }
    s.store(c, ends)
}

@inline(__always) private func positionsTile<V: SIMD & BitwiseCopyable>(
    _ type: V.Type, _ count: Int, _ c: UnsafePointer<Microkernel.ResultRow>, _ ends: Microkernel.Ends,
    _ a: (Int) -> UnsafePointer<Float>, _ panelRow: (Int) -> UnsafePointer<Float>
) where V.Scalar == Float {
    var s = Sums<V>(c, ends)
    var p = 0
    while p < count {
        let six = a(p)
        let b = UnsafeRawPointer(panelRow(p))
        let first = b.loadUnaligned(as: V.self)
        let second = (b + MemoryLayout<V>.size).loadUnaligned(as: V.self)
        var x = V(repeating: six[0])
        s.a0.addProduct(first, x)
        s.a1.addProduct(second, x)
        x = V(repeating: six[1])
        s.b0.addProduct(first, x)
        s.b1.addProduct(second, x)
        x = V(repeating: six[2])
        s.c0.addProduct(first, x)
        s.c1.addProduct(second, x)
        x = V(repeating: six[3])
        s.d0.addProduct(first, x)
        s.d1.addProduct(second, x)
        x = V(repeating: six[4])
        s.e0.addProduct(first, x)
        s.e1.addProduct(second, x)
        x = V(repeating: six[5])
        s.f0.addProduct(first, x)
        s.f1.addProduct(second, x)
        p += 1
    }
    s.store(c, ends)
}
