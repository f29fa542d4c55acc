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
        for (factor, wanted) in zip(factors, expected) { #expect(abs(factor - wanted) < 1e-12, "\(factors)") }
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

    @Test(arguments: all)
    func warmup(name: String) {
        let needed: [String: Value] = name == "step" ? ["every": .integer(1000)] : [:]
        let iterations = [0, 1, 3, 4, 10]
        let plain = factors(name, needed, at: iterations)
        let warm = factors(name, needed.merging(["warmup": .integer(4)]) { $1 }, at: iterations)
        expect(zip(warm, plain).map { $0 / $1 }, [0.25, 0.5, 1, 1, 1])
    }
}
