/// Dense products with a handful of inputs or outputs, such as points in the plane have. The microkernel's tiles would
/// be mostly padding: here one side is held in vectors and the other, narrow side is gone through number by number.
enum NarrowDense {
    /// Inputs, or outputs, of a narrow product: fewer than a tile's rows.
    static let limit = 5
    fileprivate typealias Vector = SIMD16<Float>
    private static let blockRows = 32

    /// Of a product with few inputs. W is read where it lies: a row of W in a panel is `width` neighbouring numbers.
    enum FewInputs {
        static func forward(
            _ x: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?,
            _ activation: Activation, into y: UnsafeMutablePointer<Float>, rows: Int, inputs: Int, outputs: Int,
            workers: Workers
        ) {
            let width = Microkernel.columns
            let slope = activation.negativeSlope
            let negative = slope ?? 1
            workers.runIndexed(tasks: (rows + blockRows - 1) / blockRows, flops: 2 * rows * inputs * outputs) {
                task, _ in
                let range = task * blockRows..<min(rows, (task + 1) * blockRows)
                for column in stride(from: 0, to: outputs, by: 16) {
                    let w = weights + column / width * inputs * width + column % width
                    let valid = min(16, outputs - column)
                    let start = bias.map { part($0 + column, valid) } ?? Vector.zero
                    // For each number of inputs a loop of its own, with the weights in registers.
                    @inline(__always) func run(_ inputs: Int) {
                        let w0 = load(w), w1 = load(w + min(1, inputs - 1) * width)
                        let w2 = load(w + min(2, inputs - 1) * width), w3 = load(w + min(3, inputs - 1) * width)
                        let w4 = load(w + min(4, inputs - 1) * width)
                        for row in range {
                            let x = x + row * inputs
                            var sum = start.addingProduct(w0, Vector(repeating: x[0]))
                            if inputs > 1 { sum.addProduct(w1, Vector(repeating: x[1])) }
                            if inputs > 2 { sum.addProduct(w2, Vector(repeating: x[2])) }
                            if inputs > 3 { sum.addProduct(w3, Vector(repeating: x[3])) }
                            if inputs > 4 { sum.addProduct(w4, Vector(repeating: x[4])) }
                            sum.replace(with: sum * negative, where: sum .< 0)
                            store(sum, y + row * outputs + column, valid)
                        }
                    }
                    switch inputs {
                    case 1: run(1)
                    case 2: run(2)
                    case 3: run(3)
                    case 4: run(4)
                    default: run(limit)
                    }
                }
                if slope == nil {
                    let first = y + range.lowerBound * outputs
                    activation.apply(first, into: first, count: range.count * outputs)
                }
            }
        }

        static func inputGradient(
            _ dy: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>,
            rows: Int, inputs: Int, outputs: Int, workers: Workers
        ) {
            let width = Microkernel.columns
            workers.runIndexed(tasks: (rows + blockRows - 1) / blockRows, flops: 2 * rows * inputs * outputs) {
                task, _ in
                var row = task * blockRows
                let end = min(rows, row + blockRows)
                // Four rows at a time: each sum waits for itself alone.
                while row < end {
                    let (source, last) = (dy + row * outputs, min(3, end - row - 1) * outputs)
                    for k in 0..<inputs {
                        var (a, b, c, d) = (Vector.zero, Vector.zero, Vector.zero, Vector.zero)
                        for column in stride(from: 0, to: outputs, by: 16) {
                            let w = load(weights + (column / width * inputs + k) * width + column % width)
                            let valid = min(16, outputs - column)
                            a.addProduct(part(source + column, valid), w)
                            b.addProduct(part(source + min(outputs, last) + column, valid), w)
                            c.addProduct(part(source + min(2 * outputs, last) + column, valid), w)
                            d.addProduct(part(source + last + column, valid), w)
                        }
                        let target = dx + row * inputs + k
                        target[0] = a.sum()
                        if row + 1 < end { target[inputs] = b.sum() }
                        if row + 2 < end { target[2 * inputs] = c.sum() }
                        if row + 3 < end { target[3 * inputs] = d.sum() }
                    }
                    row += 4
                }
            }
        }

        static func weightGradient(
            _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, into gradient: UnsafeMutablePointer<Float>,
            rows: Int, inputs: Int, outputs: Int, accumulate: Bool, workers: Workers
        ) {
            let width = Microkernel.columns
            let panels = (outputs + width - 1) / width
            workers.runIndexed(tasks: panels, flops: 2 * rows * inputs * outputs) { panel, _ in
                for lane in stride(from: 0, to: width, by: 16) {
                    let column = panel * width + lane
                    let valid = max(0, min(16, outputs - column))
                    let target = gradient + panel * inputs * width + lane
                    weightSums(
                        of: dy + column, stride: outputs, valid, by: x, stride: inputs, rows: valid > 0 ? rows : 0,
                        start: { accumulate && $0 < inputs ? load(target + $0 * width) : .zero },
                        end: { k, sum in store(sum, target + k * width, 16) })
                }
            }
        }
    }

    /// Of a product with few outputs, more than one. W fills the first lanes of a single panel: it is copied into rows,
    /// one for each output, first.
    enum FewOutputs {
        static func forward(
            _ x: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?,
            _ activation: Activation, into y: UnsafeMutablePointer<Float>, rows: Int, inputs: Int, outputs: Int,
            copy: UnsafeMutablePointer<Float>, workers: Workers
        ) {
            transpose(weights, inputs, outputs, into: copy)
            workers.runIndexed(tasks: (rows + blockRows - 1) / blockRows, flops: 2 * rows * inputs * outputs) {
                task, _ in
                let range = task * blockRows..<min(rows, (task + 1) * blockRows)
                var row = range.lowerBound
                // Four rows at a time: each sum waits for itself alone.
                while row < range.upperBound {
                    let (source, last) = (x + row * inputs, min(3, range.upperBound - row - 1))
                    for column in 0..<outputs {
                        let shift = bias?[column] ?? 0
                        let target = y + row * outputs + column
                        dots(source, stride: inputs, last: last, copy + column * inputs, inputs) { index, sum in
                            target[index * outputs] = sum + shift
                        }
                    }
                    row += 4
                }
                let first = y + range.lowerBound * outputs
                activation.apply(first, into: first, count: range.count * outputs)
            }
        }

        static func inputGradient(
            _ dy: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>,
            rows: Int, inputs: Int, outputs: Int, copy: UnsafeMutablePointer<Float>, workers: Workers
        ) {
            transpose(weights, inputs, outputs, into: copy)
            workers.runIndexed(tasks: (rows + blockRows - 1) / blockRows, flops: 2 * rows * inputs * outputs) {
                task, _ in
                for k in stride(from: 0, to: inputs, by: 16) {
                    let (valid, w) = (min(16, inputs - k), copy + k)
                    // The weights stay in registers.
                    let (w0, w1) = (part(w, valid), part(w + min(1, outputs - 1) * inputs, valid))
                    let w2 = part(w + min(2, outputs - 1) * inputs, valid)
                    let w3 = part(w + min(3, outputs - 1) * inputs, valid)
                    let w4 = part(w + min(4, outputs - 1) * inputs, valid)
                    for row in task * blockRows..<min(rows, (task + 1) * blockRows) {
                        let dy = dy + row * outputs
                        var sum = Vector.zero.addingProduct(w0, Vector(repeating: dy[0]))
                        if outputs > 1 { sum.addProduct(w1, Vector(repeating: dy[1])) }
                        if outputs > 2 { sum.addProduct(w2, Vector(repeating: dy[2])) }
                        if outputs > 3 { sum.addProduct(w3, Vector(repeating: dy[3])) }
                        if outputs > 4 { sum.addProduct(w4, Vector(repeating: dy[4])) }
                        store(sum, dx + row * inputs + k, valid)
                    }
                }
            }
        }

        static func weightGradient(
            _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, into gradient: UnsafeMutablePointer<Float>,
            rows: Int, inputs: Int, outputs: Int, accumulate: Bool, workers: Workers
        ) {
            let width = Microkernel.columns
            if !accumulate { gradient.update(repeating: 0, count: inputs * width) }
            workers.runIndexed(tasks: (inputs + 63) / 64, flops: 2 * rows * inputs * outputs) { task, _ in
                for k in stride(from: task * 64, to: min(inputs, (task + 1) * 64), by: 16) {
                    let valid = min(16, inputs - k)
                    weightSums(
                        of: x + k, stride: inputs, valid, by: dy, stride: outputs, rows: rows, start: { _ in .zero },
                        end: { column, sum in
                            for lane in 0..<valid { gradient[(k + lane) * width + column] += sum[lane] }
                        })
                }
            }
        }

        private static func transpose(
            _ weights: UnsafePointer<Float>, _ inputs: Int, _ outputs: Int, into copy: UnsafeMutablePointer<Float>
        ) {
            let width = Microkernel.columns
            for k in 0..<inputs {
                for column in 0..<outputs { copy[column * inputs + k] = weights[k * width + column] }
            }
        }

        /// The products of up to four rows, those after `last` left out, with one vector.
        @inline(__always) private static func dots(
            _ rows: UnsafePointer<Float>, stride: Int, last: Int, _ b: UnsafePointer<Float>, _ count: Int,
            _ take: (_ row: Int, _ sum: Float) -> Void
        ) {
            let (a0, a1) = (rows, rows + min(1, last) * stride)
            let (a2, a3) = (rows + min(2, last) * stride, rows + last * stride)
            var (even0, even1, even2, even3) = (Vector.zero, Vector.zero, Vector.zero, Vector.zero)
            var (odd0, odd1, odd2, odd3) = (Vector.zero, Vector.zero, Vector.zero, Vector.zero)
            var i = 0
            while i + 32 <= count {
                let (first, second) = (load(b + i), load(b + i + 16))
                even0.addProduct(load(a0 + i), first)
                even1.addProduct(load(a1 + i), first)
                even2.addProduct(load(a2 + i), first)
                even3.addProduct(load(a3 + i), first)
                odd0.addProduct(load(a0 + i + 16), second)
                odd1.addProduct(load(a1 + i + 16), second)
                odd2.addProduct(load(a2 + i + 16), second)
                odd3.addProduct(load(a3 + i + 16), second)
                i += 32
            }
            while i < count {
                let valid = min(16, count - i)
                let b = part(b + i, valid)
                even0.addProduct(part(a0 + i, valid), b)
                even1.addProduct(part(a1 + i, valid), b)
                even2.addProduct(part(a2 + i, valid), b)
                even3.addProduct(part(a3 + i, valid), b)
                i += 16
            }
            take(0, (even0 + odd0).sum())
            if last > 0 { take(1, (even1 + odd1).sum()) }
            if last > 1 { take(2, (even2 + odd2).sum()) }
            if last > 2 { take(3, (even3 + odd3).sum()) }
        }
    }

    /// sum over the rows of wide[row] · narrow[row, i] for each of a few i, even and odd rows apart: sixteen numbers of
    /// the wide side, all of the narrow one, in registers.
    /// - Parameters:
    ///   - valid: how many of the sixteen there are.
    ///   - count: of the narrow side, as is its stride.
    ///   - start: what the even rows' sum begins with.
    @inline(__always) fileprivate static func weightSums(
        of wide: UnsafePointer<Float>, stride: Int, _ valid: Int, by narrow: UnsafePointer<Float>, stride count: Int,
        rows: Int, start: (Int) -> Vector, end: (Int, Vector) -> Void
    ) {
        @inline(__always) func run(_ count: Int) {
            var (even0, odd0, even1, odd1) = (start(0), Vector.zero, start(1), Vector.zero)
            var (even2, odd2, even3, odd3) = (start(2), Vector.zero, start(3), Vector.zero)
            var (even4, odd4) = (start(4), Vector.zero)
            var row = 0
            while row < rows {
                let (first, by) = (part(wide + row * stride, valid), narrow + row * count)
                even0.addProduct(first, Vector(repeating: by[0]))
                if count > 1 { even1.addProduct(first, Vector(repeating: by[1])) }
                if count > 2 { even2.addProduct(first, Vector(repeating: by[2])) }
                if count > 3 { even3.addProduct(first, Vector(repeating: by[3])) }
                if count > 4 { even4.addProduct(first, Vector(repeating: by[4])) }
                if row + 1 < rows {
                    let (second, by) = (part(wide + (row + 1) * stride, valid), by + count)
                    odd0.addProduct(second, Vector(repeating: by[0]))
                    if count > 1 { odd1.addProduct(second, Vector(repeating: by[1])) }
                    if count > 2 { odd2.addProduct(second, Vector(repeating: by[2])) }
                    if count > 3 { odd3.addProduct(second, Vector(repeating: by[3])) }
                    if count > 4 { odd4.addProduct(second, Vector(repeating: by[4])) }
                }
                row += 2
            }
            end(0, even0 + odd0)
            if count > 1 { end(1, even1 + odd1) }
            if count > 2 { end(2, even2 + odd2) }
            if count > 3 { end(3, even3 + odd3) }
            if count > 4 { end(4, even4 + odd4) }
        }
        switch count {
        case 1: run(1)
        case 2: run(2)
        case 3: run(3)
        case 4: run(4)
        default: run(limit)
        }
    }
}

private typealias Vector = SIMD16<Float>

@inline(__always) private func load(_ x: UnsafePointer<Float>) -> Vector {
    UnsafeRawPointer(x).loadUnaligned(as: Vector.self)
}

/// The first `valid` lanes, zero in the others.
@inline(__always) private func part(_ x: UnsafePointer<Float>, _ valid: Int) -> Vector {
    if valid == 16 { return load(x) }
    var vector = Vector.zero
    for lane in 0..<valid { vector[lane] = x[lane] }
    return vector
}

@inline(__always) private func store(_ vector: Vector, _ x: UnsafeMutablePointer<Float>, _ valid: Int) {
    if valid == 16 {
        UnsafeMutableRawPointer(x).storeBytes(of: vector, as: Vector.self)
    } else {
        for lane in 0..<valid { x[lane] = vector[lane] }
    }
}
