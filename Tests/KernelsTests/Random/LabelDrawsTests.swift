import Foundation
import Kernels
import Testing

/// Labels of permutation tests and what is counted by them, against plain loops.
@Suite struct LabelDrawsTests {
    static let address = RandomAddress(seed: 3, stream: 9, iteration: 0)
    static let width = LabelDraws.width

    static func signs(_ size: Int, chosen: Int, first: Int, threads: Int = 1) -> [Float] {
        var signs = [Float](repeating: 0, count: size * width)
        LabelDraws.fill(
            &signs, size: size, chosen: chosen, first: first, at: address, workers: Workers(threads: threads))
        return signs
    }

    /// A draw depends on its number, not on those that are made with it.
    @Test(arguments: [2, 7, 64]) func drawsDependOnTheirNumberAlone(size: Int) {
        let (zero, one) = (Self.signs(size, chosen: size / 2, first: 0), Self.signs(size, chosen: size / 2, first: 1))
        for lane in 1..<Self.width {
            for place in 0..<size { #expect(zero[place * Self.width + lane] == one[place * Self.width + lane - 1]) }
        }
        for lane in 0..<Self.width {
            #expect((0..<size).count { zero[$0 * Self.width + lane] == 1 } == size / 2)
            #expect((0..<size).count { zero[$0 * Self.width + lane] == -1 } == size - size / 2)
        }
        #expect(Self.signs(size, chosen: size / 2, first: 0, threads: 3) == zero)
    }

    /// Sums are in single precision, column by column: to the bit.
    @Test(arguments: [1, 3, 4, 5, 8, 63]) func productsAndForms(size: Int) {
        let (matrix, signs) = (Numbers.make(size * size, seed: 4), Self.signs(size, chosen: size / 2, first: 5))
        var products = [Float](repeating: .nan, count: size * Self.width)
        LabelDraws.products(matrix, size: size, signs: signs, into: &products, workers: Workers(threads: 2))
        var forms = [Double](repeating: .nan, count: Self.width)
        LabelDraws.forms(products, signs: signs, size: size, into: &forms)
        for lane in 0..<Self.width {
            let column = (0..<size).map { signs[$0 * Self.width + lane] }
            let plain = (0..<size).map { row in
                (0..<size).reduce(Float(0)) { $0 + matrix[row * size + $1] * column[$1] }
            }
            #expect((0..<size).map { products[$0 * Self.width + lane] } == plain)
            #expect(forms[lane] == (0..<size).reduce(0.0) { $0 + Double(plain[$1] * column[$1]) })
        }
    }

    @Test func agreements() {
        let size = 50
        let neighbours = (0..<size).map { Int32(($0 * 7 + 3) % size) }
        let signs = Self.signs(size, chosen: 20, first: 0)
        var counts = [Double](repeating: .nan, count: Self.width)
        LabelDraws.agreements(neighbours, signs: signs, size: size, into: &counts)
        for lane in 0..<Self.width {
            let own = (0..<size).map { signs[$0 * Self.width + lane] }
            #expect(Int(counts[lane]) == (0..<size).count { own[$0] == own[Int(neighbours[$0])] })
        }
    }

    @Test(arguments: [1, 15, 16, 17, 40]) func multiscaleKernel(rows: Int) {
        let distances = Numbers.make(rows * rows, seed: 8).map { $0 * $0 * 30 }
        var kernel = [Float](repeating: .nan, count: rows * rows)
        DistanceMatrix.multiscaleKernel(
            distances, rows: rows, bandwidth: 0.8, scales: 5, into: &kernel, workers: Workers(threads: 2))
        let scale: Float = -1 / (2 * 0.8 * 0.8)
        for (value, distance) in zip(kernel, distances) {
            var (power, sum) = (expf(distance * scale), Float(0))
            for _ in 0..<5 {
                sum += power
                power *= power
                power *= power
            }
            #expect(value == sum / 5)
        }
    }
}
