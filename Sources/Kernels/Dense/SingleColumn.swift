/// Dense products with one output, a discriminator's last layer: W is a plain vector, and the memory is the limit.
enum SingleColumn {
    private typealias Vector = SIMD16<Float>
    /// What it takes to read or write one number, in operations of a product in the same time.
    private static let memoryFlops = 16

    static func forward(
        _ x: UnsafePointer<Float>, _ w: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?,
        into y: UnsafeMutablePointer<Float>, rows: Int, inputs: Int, workers: Workers
    ) {
        let block = 8
        workers.runIndexed(tasks: (rows + block - 1) / block, flops: memoryFlops * rows * inputs) { task, _ in
            for row in task * block..<min(rows, (task + 1) * block) {
                let source = x + row * inputs
                var (first, second) = (Vector.zero, Vector.zero)
                var i = 0
                while i + 32 <= inputs {
                    first.addProduct(load(source, i), load(w, i))
                    second.addProduct(load(source, i + 16), load(w, i + 16))
                    i += 32
                }
                var sum = (first + second).sum()
                while i < inputs {
                    sum += source[i] * w[i]
                    i += 1
                }
                y[row] = sum + (bias?[0] ?? 0)
            }
        }
    }

    static func inputGradient(
        _ dy: UnsafePointer<Float>, _ w: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>, rows: Int,
        inputs: Int, workers: Workers
    ) {
        let block = 8
        workers.runIndexed(tasks: (rows + block - 1) / block, flops: memoryFlops * rows * inputs) { task, _ in
            for row in task * block..<min(rows, (task + 1) * block) {
                let (slope, target) = (dy[row], dx + row * inputs)
                var i = 0
                while i + 16 <= inputs {
                    store(slope * load(w, i), target + i)
                    i += 16
                }
                while i < inputs {
                    target[i] = slope * w[i]
                    i += 1
                }
            }
        }
    }

    static func weightGradient(
        _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, into gradient: UnsafeMutablePointer<Float>, rows: Int,
        inputs: Int, accumulate: Bool, workers: Workers
    ) {
        let block = 256
        workers.runIndexed(tasks: (inputs + block - 1) / block, flops: memoryFlops * rows * inputs) { task, _ in
            let (start, end) = (task * block, min(inputs, (task + 1) * block))
            if !accumulate { for i in start..<end { gradient[i] = 0 } }
            var i = start
            // The sums stay in registers, four vectors at a time.
            while i + 64 <= end {
                var (a, b) = (load(gradient, i), load(gradient, i + 16))
                var (c, d) = (load(gradient, i + 32), load(gradient, i + 48))
                for row in 0..<rows {
                    let (slope, source) = (Vector(repeating: dy[row]), x + row * inputs)
                    a.addProduct(load(source, i), slope)
                    b.addProduct(load(source, i + 16), slope)
                    c.addProduct(load(source, i + 32), slope)
                    d.addProduct(load(source, i + 48), slope)
                }
                store(a, gradient + i)
                store(b, gradient + i + 16)
                store(c, gradient + i + 32)
                store(d, gradient + i + 48)
                i += 64
            }
            while i + 16 <= end {
                var sum = load(gradient, i)
                for row in 0..<rows { sum.addProduct(load(x + row * inputs, i), Vector(repeating: dy[row])) }
                store(sum, gradient + i)
                i += 16
            }
            while i < end {
                for row in 0..<rows { gradient[i] += x[row * inputs + i] * dy[row] }
                i += 1
            }
        }
    }

    @inline(__always) private static func store(_ vector: Vector, _ x: UnsafeMutablePointer<Float>) {
        UnsafeMutableRawPointer(x).storeBytes(of: vector, as: Vector.self)
    }

    @inline(__always) private static func load(_ x: UnsafePointer<Float>, _ i: Int) -> Vector {
        UnsafeRawPointer(x + i).loadUnaligned(as: Vector.self)
    }
}
