import Foundation
import Testing

@testable import Configuration
@testable import Training

@Suite struct LossTests {
    static let all: [String] = Losses.registry.declarations.map(\.name)
    static let withTargets: [String] = all.filter { make($0).hasTargets }

    static func make(_ name: String) -> any Loss { Losses.registry.make(Fixture.choice(.losses, name)) }

    /// The kernels' values on constant outputs.
    static func values(
        _ loss: any Loss, output: Float, real: Float = 1, fake: Float = 0
    ) -> (discriminator: Double, generator: Double) {
        let buffers = TrainerBuffers(batch: 10, noise: 1, sample: 1)
        for i in 0..<10 { (buffers.realTargets[i], buffers.fakeTargets[i]) = (real, fake) }
        let outputs = [Float](repeating: output, count: 10)
        return outputs.withUnsafeBufferPointer { values -> (Double, Double) in
            guard let base = values.baseAddress else { return (.nan, .nan) }
            let real = buffers.realBatch(base)
            let discriminator = loss.discriminator(real: real, fake: buffers.fakeBatch(base))
            return (discriminator, loss.generator(fake: buffers.generatorBatch(base), real: real))
        }
    }

    /// The documented table.
    @Test(arguments: [
        ("minimax", 0.5, 1.3863, -0.6931), ("non_saturating", 0.5, 1.3863, 0.6931), ("least_squares", 0.5, 0.25, 0.125),
    ])
    func table(name: String, output: Double, discriminator: Double, generator: Double) throws {
        let equilibrium = Self.make(name).equilibrium(LabelSmoothing(real: 1, fake: 0, flip: 0))
        #expect(equilibrium.output == output)
        #expect(abs(equilibrium.discriminatorLoss - discriminator) < 5e-5)
        #expect(abs(try #require(equilibrium.generatorLoss) - generator) < 5e-5)
    }

    @Test(arguments: [("relativistic", 0.6931), ("relativistic_average", 1.3863)])
    func comparing(name: String, both: Double) throws {
        let loss = Self.make(name)
        let equilibrium = loss.equilibrium(LabelSmoothing(real: 1, fake: 0, flip: 0))
        #expect(equilibrium.output == nil && equilibrium.threshold == nil)
        #expect(abs(equilibrium.discriminatorLoss - both) < 5e-5)
        #expect(abs(try #require(equilibrium.generatorLoss) - both) < 5e-5)
        // Any constant output will do.
        let values = Self.values(loss, output: 1.5)
        #expect(abs(values.discriminator - both) < 5e-5 && abs(values.generator - both) < 5e-5)
    }

    @Test func smoothedTable() throws {
        let equilibrium = Self.make("non_saturating").equilibrium(LabelSmoothing(real: 0.9, fake: 0, flip: 0))
        #expect(equilibrium.output == 0.45)
        #expect(abs(equilibrium.discriminatorLoss - 1.3763) < 5e-5)
        #expect(abs(try #require(equilibrium.generatorLoss) - 0.7985) < 5e-5)
        #expect(equilibrium.threshold == log(0.45 / 0.55))
    }

    /// At the constant output that theory names, the kernels give the losses that theory names.
    @Test(arguments: withTargets, [(1.0, 0.0), (0.9, 0.0), (0.8, 0.1), (0.7, 0.3)])
    func kernelsAgreeWithTheory(name: String, targets: (Double, Double)) throws {
        let loss = Self.make(name)
        let equilibrium = loss.equilibrium(LabelSmoothing(real: targets.0, fake: targets.1, flip: 0.1))
        let threshold = try #require(equilibrium.threshold)
        let values = Self.values(
            loss, output: Float(threshold), real: Float(targets.0), fake: Float(targets.1))
        #expect(abs(values.discriminator - equilibrium.discriminatorLoss) < 1e-6)
        if loss is any FeatureLoss {
            #expect(equilibrium.generatorLoss == nil)
        } else {
            #expect(abs(values.generator - (try #require(equilibrium.generatorLoss))) < 1e-6)
        }
        #expect(abs(loss.output.display(threshold) - (try #require(equilibrium.output))) < 1e-12)
    }

    /// The equilibrium's output is the best constant: any other costs the discriminator more.
    @Test(arguments: withTargets, [(1.0, 0.0), (0.9, 0.0), (0.8, 0.1)])
    func constantIsBest(name: String, targets: (Double, Double)) throws {
        let loss = Self.make(name)
        let equilibrium = loss.equilibrium(LabelSmoothing(real: targets.0, fake: targets.1, flip: 0))
        let threshold = try #require(equilibrium.threshold)
        for shift in [-0.2, -0.05, 0.05, 0.2] {
            let values = Self.values(
                loss, output: Float(threshold + shift), real: Float(targets.0), fake: Float(targets.1))
            #expect(values.discriminator > equilibrium.discriminatorLoss + 1e-5)
        }
    }

    /// Where the constant is open, all of its range gives the discriminator the same loss, and the generator minus it.
    @Test(arguments: [
        ("hinge", [-1.0, -0.3, 0, 0.7, 1]), ("wasserstein", [-5, 0, 3]), ("ebgan", [-1, -0.3, 0]),
    ])
    func openConstants(name: String, constants: [Double]) {
        let loss = Self.make(name)
        let equilibrium = loss.equilibrium(LabelSmoothing(real: 1, fake: 0, flip: 0))
        #expect(equilibrium.output == nil)
        #expect(equilibrium.generatorLoss == nil)
        for constant in constants {
            let values = Self.values(loss, output: Float(constant))
            #expect(abs(values.discriminator - equilibrium.discriminatorLoss) < 1e-6)
            #expect(abs(values.generator + constant) < 1e-6)
        }
    }

    @Test func hingeBeyondItsRange() {
        #expect(abs(Self.values(Self.make("hinge"), output: 1.5).discriminator - 2.5) < 1e-6)
    }

    /// Each part's gradient against central differences of its own value.
    @Test(arguments: LossGradientTests.names, [0, 1, 2])
    func gradients(name: String, part: Int) throws {
        let loss = try #require(Self.make(name) as? any SeparableLoss)
        let buffers = TrainerBuffers(batch: 5, noise: 1, sample: 1)
        // Away from the hinge's kinks at 1 and -1.
        var outputs: [Float] = [-2.5, -0.6, 0.1, 0.7, 3.2]
        for i in 0..<5 { (buffers.realTargets[i], buffers.fakeTargets[i]) = (0.9, i == 2 ? 0.9 : 0.1) }
        func value() -> Double {
            outputs.withUnsafeBufferPointer { values -> Double in
                guard let base = values.baseAddress else { return .nan }
                switch part {
                case 0: return loss.discriminatorOnReal(buffers.realBatch(base))
                case 1: return loss.discriminatorOnFake(buffers.fakeBatch(base))
                default: return loss.generator(buffers.generatorBatch(base))
                }
            }
        }
        _ = value()
        let written = part == 0 ? buffers.realGradient : buffers.fakeGradient
        let gradient = (0..<5).map { Double(written[$0]) }
        for i in 0..<5 {
            let centre = outputs[i]
            outputs[i] = centre + 0.015625
            let above = value()
            outputs[i] = centre - 0.015625
            let below = value()
            outputs[i] = centre
            #expect(abs((above - below) / 0.03125 - gradient[i]) < 2e-4, "\(name) \(part) output \(i)")
        }
    }

    @Test func onlyLogisticOutputsAreProbabilities() {
        #expect(Self.make("minimax").output == .probability)
        #expect(Self.make("non_saturating").output == .probability)
        for name in ["least_squares", "hinge", "wasserstein"] { #expect(Self.make(name).output == .raw) }
    }
}
