import Foundation
import Testing

@testable import Configuration
@testable import Training

/// Whole iterations against a plain implementation in Double of the same game: two layers a network, logistic loss,
/// Adam.
@Suite struct ReferenceTests {
    private static let games: [(TrainingSpec.Order, (Int, Int))] = [
        (.alternating, (2, 1)), (.alternating, (1, 2)), (.generatorFirst, (2, 1)), (.generatorFirst, (1, 2)),
        (.simultaneous, (1, 1)),
    ]

    @Test(arguments: [TrainingSpec.Fakes.fresh, .reuse], games)
    func iterations(fakes: TrainingSpec.Fakes, game: (order: TrainingSpec.Order, ratio: (Int, Int))) throws {
        let ratio = game.ratio
        let run = Fixture.changed {
            $0.training.fakes = fakes
            $0.training.order = game.order
            $0.stepRatio = StepRatio(discriminator: ratio.0, generator: ratio.1)
            $0.labelSmoothing = LabelSmoothing(real: 0.9, fake: 0.05, flip: 0)
        }
        let trainer = try Fixture.trainer(run)
        var reference = ReferenceGAN(trainer)
        for _ in 0..<3 {
            try trainer.step()
            reference.step()
        }
        for (player, network) in [("generator", reference.generator), ("discriminator", reference.discriminator)] {
            for (name, values) in network.named {
                let tensor = try #require(trainer.checkpoint().tensors.first { $0.name == "\(player).\(name)" })
                #expect(tensor.values.count == values.count)
                for (value, wanted) in zip(tensor.values, values) {
                    #expect(abs(Double(value) - wanted) < 2e-5, "\(player).\(name)")
                }
            }
        }
        let updates = Double(3 * ratio.0)
        #expect(abs(trainer.discriminator.means.loss / updates - reference.discriminatorLoss / updates) < 1e-5)
    }
}

/// x -> W2 f(W1 x + b1) + b2 with f(x) = max(x, slope x), and Adam.
private struct ReferenceNetwork {
    let inputs: Int, hidden: Int, outputs: Int, slope: Double
    /// W1 [hidden, inputs], b1, W2 [outputs, hidden], b2.
    var parameters: [[Double]]
    var first: [[Double]], second: [[Double]]
    var updates = 0.0

    init(_ trainer: Trainer, _ player: Player, inputs: Int, outputs: Int, slope: Double) {
        let tensors = trainer.checkpoint().tensors
        parameters = ["0.weight", "0.bias", "2.weight", "2.bias"].map { name in
            (tensors.first { $0.name == "\(player.rawValue).\(name)" }?.values ?? []).map(Double.init)
        }
        first = parameters.map { $0.map { _ in 0 } }
        second = first
        (self.inputs, self.outputs, self.slope, hidden) = (inputs, outputs, slope, parameters[1].count)
    }

    var named: [(String, [Double])] { Array(zip(["0.weight", "0.bias", "2.weight", "2.bias"], parameters)) }

    func hiddenValues(_ x: [Double]) -> [Double] {
        (0..<hidden).map { h in
            let sum = (0..<inputs).reduce(parameters[1][h]) { $0 + parameters[0][h * inputs + $1] * x[$1] }
            return sum > 0 ? sum : slope * sum
        }
    }

    func output(_ x: [Double]) -> [Double] {
        let values = hiddenValues(x)
        return (0..<outputs).map { o in
            (0..<hidden).reduce(parameters[3][o]) { $0 + parameters[2][o * hidden + $1] * values[$1] }
        }
    }

    /// Adds to `gradients` what one sample gives, and returns the gradient by x.
    func backward(_ x: [Double], _ dy: [Double], _ gradients: inout [[Double]]) -> [Double] {
        let values = hiddenValues(x)
        var dx = [Double](repeating: 0, count: inputs)
        for h in 0..<hidden {
            var dh = 0.0
            for o in 0..<outputs {
                gradients[2][o * hidden + h] += dy[o] * values[h]
                dh += dy[o] * parameters[2][o * hidden + h]
            }
            if values[h] <= 0 { dh *= slope }
            gradients[1][h] += dh
            for i in 0..<inputs {
                gradients[0][h * inputs + i] += dh * x[i]
                dx[i] += dh * parameters[0][h * inputs + i]
            }
        }
        for o in 0..<outputs { gradients[3][o] += dy[o] }
        return dx
    }

    var zeros: [[Double]] { parameters.map { $0.map { _ in 0 } } }

    /// Learning rate 1e-3, betas 0.5 and 0.999.
    mutating func adam(_ gradients: [[Double]]) {
        updates += 1
        for t in parameters.indices {
            for i in parameters[t].indices {
                let g = gradients[t][i]
                first[t][i] = 0.5 * first[t][i] + 0.5 * g
                second[t][i] = 0.999 * second[t][i] + 0.001 * g * g
                let mean = first[t][i] / (1 - pow(0.5, updates))
                let square = second[t][i] / (1 - pow(0.999, updates))
                parameters[t][i] -= 1e-3 * mean / (square.squareRoot() + 1e-8)
            }
        }
    }
}

private struct ReferenceGAN {
    let trainer: Trainer
    var generator: ReferenceNetwork, discriminator: ReferenceNetwork
    var discriminatorLoss = 0.0
    var iteration = 0
    /// The fakes that a player may take over: with the noise that led to them.
    var noise: [[Double]] = []
    var fakes: [[Double]] = []

    init(_ trainer: Trainer) {
        self.trainer = trainer
        generator = ReferenceNetwork(trainer, .generator, inputs: 4, outputs: 2, slope: 0)
        discriminator = ReferenceNetwork(trainer, .discriminator, inputs: 2, outputs: 1, slope: 0.2)
    }

    private func draw(_ stream: RandomStream, _ number: Int) -> [[Double]] {
        let count = trainer.spec.training.batchSize
        let values = [Float](unsafeUninitializedCapacity: 4 * count) { buffer, initialized in
            if let base = buffer.baseAddress {
                trainer.prior.fill(
                    base, count: 4 * count, at: stream.address(seed: trainer.seed, at: number), workers: .shared)
            }
            initialized = 4 * count
        }
        return (0..<count).map { row in (0..<4).map { Double(values[4 * row + $0]) } }
    }

    private func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

    mutating func step() {
        let spec = trainer.spec
        let reuses = spec.training.fakes == .reuse
        switch spec.training.order {
        case .alternating:
            for k in 0..<spec.stepRatio.discriminator { discriminator.adam(discriminatorGradients(k, reusing: false)) }
            for k in 0..<spec.stepRatio.generator {
                generator.adam(generatorGradients(k, reusing: k == 0 && reuses))
            }
        case .generatorFirst:
            for k in 0..<spec.stepRatio.generator { generator.adam(generatorGradients(k, reusing: false)) }
            for k in 0..<spec.stepRatio.discriminator {
                discriminator.adam(discriminatorGradients(k, reusing: k == 0 && reuses))
            }
        case .simultaneous:
            let gradients = discriminatorGradients(0, reusing: false)
            generator.adam(generatorGradients(0, reusing: reuses))
            discriminator.adam(gradients)
        case .consensus: preconditionFailure("held against PyTorch")
        case .extragradient:
            let start = (generator.parameters, discriminator.parameters, discriminatorLoss)
            for half in 0..<2 {
                // Their number is 2 * iteration + half.
                let gradients = discriminatorGradients(iteration + half, reusing: false)
                let others = generatorGradients(iteration + half, reusing: reuses)
                (generator.parameters, discriminator.parameters) = (start.0, start.1)
                generator.adam(others)
                discriminator.adam(gradients)
                if half == 0 { discriminatorLoss = start.2 }
            }
        }
        iteration += 1
    }

    /// Of the k-th update of the iteration.
    private mutating func discriminatorGradients(_ k: Int, reusing: Bool) -> [[Double]] {
        let spec = trainer.spec
        let count = spec.training.batchSize
        let number = iteration * spec.stepRatio.discriminator + k
        if !reusing {
            noise = draw(.discriminatorNoise, number)
            fakes = noise.map(generator.output)
        }
        let batches = Batches(sampleCount: trainer.dataset.training.count, batchSize: count, seed: trainer.seed)
        let rows = [Int32](unsafeUninitializedCapacity: count) { buffer, initialized in
            if let base = buffer.baseAddress { batches.indices(ofBatch: number, into: base) }
            initialized = count
        }
        let real = rows.map { row in (0..<2).map { Double(trainer.dataset.training.values[2 * Int(row) + $0]) } }
        var gradients = discriminator.zeros
        for (samples, target) in [(real, spec.labelSmoothing.real), (fakes, spec.labelSmoothing.fake)] {
            for x in samples {
                let p = sigmoid(discriminator.output(x)[0])
                discriminatorLoss -= (target * log(p) + (1 - target) * log(1 - p)) / Double(count)
                _ = discriminator.backward(x, [(p - target) / Double(count)], &gradients)
            }
        }
        return gradients
    }

    /// Of the k-th update of the iteration.
    private mutating func generatorGradients(_ k: Int, reusing: Bool) -> [[Double]] {
        let spec = trainer.spec
        if !reusing {
            noise = draw(.generatorNoise, iteration * spec.stepRatio.generator + k)
            fakes = noise.map(generator.output)
        }
        var gradients = generator.zeros
        var unused = discriminator.zeros
        for (z, x) in zip(noise, fakes) {
            let p = sigmoid(discriminator.output(x)[0])
            let dx = discriminator.backward(x, [(p - 1) / Double(spec.training.batchSize)], &unused)
            _ = generator.backward(z, dx, &gradients)
        }
        return gradients
    }
}
