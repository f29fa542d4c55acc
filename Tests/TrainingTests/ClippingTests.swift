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

    /// Targets from ranges: drawn anew for every update, evenly, and of the other side where the label is swapped.
    @Test(arguments: [0, 0.2]) func ranges(flip: Double) throws {
        let run = Fixture.changed {
            $0.labelSmoothing.realTargets = TargetRange(0.7, 1)
            $0.labelSmoothing.fakeTargets = TargetRange(0.05)
            $0.labelSmoothing.flip = flip
            $0.training.batchSize = 100
        }
        let trainer = try Fixture.trainer(run)
        var drawn: [Float] = []
        var swapped = 0
        for _ in 0..<20 {
            try trainer.step()
            let targets = trainer.targets
            drawn += targets.real.filter { $0 != 0.05 } + targets.fake.filter { $0 != 0.05 }
            swapped += targets.real.count { $0 == 0.05 } + targets.fake.count { $0 != 0.05 }
        }
        #expect(drawn.allSatisfy { (0.7...1).contains($0) } && Set(drawn).count > 1900)
        let mean = drawn.reduce(0.0) { $0 + Double($1) } / Double(drawn.count)
        #expect(abs(mean - 0.85) < 4 * (TargetRange(0.7, 1).variance / Double(drawn.count)).squareRoot())
        #expect(abs(Double(swapped) / 4000 - flip) <= 4 * (flip * (1 - flip) / 4000).squareRoot())
    }

    /// What a loss comes to at equilibrium is its mean over the targets.
    @Test(arguments: ["non_saturating", "least_squares"]) func rangesAtEquilibrium(name: String) throws {
        let loss = Losses.registry.make(Fixture.choice(.losses, name))
        var smoothing = LabelSmoothing(real: 0.9, fake: 0.1, flip: 0)
        (smoothing.realTargets, smoothing.fakeTargets) = (TargetRange(0.7, 1), TargetRange(0, 0.3))
        let theory = loss.equilibrium(smoothing)
        let count = 1000
        func targets(_ range: TargetRange) -> [Float] {
            (0..<count).map { Float(range.low + (range.high - range.low) * (Double($0) + 0.5) / Double(count)) }
        }
        let outputs = [Float](repeating: Float(try #require(theory.threshold)), count: count)
        var gradient = outputs
        let value = gradient.withUnsafeMutableBufferPointer { gradient in
            func batch(_ targets: [Float]) -> Double {
                outputs.withUnsafeBufferPointer { outputs in
                    targets.withUnsafeBufferPointer { targets in
                        (loss as? any SeparableLoss)?.discriminatorOnReal(
                            LossBatch(
                                outputs: outputs.baseAddress!, targets: targets.baseAddress!,
                                gradient: gradient.baseAddress!, count: count)) ?? .nan
                    }
                }
            }
            return batch(targets(smoothing.realTargets)) + batch(targets(smoothing.fakeTargets))
        }
        #expect(abs(value - theory.discriminatorLoss) < 1e-5)
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
