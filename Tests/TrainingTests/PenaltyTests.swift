import Foundation
import Testing

@testable import Configuration
@testable import Training

/// Penalties on the discriminator's gradient, beyond what PyTorch judges.
@Suite struct PenaltyTests {
    static let penalties: [Choice] = Regularizers.registry.types.compactMap { type in
        (type as? any SlopePenalty.Type).map { Fixture.choice(.regularizers, $0.declaration.name) }
    }

    /// Every penalty is there in both forms of a discriminator's update: a pass without one would differ.
    @Test(arguments: penalties) func twoPassesAreOne(_ penalty: Choice) throws {
        let run = Fixture.changed { $0.discriminator.regularization = [penalty] }
        let blueprint = try Blueprint(run, dataShape: [2])
        let one = Trainer(run, blueprint, dataset: Fixture.ring, workers: .shared)
        let two = Trainer(run, blueprint.inTwoPasses, dataset: Fixture.ring, workers: .shared)
        let plain = try Fixture.trained(Fixture.run(), 5)
        for _ in 0..<5 {
            try one.step()
            try two.step()
        }
        let (a, b) = (one.parameters(.discriminator), two.parameters(.discriminator))
        for (x, y) in zip(a, b) { #expect(abs(x - y) < 1e-5) }
        #expect(zip(a, plain.parameters(.discriminator)).contains { abs($0 - $1) > 1e-4 })
    }

    /// Between two penalties nothing is added: only the first of three updates has one, as heavy as all three.
    @Test(arguments: penalties) func everyThirdUpdate(_ penalty: Choice) throws {
        func run(_ weight: Double, every: Int?) -> RunSpec {
            Fixture.changed {
                let given: [String: Value] = ["weight": .real(weight), "every": every.map { .integer($0) } ?? .null]
                $0.discriminator.regularization = [Fixture.choice(.regularizers, penalty.name, given)]
            }
        }
        let rare = try Fixture.trained(run(1, every: 3), 1)
        #expect(
            rare.parameters(.discriminator) == (try Fixture.trained(run(3, every: nil), 1)).parameters(.discriminator))
        let (going, often) = (try Fixture.trained(run(1, every: 3), 2), try Fixture.trained(run(1, every: 1), 2))
        #expect(going.parameters(.discriminator) != often.parameters(.discriminator))
    }

    @Test func theCostOfANorm() {
        func slope(_ target: Double, _ sides: String) -> TargetedSlope {
            TargetedSlope(Values(["weight": .real(10), "target": .real(target), "sides": .text(sides)]))
        }
        #expect(slope(1, "two").cost(3) == (40, 40.0 / 3))
        #expect(slope(1, "two").cost(0.5) == (2.5, -20))
        #expect(slope(1, "one").cost(0.5) == (0, 0))
        #expect(slope(0, "two").cost(2) == (40, 20))
        #expect(slope(1, "two").cost(0) == (10, 0))
    }

    @Test(arguments: penalties) func threadsAndInterruptionsChangeNothing(_ penalty: Choice) throws {
        let run = Fixture.changed { $0.discriminator.regularization = [penalty] }
        let whole = try Fixture.trained(run, 5, workers: .init(threads: 1))
        #expect(whole.bits == (try Fixture.trained(run, 5, workers: .init(threads: 3))).bits)
        let resumed = try Fixture.trainer(run)
        try resumed.restore(try Fixture.trained(run, 2).checkpoint())
        for _ in 0..<3 { try resumed.step() }
        #expect(resumed.bits == whole.bits)
    }
}
