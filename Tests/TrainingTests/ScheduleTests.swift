import Testing

@testable import Configuration
@testable import Training

@Suite struct ScheduleTests {
    static let all = Schedules.registry.declarations.map(\.name)

    private func factors(_ name: String, _ given: [String: Value] = [:], at iterations: [Int]) -> [Double] {
        let schedule = Schedules.registry.make(Fixture.choice(.schedules, name, given))
        return iterations.map { schedule.factor(at: $0, of: 100) }
    }

    private func expect(_ factors: [Double], _ expected: [Double]) {
        for (factor, wanted) in zip(factors, expected) { #expect(abs(factor - wanted) < 1e-11, "\(factors)") }
    }

    @Test func constant() { expect(factors("constant", at: [0, 50, 99]), [1, 1, 1]) }

    @Test func linear() {
        expect(factors("linear", at: [0, 25, 50, 99]), [1, 0.75, 0.5, 0.01])
        expect(
            factors("linear", ["from": .real(0.5), "final": .real(0.2)], at: [0, 50, 75, 100]), [1, 1, 0.6, 0.2])
    }

    @Test func cosine() {
        expect(factors("cosine", at: [0, 50, 100]), [1, 0.5, 0])
        expect(factors("cosine", ["final": .real(0.1)], at: [0, 50, 100]), [1, 0.55, 0.1])
        expect(factors("cosine", at: [25]), [(1 + 0.5.squareRoot()) / 2])
    }

    @Test func step() {
        expect(factors("step", ["every": .integer(30)], at: [0, 29, 30, 60, 99]), [1, 1, 0.5, 0.25, 0.125])
        expect(factors("step", ["every": .integer(50), "factor": .real(0.1)], at: [49, 50]), [1, 0.1])
    }

    /// Of PyTorch's CosineAnnealingWarmRestarts: PyTorch/schedules.py printed them.
    @Test func warmRestarts() {
        let places = [0, 3, 4, 9, 10, 11, 13, 27, 28, 39]
        func factors(_ every: Int, _ growth: Int, _ final: Double) -> [Double] {
            self.factors(
                "warm_restarts", ["every": .integer(every), "growth": .integer(growth), "final": .real(final)],
                at: places)
        }
        expect(
            factors(10, 1, 0),
            [
                1, 0.793892626146, 0.654508497187, 0.024471741852, 1, 0.975528258148, 0.793892626146, 0.206107373854,
                0.095491502813, 0.024471741852,
            ])
        expect(
            factors(4, 2, 0.1),
            [
                1, 0.231801948466, 1, 0.377792455436, 0.231801948466, 0.13425421037, 0.991353376181, 0.108646623819, 1,
                0.762128531572,
            ])
        expect(
            factors(3, 3, 0),
            [
                1, 1, 0.969846310393, 0.25, 0.116977778441, 0.030153689607, 0.996619178871, 0.413175911167,
                0.356598383644, 1,
            ])
    }

    @Test(arguments: all)
    func warmup(name: String) {
        let needed: [String: Value] = ["step", "warm_restarts"].contains(name) ? ["every": .integer(1000)] : [:]
        let iterations = [0, 1, 3, 4, 10]
        let plain = factors(name, needed, at: iterations)
        let warm = factors(name, needed.merging(["warmup": .integer(4)]) { $1 }, at: iterations)
        expect(zip(warm, plain).map { $0 / $1 }, [0.25, 0.5, 1, 1, 1])
    }
}
