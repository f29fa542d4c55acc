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
// gradients is only where the numbers of A lie, and there are three ways to say it:
//
// `rows`:      six pointers to rows along which the inner dimension runs, from each tap's offset on. What a tap of a
//              convolution sees, or a line of taps of an image, lies at the same distance from every position.
//              (Positions that see other taps, at the padding, are in another product.) A dense product has one tap.
// `panelRows`: six rows of a matrix that lies in panels itself: the inner dimension runs along a panel's columns and
//              goes on in the next panel, its next tap. A dense layer's input gradient reads its weights so.
// `positions`: six neighbouring numbers for each step of the inner dimension, at a fixed distance. A weight gradient
//              has the positions (or samples) as its inner dimension and six channels of the one side as its rows; the
//              other side is the panel, or columns of a matrix that lies row by row.
//
// Rows and columns that do not exist are the caller's business: a missing row repeats another with its results, which
// is right since a tile reads all results before it writes one, or goes to a row that nobody reads; the columns of a
// last, narrower panel are computed into a tile of their own.
//
// The functions are called once a tile (hundreds to thousands of steps), so they need not be inlined; all they call
// must be, and debug builds inline within a file only. The branch on the width is decided by the compiler.
enum Microkernel {
    typealias Row = UnsafePointer<Float>
    typealias ResultRow = UnsafeMutablePointer<Float>

    /// Rows of a tile.
    @inline(__always) static var rows: Int { 6 }
    /// Tiles that hold so many rows.
    static func tiles(of rows: Int) -> Int { (rows + Self.rows - 1) / Self.rows }
    /// Columns of a tile: the width of a panel.
    @inline(__always) static var columns: Int { SADDLE_VECTOR_LANES == 16 ? 32 : 16 }
    /// Columns of a narrow tile. With AVX-512 it is held in six registers: six sums take the four cycles of their
    /// latency for a step, where twelve take six, halves of registers too. Else a narrow tile is a whole one.
    static let narrowColumns = 16

    /// Steps of the products of rows for each line of memory that they ask for on the way.
    static let stepsOfLine = 4

    /// Where a tap's numbers start, in floats: from the pointer of any row, and in a panel.
    struct Tap {
        let source, weights: Int
    }

    /// How a tile starts and ends.
    struct Ends {
        /// Add the sums to what C holds.
        var accumulate = false
        /// Else start from these `columns` numbers, or from zero.
        var bias: UnsafePointer<Float>?
        /// In the end multiply negative results by this.
        var negativeSlope: Float = 1
        /// What is read next comes from afar: a line of it is asked for every `stepsOfLine` steps. Many at once would
        /// keep those waiting that are needed now.
        var ahead: UnsafePointer<Float>?
    }

    /// Memory that will be met where a tile's results are used: in each of several arrays as many numbers as those are,
    /// from an offset on. A line of it is asked for at every step.
    struct Ahead {
        var arrays = UnsafeBufferPointer<UnsafePointer<Float>>(start: nil, count: 0)
        var offset = 0
    }

    /// c[r][column ..< column + columns] = sum over t in taps, k in 0..<depth of
    /// a[r][t.source + offset + k] * panel[t.weights + k * columns ...]; or `narrowColumns`, where no more are
    /// `wanted`.
    static func rows(
        taps: UnsafeBufferPointer<Tap>, depth: Int, a: UnsafePointer<Row>, offset: Int, panel: UnsafePointer<Float>,
        c: UnsafePointer<ResultRow>, column: Int, wanted: Int = columns, ends: Ends
    ) {
        if isWide && wanted > narrowColumns {
            rowsTile(Pair<SIMD16<Float>>.self, taps, depth, a, offset, panel, c, column, ends)
        } else if isWide {
            rowsTile(SIMD16<Float>.self, taps, depth, a, offset, panel, c, column, ends)
        } else {
            rowsTile(Pair<SIMD8<Float>>.self, taps, depth, a, offset, panel, c, column, ends)
        }
    }

    /// c[r][0..<columns] = sum over t in 0..<taps, k in 0..<columns of
    /// a[t * stride + r * columns + k] * panel[(t * columns + k) * columns ...]; or `narrowColumns`, where no more are
    /// `wanted`. `ahead`: where the same numbers of A of a later product begin, of which `columns / stepsOfLine` lines
    /// of each tap are asked for.
    static func panelRows(
        taps: Int, a: UnsafePointer<Float>, stride: Int, panel: UnsafePointer<Float>, c: UnsafePointer<ResultRow>,
        wanted: Int = columns, accumulate: Bool, ahead: UnsafePointer<Float>? = nil
    ) {
        let ends = Ends(accumulate: accumulate, ahead: ahead)
        if isWide && wanted > narrowColumns {
            panelRowsTile(Pair<SIMD16<Float>>.self, taps, a, stride, panel, c, ends)
        } else if isWide {
            panelRowsTile(SIMD16<Float>.self, taps, a, stride, panel, c, ends)
        } else {
            panelRowsTile(Pair<SIMD8<Float>>.self, taps, a, stride, panel, c, ends)
        }
    }

    /// c[r][0..<columns] = sum over p in 0..<count of a[p * stride + r] * panel[p * panelStride ...]; or
    /// `narrowColumns`, where no more are `wanted`.
    static func positions(
        count: Int, a: UnsafePointer<Float>, stride: Int, panel: UnsafePointer<Float>, panelStride: Int = columns,
        c: UnsafePointer<ResultRow>, wanted: Int = columns, accumulate: Bool, ahead: Ahead = Ahead()
    ) {
        let ends = Ends(accumulate: accumulate)
        if isWide && wanted > narrowColumns {
            positionsTile(Pair<SIMD16<Float>>.self, count, a, stride, panel, panelStride, c, ends, ahead)
        } else if isWide {
            positionsTile(SIMD16<Float>.self, count, a, stride, panel, panelStride, c, ends, ahead)
        } else {
            positionsTile(Pair<SIMD8<Float>>.self, count, a, stride, panel, panelStride, c, ends, ahead)
        }
    }
}

/// Neighbouring numbers in one row of a tile.
private protocol Line {
    static var zero: Self { get }
    init(at numbers: UnsafeRawPointer)
    func put(at numbers: UnsafeMutableRawPointer)
    static func + (_ x: Self, _ y: Self) -> Self
    /// Adds numbers of B times one of A.
    mutating func addProduct(_ numbers: Self, _ factor: Float)
    /// With negative numbers multiplied.
    func bent(_ slope: Float) -> Self
}

/// Two vector registers, or four where they are short.
private struct Pair<V: Line>: Line {
    var first, second: V

    @inline(__always) init(_ first: V, _ second: V) { (self.first, self.second) = (first, second) }

    @inline(__always) static var zero: Self { Pair(V.zero, V.zero) }

    @inline(__always) init(at numbers: UnsafeRawPointer) {
        (first, second) = (V(at: numbers), V(at: numbers + MemoryLayout<V>.size))
    }

    @inline(__always) func put(at numbers: UnsafeMutableRawPointer) {
        first.put(at: numbers)
        second.put(at: numbers + MemoryLayout<V>.size)
    }

    @inline(__always) static func + (_ x: Self, _ y: Self) -> Self { Pair(x.first + y.first, x.second + y.second) }

    @inline(__always) mutating func addProduct(_ numbers: Self, _ factor: Float) {
        first.addProduct(numbers.first, factor)
        second.addProduct(numbers.second, factor)
    }

    @inline(__always) func bent(_ slope: Float) -> Self { Pair(first.bent(slope), second.bent(slope)) }
}

extension SIMD8<Float>: Line {
    @inline(__always) fileprivate init(at numbers: UnsafeRawPointer) { self = numbers.loadUnaligned(as: Self.self) }
    @inline(__always) fileprivate func put(at numbers: UnsafeMutableRawPointer) {
        numbers.storeBytes(of: self, as: Self.self)
    }
    @inline(__always) fileprivate mutating func addProduct(_ numbers: Self, _ factor: Float) {
        addProduct(numbers, Self(repeating: factor))
    }
    // Comparisons of vectors are fast for types that the compiler knows.
    @inline(__always) fileprivate func bent(_ slope: Float) -> Self { replacing(with: self * slope, where: self .< 0) }
}

extension SIMD16<Float>: Line {
    @inline(__always) fileprivate init(at numbers: UnsafeRawPointer) { self = numbers.loadUnaligned(as: Self.self) }
    @inline(__always) fileprivate func put(at numbers: UnsafeMutableRawPointer) {
        numbers.storeBytes(of: self, as: Self.self)
    }
    @inline(__always) fileprivate mutating func addProduct(_ numbers: Self, _ factor: Float) {
        addProduct(numbers, Self(repeating: factor))
    }
    @inline(__always) fileprivate func bent(_ slope: Float) -> Self { replacing(with: self * slope, where: self .< 0) }
}

/// Known to the compiler, which drops the branches not taken.
@inline(__always) private var isWide: Bool { SADDLE_VECTOR_LANES == 16 }

/// Whether the loop over rows takes four steps a turn, with fewer instructions beside the multiply-adds. Alone on a
/// core these keep it busy either way, but a program on the core's other hardware thread takes half of the decoder. For
/// AArch64 the compiler then keeps too much in registers, and spills.
@inline(__always) private var isUnrolled: Bool {
    #if arch(arm64)
        false
    #else
        true
    #endif
}

/// The sums of a tile, a line for each row.
private struct Sums<L: Line> {
    var a, b, c, d, e, f: L

    /// Sums that are added to others start at zero: meanwhile those come to the cache.
    @inline(__always) init(_ c: UnsafePointer<Microkernel.ResultRow>, _ column: Int, _ ends: Microkernel.Ends) {
        a = L.zero
        if ends.accumulate {
            for r in 0..<Microkernel.rows { saddle_prefetch(c[r] + column) }
        } else if let bias = ends.bias {
            a = L(at: bias)
        }
        (b, self.c, d, e, f) = (a, a, a, a, a)
    }

    /// One step: a line of a panel, times one number of each row.
    @inline(__always) mutating func add(
        _ panel: UnsafeRawPointer, _ a: @autoclosure () -> Float, _ b: @autoclosure () -> Float,
        _ c: @autoclosure () -> Float, _ d: @autoclosure () -> Float, _ e: @autoclosure () -> Float,
        _ f: @autoclosure () -> Float
    ) {
        let line = L(at: panel)
        self.a.addProduct(line, a())
        self.b.addProduct(line, b())
        self.c.addProduct(line, c())
        self.d.addProduct(line, d())
        self.e.addProduct(line, e())
        self.f.addProduct(line, f())
    }

    @inline(__always) mutating func store(
        _ c: UnsafePointer<Microkernel.ResultRow>, _ column: Int, _ ends: Microkernel.Ends
    ) {
        if ends.accumulate { each(c, column) { L(at: $0) + $1 } }
        if ends.negativeSlope != 1 {
            let slope = ends.negativeSlope
            each(c, column) { $1.bent(slope) }
        }
        a.put(at: c[0] + column)
        b.put(at: c[1] + column)
        self.c.put(at: c[2] + column)
        d.put(at: c[3] + column)
        e.put(at: c[4] + column)
        f.put(at: c[5] + column)
    }

    /// Changes every sum, given its place in the result.
    @inline(__always)
    private mutating func each(
        _ c: UnsafePointer<Microkernel.ResultRow>, _ column: Int, _ change: (UnsafePointer<Float>, L) -> L
    ) {
        a = change(c[0] + column, a)
        b = change(c[1] + column, b)
        self.c = change(c[2] + column, self.c)
        d = change(c[3] + column, d)
        e = change(c[4] + column, e)
        f = change(c[5] + column, f)
    }
}

@inline(__always) private func rowsTile<L: Line>(
    _ type: L.Type, _ taps: UnsafeBufferPointer<Microkernel.Tap>, _ depth: Int, _ a: UnsafePointer<Microkernel.Row>,
    _ offset: Int, _ panel: UnsafePointer<Float>, _ c: UnsafePointer<Microkernel.ResultRow>, _ column: Int,
    _ ends: Microkernel.Ends
) {
    var s = Sums<L>(c, column, ends)
    let step = Microkernel.columns * MemoryLayout<Float>.size
    let (r0, r1, r2, r3, r4, r5) = (a[0], a[1], a[2], a[3], a[4], a[5])
    var ahead = UnsafeRawPointer(ends.ahead ?? panel)
    let line = ends.ahead == nil ? 0 : 64
    for tap in taps {
        var b = UnsafeRawPointer(panel + tap.weights)
        var k = tap.source + offset
        let end = k + depth
        while isUnrolled && k + 4 <= end {
            saddle_prefetch_second_level(ahead)
            ahead += line
            s.add(b, r0[k], r1[k], r2[k], r3[k], r4[k], r5[k])
            s.add(b + step, r0[k + 1], r1[k + 1], r2[k + 1], r3[k + 1], r4[k + 1], r5[k + 1])
            s.add(b + 2 * step, r0[k + 2], r1[k + 2], r2[k + 2], r3[k + 2], r4[k + 2], r5[k + 2])
            s.add(b + 3 * step, r0[k + 3], r1[k + 3], r2[k + 3], r3[k + 3], r4[k + 3], r5[k + 3])
            b += 4 * step
            k += 4
        }
        while k < end {
            s.add(b, r0[k], r1[k], r2[k], r3[k], r4[k], r5[k])
            b += step
            k += 1
        }
    }
    s.store(c, column, ends)
}

@inline(__always) private func panelRowsTile<L: Line>(
    _ type: L.Type, _ taps: Int, _ a: UnsafePointer<Float>, _ stride: Int, _ panel: UnsafePointer<Float>,
    _ c: UnsafePointer<Microkernel.ResultRow>, _ ends: Microkernel.Ends
) {
    var s = Sums<L>(c, 0, ends)
    let width = Microkernel.columns
    let step = width * MemoryLayout<Float>.size
    var b = UnsafeRawPointer(panel)
    let line = ends.ahead == nil ? 0 : 64
    for tap in 0..<taps {
        var r = a + tap * stride
        var ahead = UnsafeRawPointer(ends.ahead.map { $0 + tap * stride } ?? r)
        let end = r + width
        while r < end {
            saddle_prefetch_second_level(ahead)
            ahead += line
            s.add(b, r[0], r[width], r[2 * width], r[3 * width], r[4 * width], r[5 * width])
            r += 1
            s.add(b + step, r[0], r[width], r[2 * width], r[3 * width], r[4 * width], r[5 * width])
            r += 1
            s.add(b + 2 * step, r[0], r[width], r[2 * width], r[3 * width], r[4 * width], r[5 * width])
            r += 1
            s.add(b + 3 * step, r[0], r[width], r[2 * width], r[3 * width], r[4 * width], r[5 * width])
            r += 1
            b += 4 * step
        }
    }
    s.store(c, 0, ends)
}

@inline(__always) private func positionsTile<L: Line>(
    _ type: L.Type, _ count: Int, _ a: UnsafePointer<Float>, _ stride: Int, _ panel: UnsafePointer<Float>,
    _ panelStride: Int, _ c: UnsafePointer<Microkernel.ResultRow>, _ ends: Microkernel.Ends, _ ahead: Microkernel.Ahead
) {
    var s = Sums<L>(c, 0, ends)
    var six = a
    var b = UnsafeRawPointer(panel)
    let step = panelStride * MemoryLayout<Float>.size
    let end = b + count * step
    let lines = Microkernel.rows * Microkernel.columns / 16
    let share = count / max(1, ahead.arrays.count)
    for array in ahead.arrays {
        let place = array + ahead.offset
        // In a small batch the steps are fewer than the lines.
        var line = max(0, lines - share)
        for early in 0..<line { saddle_prefetch_second_level(place + early * 16) }
        while line < lines {
            saddle_prefetch_second_level(place + line * 16)
            s.add(b, six[0], six[1], six[2], six[3], six[4], six[5])
            six += stride
            b += step
            line += 1
        }
    }
    while b < end {
        s.add(b, six[0], six[1], six[2], six[3], six[4], six[5])
        six += stride
        b += step
    }
    s.store(c, 0, ends)
}
