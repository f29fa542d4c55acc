import CMachine

/// Sums of vectors by the small matrices of one direction's windows.
enum WinogradSums {
    private typealias Vector = SIMD16<Float>
    typealias Vectors = UnsafeMutablePointer<UnsafePointer<Float>>

    /// Numbers of a matrix's row.
    private static let rowCount = WinogradFilter.mostSources

    // MARK: Sources

    /// A part of the lines that a window sees of a phase, summed: without those in the padding.
    /// - Parameters:
    ///   - start: of the part, in a line at place 0.
    ///   - later: a window whose lines come to the cache meanwhile; of it, `laterStart`.
    @inline(__always)
    static func lines(
        _ terms: WinogradWindows.Terms, phase: Int, of window: WinogradWindows.Window,
        from start: UnsafePointer<Float>, later: WinogradWindows.Window, from laterStart: UnsafePointer<Float>,
        into target: UnsafeMutablePointer<Float>, count: Int
    ) {
        var sum = WeightedSum(into: target, count: count)
        for term in terms {
            let (place, next) = (window.line(phase, term.index), later.line(phase, term.index))
            if place >= 0 { sum.add(start + place, term.factor, later: next < 0 ? nil : laterStart + next) }
        }
        sum.finish()
    }

    /// For each point the sum of the sources by its row of the matrix; the rows of points lie `stride` apart.
    /// - Parameters:
    ///   - sources: `mostSources` vectors of `count` numbers.
    ///   - matrix: [point][mostSources]
    static func points(
        _ sources: Vectors, _ matrix: UnsafePointer<Float>, points: Int, into target: UnsafeMutablePointer<Float>,
        stride: Int, count: Int
    ) {
        switch points {
        case 5: sum(sources, matrix, 5, target, stride, count)
        case 4: sum(sources, matrix, 4, target, stride, count)
        case 3: sum(sources, matrix, 3, target, stride, count)
        case 2: sum(sources, matrix, 2, target, stride, count)
        default: sum(sources, matrix, 1, target, stride, count)
        }
    }

    /// What a point wants of the sources.
    private struct Factors {
        let a, b, c, d, e: Vector

        @inline(__always) init(_ row: UnsafePointer<Float>) {
            (a, b) = (Vector(repeating: row[0]), Vector(repeating: row[1]))
            (c, d) = (Vector(repeating: row[2]), Vector(repeating: row[3]))
            e = Vector(repeating: row[4])
        }
    }

    /// With a number of points that the compiler knows: their factors stay in registers. A fifth source is only there
    /// where there are five points.
    @inline(__always)
    private static func sum(
        _ sources: Vectors, _ matrix: UnsafePointer<Float>, _ points: Int, _ target: UnsafeMutablePointer<Float>,
        _ stride: Int, _ count: Int
    ) {
        let (a, b, c, d, e) = (sources[0], sources[1], sources[2], sources[3], sources[4])
        let first = Factors(matrix)
        let second = Factors(matrix + min(1, points - 1) * rowCount)
        let third = Factors(matrix + min(2, points - 1) * rowCount)
        let fourth = Factors(matrix + min(3, points - 1) * rowCount)
        let fifth = Factors(matrix + min(4, points - 1) * rowCount)
        var i = 0
        while i + Vector.scalarCount <= count {
            let (v, w, x, y) = (get(a + i), get(b + i), get(c + i), get(d + i))
            let z = points > 4 ? get(e + i) : v
            @inline(__always) func put(_ f: Factors, _ place: UnsafeMutablePointer<Float>) {
                let four = (v * f.a).addingProduct(w, f.b).addingProduct(x, f.c).addingProduct(y, f.d)
                WinogradSums.put(points > 4 ? four.addingProduct(z, f.e) : four, place)
            }
            put(first, target + i)
            if points > 1 { put(second, target + stride + i) }
            if points > 2 { put(third, target + 2 * stride + i) }
            if points > 3 { put(fourth, target + 3 * stride + i) }
            if points > 4 { put(fifth, target + 4 * stride + i) }
            i += Vector.scalarCount
        }
        while i < count {
            for point in 0..<points {
                let row = matrix + point * rowCount
                let four = (a[i] * row[0]).addingProduct(b[i], row[1]).addingProduct(c[i], row[2])
                    .addingProduct(d[i], row[3])
                target[point * stride + i] = points > 4 ? four.addingProduct(e[i], row[4]) : four
            }
            i += 1
        }
    }

    // MARK: Results

    /// Results of one column, of several lines.
    struct Results {
        let lines: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
        /// Vectors that are asked for meanwhile.
        let later: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
        /// What each takes of the sum.
        let factors: UnsafeMutablePointer<Float>
        var count = 0

        static let mostLines = WinogradFilter.mostResults
        /// Floats of their memory; pointers count twice.
        static let floats = 5 * mostLines

        init(_ memory: UnsafeMutablePointer<Float>) {
            lines = UnsafeMutableRawPointer(memory).assumingMemoryBound(to: UnsafeMutablePointer<Float>.self)
            later = lines + Self.mostLines
            factors = memory + 4 * Self.mostLines
        }

        @inline(__always)
        mutating func append(
            _ line: UnsafeMutablePointer<Float>, later: UnsafeMutablePointer<Float>, factor: Float
        ) {
            (lines[count], self.later[count], factors[count]) = (line, later, factor)
            count += 1
        }
    }

    /// Adds the sum of the products by a row of the matrix to each result's line, or to `base` where they begin.
    /// - Parameters:
    ///   - products: those of the points, `stride` apart.
    ///   - row: what the column takes of each point.
    static func add(
        _ products: UnsafePointer<Float>, stride: Int, points: Int, _ row: UnsafePointer<Float>,
        to base: UnsafePointer<Float>?, into results: Results, count: Int
    ) {
        let products = Products(first: products, stride: stride, points: points, row: row)
        if let base {
            choose(products, base, true, results, count)
        } else {
            choose(products, products.first, false, results, count)
        }
    }

    private struct Products {
        let first: UnsafePointer<Float>
        let stride, points: Int
        let row: UnsafePointer<Float>
    }

    @inline(__always)
    private static func choose(
        _ products: Products, _ base: UnsafePointer<Float>, _ begins: Bool, _ results: Results, _ count: Int
    ) {
        switch (products.points > 4, results.count) {
        case (true, 4): add(products, 5, base, begins, results, 4, count)
        case (true, 3): add(products, 5, base, begins, results, 3, count)
        case (true, 2): add(products, 5, base, begins, results, 2, count)
        case (true, 1): add(products, 5, base, begins, results, 1, count)
        case (false, 4): add(products, 4, base, begins, results, 4, count)
        case (false, 3): add(products, 4, base, begins, results, 3, count)
        case (false, 2): add(products, 4, base, begins, results, 2, count)
        case (false, 1): add(products, 4, base, begins, results, 1, count)
        default: break
        }
    }

    /// With numbers of points and of lines that the compiler knows. Points that do not exist are the last one, times
    /// zero.
    @inline(__always)
    private static func add(
        _ products: Products, _ points: Int, _ base: UnsafePointer<Float>, _ begins: Bool, _ results: Results,
        _ lines: Int, _ count: Int
    ) {
        let (a, stride, last) = (products.first, products.stride, products.points - 1)
        let (b, c) = (a + min(1, last) * stride, a + min(2, last) * stride)
        let (d, e) = (a + min(3, last) * stride, a + min(4, last) * stride)
        let f = Factors(products.row)
        let (row, factors) = (products.row, results.factors)
        let (one, two) = (results.lines[0], results.lines[min(1, lines - 1)])
        let (three, four) = (results.lines[min(2, lines - 1)], results.lines[min(3, lines - 1)])
        let (laterOne, laterTwo) = (results.later[0], results.later[min(1, lines - 1)])
        let (laterThree, laterFour) = (results.later[min(2, lines - 1)], results.later[min(3, lines - 1)])
        let (g, h) = (Vector(repeating: factors[0]), Vector(repeating: factors[min(1, lines - 1)]))
        let (k, l) = (
            Vector(repeating: factors[min(2, lines - 1)]), Vector(repeating: factors[min(3, lines - 1)])
        )
        var i = 0
        while i + Vector.scalarCount <= count {
            var sum = (get(a + i) * f.a).addingProduct(get(b + i), f.b).addingProduct(get(c + i), f.c)
                .addingProduct(get(d + i), f.d)
            if points > 4 { sum = sum.addingProduct(get(e + i), f.e) }
            @inline(__always)
            func add(_ line: UnsafeMutablePointer<Float>, _ factor: Vector, _ later: UnsafeMutablePointer<Float>) {
                saddle_prefetch_for_write(later + i)
                put((begins ? get(base + i) : get(line + i)).addingProduct(sum, factor), line + i)
            }
            add(one, g, laterOne)
            if lines > 1 { add(two, h, laterTwo) }
            if lines > 2 { add(three, k, laterThree) }
            if lines > 3 { add(four, l, laterFour) }
            i += Vector.scalarCount
        }
        while i < count {
            var sum = (a[i] * row[0]).addingProduct(b[i], row[1]).addingProduct(c[i], row[2]).addingProduct(
                d[i], row[3])
            if points > 4 { sum = sum.addingProduct(e[i], row[4]) }
            for line in 0..<lines {
                let place = results.lines[line] + i
                place.pointee = (begins ? base[i] : place.pointee).addingProduct(sum, factors[line])
            }
            i += 1
        }
    }

    @inline(__always) private static func get(_ x: UnsafePointer<Float>) -> Vector {
        UnsafeRawPointer(x).loadUnaligned(as: Vector.self)
    }

    @inline(__always) private static func put(_ v: Vector, _ x: UnsafeMutablePointer<Float>) {
        UnsafeMutableRawPointer(x).storeBytes(of: v, as: Vector.self)
    }
}
