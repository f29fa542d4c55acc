import Foundation
import Testing

@testable import Kernels

@Suite struct StructuralSimilarityTests {
    /// A picture in double precision, values from 0 to 1.
    private struct Picture {
        var height: Int, width: Int
        let channels: Int
        var values: [Double]

        subscript(line: Int, column: Int, channel: Int) -> Double {
            values[(line * width + column) * channels + channel]
        }

        var halved: Picture {
            var half = Picture(height: height / 2, width: width / 2, channels: channels, values: [])
            for line in 0..<half.height {
                for column in 0..<half.width {
                    for channel in 0..<channels {
                        let four = [(0, 0), (0, 1), (1, 0), (1, 1)].map { dy, dx in
                            self[2 * line + dy, 2 * column + dx, channel]
                        }
                        half.values.append(four.reduce(0, +) / 4)
                    }
                }
            }
            return half
        }
    }

    /// Wang et al. 2003, window by window.
    private func plain(_ x: Picture, _ y: Picture) -> Double {
        var weights = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333]
        let scales = (1...5).last { min(x.height, x.width) >> ($0 - 1) > 0 }!
        if scales < 5 { weights = weights.prefix(scales).map { $0 / weights.prefix(scales).reduce(0, +) } }
        var (x, y, product) = (x, y, 1.0)
        for scale in 0..<scales {
            let side = min(11, x.height, x.width)
            let deviation = 1.5 * Double(side) / 11
            func bell(_ k: Int) -> Double { exp(-pow((Double(k) - Double(side - 1) / 2) / deviation, 2) / 2) }
            var mean = 0.0
            let (rows, columns) = (x.height - side + 1, x.width - side + 1)
            for line in 0..<rows {
                for column in 0..<columns {
                    for channel in 0..<x.channels {
                        var (w, a, b, aa, bb, ab) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
                        for dy in 0..<side {
                            for dx in 0..<side {
                                let weight = bell(dy) * bell(dx)
                                let (p, q) = (x[line + dy, column + dx, channel], y[line + dy, column + dx, channel])
                                w += weight
                                (a, b) = (a + weight * p, b + weight * q)
                                (aa, bb, ab) = (aa + weight * p * p, bb + weight * q * q, ab + weight * p * q)
                            }
                        }
                        (a, b, aa, bb, ab) = (a / w, b / w, aa / w, bb / w, ab / w)
                        let structure = (2 * (ab - a * b) + 9e-4) / (aa - a * a + bb - b * b + 9e-4)
                        let luminance = (2 * a * b + 1e-4) / (a * a + b * b + 1e-4)
                        mean += structure * (scale == scales - 1 ? luminance : 1)
                    }
                }
            }
            product *= pow(max(0, mean / Double(rows * columns * x.channels)), weights[scale])
            (x, y) = (x.halved, y.halved)
        }
        return product
    }

    static let sizes = [
        (1, 1, 1), (2, 3, 1), (8, 8, 1), (11, 11, 3), (12, 9, 2), (15, 17, 1), (16, 16, 3), (26, 27, 1), (28, 28, 1),
        (27, 26, 4), (33, 40, 3),
    ]

    @Test("as plain loops in double precision say", arguments: sizes)
    func plainLoops(_ height: Int, _ width: Int, _ channels: Int) {
        let size = height * width * channels
        let shared = Numbers.make(size, seed: 1)
        // Pictures that have something in common, and values beyond the range.
        let others = (2...4).map { zip(shared, Numbers.make(size, seed: $0)).map { 0.75 * $0 + 0.5 * $1 } }
        func picture(_ index: Int) -> Picture {
            let values = others[index].map { Double(min(max($0, -1), 1)) / 2 + 0.5 }
            return Picture(height: height, width: width, channels: channels, values: values)
        }
        let kernel = StructuralSimilarity(height: height, width: width, channels: channels)
        let pictures = Guarded(others.flatMap { $0 })
        var found = [Double](repeating: 0, count: 5)
        kernel.measure(
            pictures.pointer, pairs: [0, 1, 1, 2, 2, 1, 0, 2, 1, 1], count: 5, into: &found, workers: .shared)
        for (found, (x, y)) in zip(found, [(0, 1), (1, 2), (2, 1), (0, 2)]) {
            let expected = plain(picture(x), picture(y))
            #expect(abs(found - expected) < 2e-5, "\(found) \(expected)")
        }
        #expect(found[1] == found[2])
        #expect(found[4] == 1)
    }
}
