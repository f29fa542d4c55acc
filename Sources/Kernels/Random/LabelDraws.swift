#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Draws of labels for permutation tests, sixteen at a time: which of the samples are taken for the first kind.
///
/// Every draw depends on the address and its own number only. Results do not depend on the number of threads.
public enum LabelDraws {
    /// Draws that are made together.
    public static let width = 16
    private typealias Vector = SIMD16<Float>

    /// signs[place, lane] = 1 for the `chosen` places that draw `first + lane` picks, else -1: [size, 16].
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
            var (sumA, sumB, sumC, sumD) = (Vector.zero, Vector.zero, Vector.zero, Vector.zero)
            for column in 0..<size {
                let sign = UnsafeRawPointer(signs + column * width).loadUnaligned(as: Vector.self)
                sumA.addProduct(sign, Vector(repeating: a[column]))
                sumB.addProduct(sign, Vector(repeating: b[column]))
                sumC.addProduct(sign, Vector(repeating: c[column]))
                sumD.addProduct(sign, Vector(repeating: d[column]))
            }
            let target = UnsafeMutableRawPointer(products + row * width)
            target.storeBytes(of: sumA, as: Vector.self)
            if rows > 1 { target.storeBytes(of: sumB, toByteOffset: 64, as: Vector.self) }
            if rows > 2 { target.storeBytes(of: sumC, toByteOffset: 128, as: Vector.self) }
            if rows > 3 { target.storeBytes(of: sumD, toByteOffset: 192, as: Vector.self) }
        }
    }

    /// forms[lane] = sum over rows of signs[row, lane] * products[row, lane], in double precision.
    public static func forms(
        _ products: UnsafePointer<Float>, signs: UnsafePointer<Float>, size: Int,
        into forms: UnsafeMutablePointer<Double>
    ) {
        for lane in 0..<width {
            var sum = 0.0
            for row in 0..<size { sum += Double(signs[row * width + lane] * products[row * width + lane]) }
            forms[lane] = sum
        }
    }

    /// counts[lane] = the number of places whose neighbour has the place's own label.
    public static func agreements(
        _ neighbours: UnsafePointer<Int32>, signs: UnsafePointer<Float>, size: Int,
        into counts: UnsafeMutablePointer<Double>
    ) {
        for lane in 0..<width {
            var count = 0
            for place in 0..<size
            where signs[place * width + lane] == signs[Int(neighbours[place]) * width + lane] { count += 1 }
            counts[lane] = Double(count)
        }
    }
}

extension DistanceMatrix {
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
        workers.run(tasks: rows) { row in
            let (source, target) = (distances + row * rows, kernel + row * rows)
            for column in 0..<rows {
                // Half the bandwidth is the fourth power.
                var value = expf(source[column] * scale)
                var sum = value
                for _ in 1..<scales {
                    value *= value
                    value *= value
                    sum += value
                }
                target[column] = sum / Float(scales)
            }
        }
    }
}
