#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Draws of labels for permutation tests, 32 at a time: which of the samples are taken for the first kind.
///
/// Every draw depends on the address and its own number only. Results do not depend on the number of threads.
public enum LabelDraws {
    /// Draws that are made together.
    public static let width = 2 * Vector.scalarCount
    private typealias Vector = SIMD16<Float>

    /// signs[place, lane] = 1 for the `chosen` places that draw `first + lane` picks, else -1: [size, width].
    ///
    /// The first steps of Fisher & Yates's shuffle, from the places in order: every choice of places is equally likely,
    /// with a bias below size / 2^32.
    public static func fill(
        _ signs: UnsafeMutablePointer<Float>, size: Int, chosen: Int, first: Int, at address: RandomAddress,
        workers: Workers
    ) {
        signs.update(repeating: -1, count: size * width)
        workers.run(tasks: width) { lane in
            withUnsafeTemporaryAllocation(of: Int32.self, capacity: size) { buffer in
                guard let order = buffer.baseAddress else { return }
                for place in 0..<size { order[place] = Int32(truncatingIfNeeded: place) }
                let draw = RandomAddress(
                    seed: address.seed, stream: address.stream, iteration: address.iteration + UInt64(first + lane))
                var words = SIMD4<UInt32>.zero
                for place in 0..<chosen {
                    if place % 4 == 0 { words = Philox.block(place / 4, of: draw) }
                    let other = place + Int((UInt64(words[place % 4]) &* UInt64(size - place)) >> 32)
                    let picked = order[other]
                    order[other] = order[place]
                    order[place] = picked
                    signs[Int(picked) * width + lane] = 1
                }
            }
        }
    }

    /// products[row, lane] = sum over columns of matrix[row, column] * signs[column, lane]; matrix: [size, size].
    public static func products(
        _ matrix: UnsafePointer<Float>, size: Int, signs: UnsafePointer<Float>,
        into products: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        workers.run(tasks: (size + 3) / 4) { task in
            let row = task * 4
            let rows = min(4, size - row)
            let a = matrix + row * size
            // Rows beyond the last repeat the first.
            let (b, c, d) = (rows > 1 ? a + size : a, rows > 2 ? a + 2 * size : a, rows > 3 ? a + 3 * size : a)
            // Eight sums: as many as hide what one addition waits for.
            var (sumA, sumB, sumC, sumD) = (Sum(), Sum(), Sum(), Sum())
            for column in 0..<size {
                let sign = Sum(signs + column * width)
                sumA.add(sign, times: a[column])
                sumB.add(sign, times: b[column])
                sumC.add(sign, times: c[column])
                sumD.add(sign, times: d[column])
            }
            let target = products + row * width
            sumA.store(target)
            if rows > 1 { sumB.store(target + width) }
            if rows > 2 { sumC.store(target + 2 * width) }
            if rows > 3 { sumD.store(target + 3 * width) }
        }
    }

    /// One number for each of the draws that are made together.
    private struct Sum {
        private var low = Vector.zero, high = Vector.zero

        @inline(__always) init() {}

        @inline(__always) init(_ x: UnsafePointer<Float>) {
            low = UnsafeRawPointer(x).loadUnaligned(as: Vector.self)
            high = UnsafeRawPointer(x + Vector.scalarCount).loadUnaligned(as: Vector.self)
        }

        @inline(__always) mutating func add(_ other: Sum, times factor: Float) {
            low.addProduct(other.low, Vector(repeating: factor))
            high.addProduct(other.high, Vector(repeating: factor))
        }

        @inline(__always) func store(_ x: UnsafeMutablePointer<Float>) {
            UnsafeMutableRawPointer(x).storeBytes(of: low, as: Vector.self)
            UnsafeMutableRawPointer(x + Vector.scalarCount).storeBytes(of: high, as: Vector.self)
        }
    }

    /// forms[lane] = sum over rows of signs[row, lane] * products[row, lane], in double precision.
    public static func forms(
        _ products: UnsafePointer<Float>, signs: UnsafePointer<Float>, size: Int,
        into forms: UnsafeMutablePointer<Double>
    ) {
        for lane in 0..<width { forms[lane] = 0 }
        for row in 0..<size {
            let (sign, product) = (signs + row * width, products + row * width)
            for lane in 0..<width { forms[lane] += Double(sign[lane] * product[lane]) }
        }
    }

    /// counts[lane] = the number of places whose neighbour has the place's own label.
    public static func agreements(
        _ neighbours: UnsafePointer<Int32>, signs: UnsafePointer<Float>, size: Int,
        into counts: UnsafeMutablePointer<Double>
    ) {
        for lane in 0..<width { counts[lane] = 0 }
        for place in 0..<size {
            let (own, other) = (signs + place * width, signs + Int(neighbours[place]) * width)
            for lane in 0..<width { counts[lane] += own[lane] == other[lane] ? 1 : 0 }
        }
    }
}

extension DistanceMatrix {
    private typealias Vector = SIMD16<Float>

    /// Sets to 0 what is below `threshold`.
    public static func flush(_ distances: UnsafeMutablePointer<Float>, count: Int, below threshold: Float) {
        for index in 0..<count where distances[index] < threshold { distances[index] = 0 }
    }

    /// For each point the nearest other one: the first among equals. distances: [size, size], size at least 2.
    public static func nearestOthers(
        _ distances: UnsafePointer<Float>, size: Int, into neighbours: UnsafeMutablePointer<Int32>, workers: Workers
    ) {
        workers.run(tasks: size) { row in
            let source = distances + row * size
            var (best, index) = (Float.infinity, row == 0 ? 1 : 0)
            for column in 0..<size where column != row && source[column] < best {
                (best, index) = (source[column], column)
            }
            neighbours[row] = Int32(truncatingIfNeeded: index)
        }
    }

    /// kernel = mean over `scales` bandwidths b, b/2, b/4, ... of exp(-d / (2 b^2)), d the squared distances of a
    /// symmetric matrix of so many rows. In [0, 1], 1 at distance 0.
    public static func multiscaleKernel(
        _ distances: UnsafePointer<Float>, rows: Int, bandwidth: Float, scales: Int,
        into kernel: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        let scale = -1 / (2 * bandwidth * bandwidth)
        let padding = Vector.scalarCount
        workers.run(tasks: rows) { row in
            let (source, target) = (distances + row * rows, kernel + row * rows)
            withUnsafeTemporaryAllocation(of: Float.self, capacity: rows + padding) { powers in
                guard let powers = powers.baseAddress else { return }
                for column in 0..<rows { powers[column] = expf(source[column] * scale) }
                for column in rows..<rows + padding { powers[column] = 0 }
                var column = 0
                while column < rows {
                    // Half the bandwidth is the fourth power.
                    var value = UnsafeRawPointer(powers + column).loadUnaligned(as: Vector.self)
                    var sum = value
                    for _ in 1..<scales {
                        value *= value
                        value *= value
                        sum += value
                    }
                    UnsafeMutableRawPointer(powers + column).storeBytes(of: sum / Float(scales), as: Vector.self)
                    column += Vector.scalarCount
                }
                target.update(from: powers, count: rows)
            }
        }
    }
}
