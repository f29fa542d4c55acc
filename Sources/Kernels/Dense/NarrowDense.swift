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
                for row in task * blockRows..<min(rows, (task + 1) * blockRows) {
                    for k in 0..<inputs {
                        var sum = Vector.zero
                        for column in stride(from: 0, to: outputs, by: 16) {
                            let w = weights + (column / width * inputs + k) * width + column % width
                            sum.addProduct(part(dy + row * outputs + column, min(16, outputs - column)), load(w))
                        }
                        dx[row * inputs + k] = sum.sum()
                    }
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
                    for k in 0..<inputs {
                        let target = gradient + (panel * inputs + k) * width + lane
                        var (even, odd) = (accumulate ? load(target) : Vector.zero, Vector.zero)
                        var row = 0
                        while row < rows && valid > 0 {
                            let source = dy + row * outputs + column
                            even.addProduct(part(source, valid), Vector(repeating: x[row * inputs + k]))
                            if row + 1 < rows {
                                odd.addProduct(
                                    part(source + outputs, valid), Vector(repeating: x[(row + 1) * inputs + k]))
                            }
                            row += 2
                        }
                        store(even + odd, target, 16)
                    }
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
                for row in range {
                    for column in 0..<outputs {
                        let sum = dot(x + row * inputs, copy + column * inputs, inputs)
                        y[row * outputs + column] = sum + (bias?[column] ?? 0)
                    }
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
                for row in task * blockRows..<min(rows, (task + 1) * blockRows) {
                    for k in stride(from: 0, to: inputs, by: 16) {
                        let valid = min(16, inputs - k)
                        var sum = Vector.zero
                        for column in 0..<outputs {
                            sum.addProduct(
                                part(copy + column * inputs + k, valid), Vector(repeating: dy[row * outputs + column]))
                        }
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
                    for column in 0..<outputs {
                        var (even, odd) = (Vector.zero, Vector.zero)
                        var row = 0
                        while row < rows {
                            let source = x + row * inputs + k
                            even.addProduct(part(source, valid), Vector(repeating: dy[row * outputs + column]))
                            if row + 1 < rows {
                                odd.addProduct(
                                    part(source + inputs, valid), Vector(repeating: dy[(row + 1) * outputs + column]))
                            }
                            row += 2
                        }
                        let sum = even + odd
                        for lane in 0..<valid { gradient[(k + lane) * width + column] += sum[lane] }
                    }
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

        private static func dot(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int) -> Float {
            var (even, odd) = (Vector.zero, Vector.zero)
            var i = 0
            while i + 32 <= count {
                even.addProduct(load(a + i), load(b + i))
                odd.addProduct(load(a + i + 16), load(b + i + 16))
                i += 32
            }
            while i < count {
                let valid = min(16, count - i)
                even.addProduct(part(a + i, valid), part(b + i, valid))
                i += 16
            }
            return (even + odd).sum()
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
