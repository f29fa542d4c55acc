import Foundation
import Kernels
import Testing

@Suite struct RandomTests {
    /// The known answers of the Random123 distribution, kat_vectors, philox4x32 10.
    @Test func philoxGivesTheKnownAnswers() {
        let zero = Philox.block(counter: .zero, key: .zero)
        #expect(zero == SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
        let ones = Philox.block(counter: SIMD4(repeating: .max), key: SIMD2(repeating: .max))
        #expect(ones == SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
        let pi = Philox.block(
            counter: SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344), key: SIMD2(0xa409_3822, 0x299f_31d0))
        #expect(pi == SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
    }

    static let address = RandomAddress(seed: 7, stream: 3, iteration: 1 << 40)

    @Test func numbersDependOnTheirAddressAlone() {
        let workers = Workers(threads: 3)
        var (long, short) = ([Float](repeating: 0, count: 20_000), [Float](repeating: 0, count: 37))
        Random.fillNormal(&long, count: long.count, at: Self.address, workers: workers)
        Random.fillNormal(&short, count: short.count, at: Self.address, workers: Workers(threads: 1))
        #expect(Array(long.prefix(37)) == short)
        var other = Self.address
        for change in 0..<3 {
            other = Self.address
            if change == 0 {
                other.seed += 1 << 32
            } else if change == 1 {
                other.stream += 1
            } else {
                other.iteration += 1
            }
            var changed = short
            Random.fillNormal(&changed, count: changed.count, at: other, workers: workers)
            #expect(zip(changed, short).allSatisfy { $0 != $1 })
        }
    }

    /// Bulk filling makes many blocks side by side; each element must be the word that its index names.
    @Test(arguments: [1, 15, 16, 31, 32, 33, 4095, 4097, 10_000]) func elementsAreTheWordsOfTheirIndices(count: Int) {
        let address = RandomAddress(seed: 0xF123_4567_89AB_CDEF, stream: 0xFFFF_FFF1, iteration: 0xABCD_0000_0007)
        var x = [Float](repeating: 2, count: count + 1)
        Random.fillUniform(&x, count: count, at: address, workers: Workers(threads: 2))
        for i in 0..<count { #expect(x[i] == Float(Philox.word(i, of: address) >> 8) * 0x1p-24) }
        #expect(x[count] == 2)
    }

    /// Moments and tail of n numbers against the distribution's; the bounds are five standard errors.
    private func check(_ x: [Float], mean: Double, variance: Double, fourth: Double) {
        let n = Double(x.count)
        let average = x.reduce(0) { $0 + Double($1) } / n
        let spread = x.reduce(0) { $0 + pow(Double($1) - mean, 2) } / n
        #expect(abs(average - mean) < 5 * sqrt(variance / n))
        #expect(abs(spread - variance) < 5 * sqrt((fourth - variance * variance) / n))
    }

    @Test(arguments: [UInt64(1), 2, 3]) func distributionsHaveTheirMoments(seed: UInt64) {
        let workers = Workers(threads: 2)
        let address = RandomAddress(seed: seed, stream: 0, iteration: 0)
        var x = [Float](repeating: 0, count: 200_001)
        Random.fillNormal(&x, count: x.count, at: address, workers: workers)
        check(x, mean: 0, variance: 1, fourth: 3)
        let beyond = Double(x.count { abs($0) > 1.959964 }) / Double(x.count)
        #expect(abs(beyond - 0.05) < 5 * sqrt(0.05 * 0.95 / Double(x.count)))
        // Partners of a pair, and neighbours, are uncorrelated.
        for distance in [1, 8] {
            let product = (0..<x.count - distance).reduce(0.0) { $0 + Double(x[$1] * x[$1 + distance]) }
            #expect(abs(product) < 5 * sqrt(Double(x.count)))
        }
        Random.fillUniform(&x, count: x.count, low: -1, high: 3, at: address, workers: workers)
        check(x, mean: 1, variance: 16.0 / 12, fourth: 256.0 / 80)
        #expect(x.allSatisfy { $0 >= -1 && $0 < 3 })
        Random.fillTruncatedNormal(&x, count: x.count, at: address, workers: workers)
        // Variance 1 - 2 * 2 * phi(2) / (2 * Phi(2) - 1), fourth moment 3 * variance - 8 * that quotient / 2.
        let quotient = 4 * exp(-2.0) / sqrt(2 * Double.pi) / erf(2 / sqrt(2.0))
        check(x, mean: 0, variance: 1 - quotient, fourth: 3 * (1 - quotient) - 4 * quotient)
        #expect(x.allSatisfy { abs($0) <= 2 })
        Random.fillGumbel(&x, count: x.count, at: address, workers: workers)
        let spread = Double.pi * Double.pi / 6
        check(x, mean: 0.5772156649, variance: spread, fourth: 5.4 * spread * spread)
        #expect(x.allSatisfy { $0 > -3 && $0 < 17.4 })
    }

    @Test func normalNumbersAreAccurate() {
        var x = [Float](repeating: 0, count: 4096)
        Random.fillNormal(&x, count: x.count, at: Self.address, workers: Workers(threads: 1))
        let unit = x.indices.map { Double(Philox.word($0, of: Self.address) >> 8) / Double(1 << 24) }
        for group in 0..<x.count / 16 {
            for lane in 0..<8 {
                let (i, j) = (group * 16 + lane, group * 16 + lane + 8)
                let radius = sqrt(-2 * log(1 - unit[i]))
                #expect(abs(Double(x[i]) - radius * cos(2 * .pi * unit[j])) < 2e-6)
                #expect(abs(Double(x[j]) - radius * sin(2 * .pi * unit[j])) < 2e-6)
            }
        }
    }

    @Test func indicesAndDropoutFollowTheirRates() {
        let workers = Workers(threads: 2)
        var indices = [Int32](repeating: 0, count: 70_000)
        Random.fillIndices(&indices, count: indices.count, below: 7, at: Self.address)
        for value in 0..<7 {
            let share = Double(indices.count { $0 == Int32(value) })
            #expect(abs(share - 10_000) < 5 * sqrt(70_000 * 6.0 / 49))
        }
        let ones = [Float](repeating: 3, count: 50_001)
        var (kept, again) = (ones, ones)
        Random.dropout(ones, into: &kept, count: ones.count, rate: 0.25, at: Self.address, workers: workers)
        Random.dropout(ones, into: &again, count: ones.count, rate: 0.25, at: Self.address, workers: workers)
        #expect(kept == again)
        #expect(kept.allSatisfy { $0 == 0 || $0 == 4 })
        let dropped = Double(kept.count { $0 == 0 })
        #expect(abs(dropped - 12_500) < 5 * sqrt(50_001 * 0.25 * 0.75))
    }
}
