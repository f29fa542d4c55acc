import Kernels

/// Plain references in double precision, and helpers of the tests.
struct Numbers {
    /// Uniform numbers in [-1, 1) that depend on the seed and the index only.
    static func make(_ count: Int, seed: UInt64) -> [Float] {
        let address = RandomAddress(seed: seed, stream: 99, iteration: 0)
        return (0..<count).map { Float(Philox.word($0, of: address) >> 8) / Float(1 << 23) - 1 }
    }

    /// The largest difference, relative to the largest magnitude of the expected numbers.
    static func difference(_ found: [Float], _ expected: [Double]) -> Double {
        let scale = expected.reduce(1e-3) { max($0, abs($1)) }
        return zip(found, expected).reduce(found.count == expected.count ? 0 : .infinity) {
            let error = abs(Double($1.0) - $1.1) / scale
            return error.isNaN ? .infinity : max($0, error)
        }
    }
}

extension Panels {
    /// A logical matrix [rows, columns] from the layout, and what stands in the padding.
    func read(_ packed: [Float]) -> (matrix: [Float], padding: [Float]) {
        var matrix = [Float](repeating: 0, count: rows * columns)
        var isPadding = [Bool](repeating: true, count: count)
        for row in 0..<rows {
            for column in 0..<columns {
                let place = offset(row: row, column: column)
                matrix[row * columns + column] = packed[place]
                isPadding[place] = false
            }
        }
        return (matrix, packed.indices.filter { isPadding[$0] }.map { packed[$0] })
    }

    func write(_ matrix: [Float]) -> [Float] {
        var packed = [Float](repeating: 0, count: count)
        pack(matrix, rowStride: columns, columnStride: 1, into: &packed)
        return packed
    }
}

extension ConvolutionGeometry {
    /// Every pair of an input and an output position that meet, with the tap.
    func forEachMeeting(_ rows: Int, _ body: (_ input: Int, _ output: Int, _ tap: Int) -> Void) {
        for row in 0..<rows {
            for oy in 0..<outHeight {
                for ox in 0..<outWidth {
                    for ky in 0..<kernelHeight {
                        for kx in 0..<kernelWidth {
                            let iy = oy * strideHeight + ky - paddingHeight
                            let ix = ox * strideWidth + kx - paddingWidth
                            guard iy >= 0, iy < inHeight, ix >= 0, ix < inWidth else { continue }
                            body(
                                (row * inHeight + iy) * inWidth + ix, (row * outHeight + oy) * outWidth + ox,
                                ky * kernelWidth + kx)
                        }
                    }
                }
            }
        }
    }

    /// map = image * w, w [tap, inChannels, outChannels].
    func gather(_ image: [Float], _ w: [Float], rows: Int) -> [Double] {
        var map = [Double](repeating: 0, count: rows * outCount)
        forEachMeeting(rows) { input, output, tap in
            for ci in 0..<inChannels {
                for co in 0..<outChannels {
                    map[output * outChannels + co] +=
                        Double(image[input * inChannels + ci]) * Double(w[(tap * inChannels + ci) * outChannels + co])
                }
            }
        }
        return map
    }

    func scatter(_ map: [Float], _ w: [Float], rows: Int) -> [Double] {
        var image = [Double](repeating: 0, count: rows * inCount)
        forEachMeeting(rows) { input, output, tap in
            for ci in 0..<inChannels {
                for co in 0..<outChannels {
                    image[input * inChannels + ci] +=
                        Double(map[output * outChannels + co]) * Double(w[(tap * inChannels + ci) * outChannels + co])
                }
            }
        }
        return image
    }

    func weightGradient(_ image: [Float], _ map: [Float], rows: Int) -> [Double] {
        var w = [Double](repeating: 0, count: taps * inChannels * outChannels)
        forEachMeeting(rows) { input, output, tap in
            for ci in 0..<inChannels {
                for co in 0..<outChannels {
                    w[(tap * inChannels + ci) * outChannels + co] +=
                        Double(image[input * inChannels + ci]) * Double(map[output * outChannels + co])
                }
            }
        }
        return w
    }

    /// [tap, in, out] as [tap, out, in].
    func exchanged<T>(_ w: [T]) -> [T] {
        (0..<taps).flatMap { tap in
            (0..<outChannels).flatMap { co in
                (0..<inChannels).map { ci in w[(tap * inChannels + ci) * outChannels + co] }
            }
        }
    }
}
