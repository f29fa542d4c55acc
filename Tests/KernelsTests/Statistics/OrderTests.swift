import Testing

@testable import Kernels

@Suite struct OrderTests {
    @Test(arguments: [0, 1, 2, 63, 64, 65, 1000, 5003]) func risesLikeTheStandardLibrarys(count: Int) {
        var random = SystemRandomNumberGenerator()
        var values = (0..<count).map { _ in Float.random(in: -2...2, using: &random) }
        // Large and small ones, both zeros, and many that are equal.
        for i in 0..<count where i % 7 == 0 {
            values[i] = [0, -0.0, 1e30, -1e30, 1e-40, -1e-40, .infinity, -.infinity][i / 7 % 8]
        }
        let expected = values.sorted()
        values.withUnsafeMutableBufferPointer { buffer in
            if let base = buffer.baseAddress { Order.sort(base, count: count) }
        }
        #expect(values == expected)
    }
}
