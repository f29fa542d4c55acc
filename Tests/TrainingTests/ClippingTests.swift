import Testing

@testable import Configuration
@testable import Training

@Suite struct ClippingTests {
    private func onlyDiscriminator(_ change: @escaping (inout RunSpec) -> Void) -> RunSpec {
        Fixture.changed {
            $0.stepRatio = StepRatio(discriminator: 1, generator: 0)
            $0.discriminator.optimizer = Fixture.choice(.optimizers, "sgd", ["learning_rate": .real(1)])
            change(&$0)
        }
    }

    /// With plain descent and rate 1 the step is the gradient, so its norm is the clipped one.
    @Test func gradientNormIsClipped() throws {
        func stepNorm(_ clipping: Double?) throws -> (step: Double, gradient: Double) {
            let run = onlyDiscriminator { $0.discriminator.gradientClipping = clipping }
            let before = try Fixture.trainer(run).parameters(.discriminator)
            let trainer = try Fixture.trained(run, 1)
            let after = trainer.parameters(.discriminator)
            let squared = zip(before, after).reduce(0.0) { $0 + Double($1.1 - $1.0) * Double($1.1 - $1.0) }
            return (squared.squareRoot(), trainer.discriminator.means.gradientNorm)
        }
        let free = try stepNorm(nil)
        #expect(abs(free.step - free.gradient) < 1e-5)
        let clipped = try stepNorm(free.gradient / 4)
        #expect(abs(clipped.step - free.gradient / 4) < 1e-5)
        // What is reported is the norm before clipping.
        #expect(abs(clipped.gradient - free.gradient) < 1e-9)
        let generous = try stepNorm(free.gradient * 2)
        #expect(generous.step == free.step)
    }

    @Test func weightsAreClipped() throws {
        let run = Fixture.changed { $0.discriminator.weightClipping = 0.01 }
        let trainer = try Fixture.trained(run, 3)
        #expect(trainer.parameters(.discriminator).allSatisfy { abs($0) <= 0.01 })
        #expect(trainer.parameters(.discriminator).contains { abs($0) == 0.01 })
        #expect(trainer.parameters(.generator).contains { abs($0) > 0.01 })
    }
}

@Suite struct FlipTests {
    /// The share of targets swapped over many updates, within four standard errors.
    @Test(arguments: [0.05, 0.3])
    func share(flip: Double) throws {
        let run = Fixture.changed {
            $0.labelSmoothing = LabelSmoothing(real: 0.9, fake: 0.1, flip: flip)
            $0.training.batchSize = 50
        }
        let trainer = try Fixture.trainer(run)
        var swapped = 0
        for _ in 0..<40 {
            try trainer.step()
            let targets = trainer.targets
            #expect((targets.real + targets.fake).allSatisfy { $0 == 0.9 || $0 == 0.1 })
            swapped += targets.real.count { $0 == 0.1 } + targets.fake.count { $0 == 0.9 }
        }
        let share = Double(swapped) / 4000
        #expect(abs(share - flip) < 4 * (flip * (1 - flip) / 4000).squareRoot(), "\(share)")
    }

    /// Real and fake labels are swapped independently, and anew in every update.
    @Test func flipsAreIndependent() throws {
        let run = Fixture.changed {
            $0.labelSmoothing.flip = 0.5
            $0.training.batchSize = 64
        }
        let trainer = try Fixture.trainer(run)
        try trainer.step()
        let first = trainer.targets
        try trainer.step()
        let second = trainer.targets
        #expect(first.real != first.fake.map { 1 - $0 })
        #expect(first.real != second.real)
        #expect(first.fake != second.fake)
    }

    @Test func withoutFlipsTargetsStand() throws {
        let trainer = try Fixture.trained(
            Fixture.changed { $0.labelSmoothing = LabelSmoothing(real: 0.9, fake: 0.2, flip: 0) }, 3)
        #expect(trainer.targets.real.allSatisfy { $0 == 0.9 })
        #expect(trainer.targets.fake.allSatisfy { $0 == 0.2 })
    }
}
