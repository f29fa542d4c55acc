import Kernels
import Testing

@testable import Configuration
@testable import Training

@Suite struct PriorTests {
    private func draw(_ name: String, _ given: [String: Value] = [:], iteration: Int = 0, count: Int = 20_000)
        -> [Float]
    {
        let prior = Priors.registry.make(Fixture.choice(.priors, name, given))
        return [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
            if let base = buffer.baseAddress {
                prior.fill(
                    base, count: count, at: RandomStream.sampleNoise.address(seed: 3, at: iteration), workers: .shared)
            }
            initialized = count
        }
    }

    private func moments(_ values: [Float]) -> (mean: Double, variance: Double) {
        let n = Double(values.count)
        let mean = values.reduce(0.0) { $0 + Double($1) } / n
        return (mean, values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / n)
    }

    /// Four standard errors either way.
    @Test(arguments: [("normal", 1.0), ("uniform", 1.0 / 3), ("truncated_normal", 0.773741)])
    func meanAndVariance(name: String, variance: Double) {
        let found = moments(draw(name))
        #expect(abs(found.mean) < 0.03)
        #expect(abs(found.variance - variance) < 0.04)
    }

    @Test func bounds() {
        #expect(draw("uniform").allSatisfy { $0 >= -1 && $0 < 1 })
        #expect(draw("truncated_normal").allSatisfy { abs($0) <= 2 })
        #expect(draw("truncated_normal", ["bound": .real(0.5)]).allSatisfy { abs($0) <= 0.5 })
        #expect(draw("normal").contains { abs($0) > 2 })
    }

    @Test(arguments: Priors.registry.declarations.map(\.name))
    func addressesDiffer(name: String) {
        #expect(draw(name, iteration: 0, count: 64) != draw(name, iteration: 1, count: 64))
        #expect(draw(name, iteration: 5, count: 64) == draw(name, iteration: 5, count: 64))
    }
}
