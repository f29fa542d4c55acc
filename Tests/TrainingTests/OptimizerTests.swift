import Foundation
import Kernels
import Testing

@testable import Configuration
@testable import Training

@Suite struct OptimizerTests {
    static let all = Optimizers.registry.declarations.map(\.name)

    /// Runs updates on one parameter (padded to a vector's width), with the gradient a function of the parameter.
    static func path(
        _ optimizer: any Optimizer, from start: Float, updates: Int, rate: Double? = nil, scale: Float = 1,
        gradient: (Float) -> Float
    ) -> [Float] {
        let parameters = FloatBuffer(count: 16)
        let gradients = FloatBuffer(count: 16)
        let state = FloatBuffer(count: 16 * max(1, optimizer.stateNames.count))
        parameters[0] = start
        return (1...updates).map { number in
            gradients[0] = gradient(parameters[0])
            optimizer.update(
                OptimizerUpdate(
                    parameters: parameters.pointer, gradients: gradients.pointer, state: state.pointer, count: 16,
                    gradientScale: scale, learningRate: rate ?? optimizer.learningRate, number: number,
                    workers: .shared))
            return parameters[0]
        }
    }

    private func expect(_ path: [Float], _ expected: [Double]) {
        for (value, wanted) in zip(path, expected) { #expect(abs(Double(value) - wanted) < 1e-6, "\(path)") }
    }

    /// Gradient 2 throughout, from w = 1, worked by hand.
    @Test func sgd() {
        expect(Self.path(Fixture.optimizer("sgd"), from: 1, updates: 2) { _ in 2 }, [0.98, 0.96])
    }

    /// v = 2, then 0.9 * 2 + 2 = 3.8.
    @Test func momentum() {
        let optimizer = Fixture.optimizer("sgd", ["momentum": .real(0.9)])
        expect(Self.path(optimizer, from: 1, updates: 2) { _ in 2 }, [0.98, 0.942])
    }

    /// x y, which one player wants small and the other large. In turns plain descent stays as far from (0, 0) as it
    /// starts, a momentum of -0.5 comes to it, and one of 0.5 moves away; both at once move away all the same.
    /// Gidel et al. 2019.
    @Test func negativeMomentumComesToRest() {
        func distance(_ momentum: Double, after updates: Int, inTurns: Bool = true) -> Float {
            let optimizer = Fixture.optimizer("sgd", ["learning_rate": .real(0.5), "momentum": .real(momentum)])
            let players = (0..<2).map { _ in (value: FloatBuffer(count: 16), state: FloatBuffer(count: 16)) }
            let gradient = FloatBuffer(count: 16)
            for player in players { player.value[0] = 1 }
            for number in 1...updates {
                let before = players.map { $0.value[0] }
                for (index, player) in players.enumerated() {
                    gradient[0] = (index == 0 ? 1 : -1) * (inTurns ? players[1 - index].value[0] : before[1 - index])
                    optimizer.update(
                        OptimizerUpdate(
                            parameters: player.value.pointer, gradients: gradient.pointer,
                            state: player.state.pointer, count: 16, gradientScale: 1, learningRate: 0.5,
                            number: number, workers: .shared))
                }
            }
            return players.map { abs($0.value[0]) }.max() ?? 0
        }
        #expect(distance(-0.5, after: 400) < 1e-5)
        #expect((0.1...2).contains(distance(0, after: 400)))
        #expect(distance(0.5, after: 100) > 1e3)
        #expect(distance(-0.5, after: 400, inTurns: false) > 1e3)
    }

    /// Steps 2 + 0.9 * 2 = 3.8, then 2 + 0.9 * 3.8 = 5.42.
    @Test func nesterov() {
        let optimizer = Fixture.optimizer("sgd", ["momentum": .real(0.9), "nesterov": .boolean(true)])
        expect(Self.path(optimizer, from: 1, updates: 2) { _ in 2 }, [0.962, 0.9078])
    }

    /// Gradients 2 + 0.1 * w: 2.1, then 2 + 0.1 * 0.979.
    @Test func weightDecayThroughTheGradient() {
        let optimizer = Fixture.optimizer("sgd", ["weight_decay": .real(0.1)])
        expect(Self.path(optimizer, from: 1, updates: 2) { _ in 2 }, [0.979, 0.958021])
    }

    /// s = 0.01 * 4 = 0.04, root 0.2, step rate * 10; then s = 0.99 * 0.04 + 0.04 = 0.0796.
    @Test func rmsprop() {
        let optimizer = Fixture.optimizer("rmsprop", ["learning_rate": .real(0.01)])
        expect(
            Self.path(optimizer, from: 1, updates: 2) { _ in 2 }, [0.9, 0.9 - 0.01 * 2 / 0.0796.squareRoot()])
    }

    /// With a constant gradient both corrected means are exact, so every step is the learning rate.
    @Test func adam() {
        let optimizer = Fixture.optimizer("adam", ["learning_rate": .real(0.01)])
        expect(Self.path(optimizer, from: 1, updates: 3) { _ in 2 }, [0.99, 0.98, 0.97])
    }

    /// Gradients 2, then -1, b1 = 0.5, b2 = 0.9: m = 1, 0; so the second step is 0 but for the first's mean:
    /// m = 0.5 * 1 - 0.5 = 0.
    @Test func adamChangingGradient() {
        let optimizer = Fixture.optimizer(
            "adam", ["learning_rate": .real(0.01), "betas": .list([.real(0.5), .real(0.9)])])
        expect(Self.path(optimizer, from: 1, updates: 2) { $0 > 0.995 ? 2 : -1 }, [0.99, 0.99])
        // Gradients 2, then 1: m = 1, 1; corrected 1 / 0.75; v = 0.4, 0.46; corrected 0.46 / 0.19.
        let step = 0.01 * (1 / 0.75) / (0.46 / 0.19).squareRoot()
        expect(Self.path(optimizer, from: 1, updates: 2) { $0 > 0.995 ? 2 : 1 }, [0.99, 0.99 - step])
    }

    /// 1 * (1 - 0.01 * 0.1) - 0.01, then 0.989 * 0.999 - 0.01: decay does not enter the means.
    @Test func adamW() {
        let optimizer = Fixture.optimizer("adamw", ["learning_rate": .real(0.01), "weight_decay": .real(0.1)])
        expect(Self.path(optimizer, from: 1, updates: 2) { _ in 2 }, [0.989, 0.989 * 0.999 - 0.01])
    }

    /// What clipping does to plain descent: half the gradient, half the step.
    @Test func gradientScale() {
        expect(Self.path(Fixture.optimizer("sgd"), from: 1, updates: 1, scale: 0.5) { _ in 2 }, [0.99])
    }

    /// (w - 3)^2 / 2 is minimised by all of them.
    @Test(arguments: all)
    func convergesOnAQuadratic(name: String) {
        let optimizer = Fixture.optimizer(name, ["learning_rate": .real(0.05), "weight_decay": .real(0)])
        let path = Self.path(optimizer, from: 0, updates: 600) { $0 - 3 }
        #expect(abs((path.last ?? 0) - 3) < 0.06, "\(name) ends at \(path.last ?? .nan)")
    }

    /// Two optimizers, two trajectories: no entry is another under a second name.
    @Test func trajectoriesDiffer() {
        var variants = Self.all.map { ($0, Fixture.optimizer($0, ["learning_rate": .real(0.02)])) }
        variants.append(("momentum", Fixture.optimizer("sgd", ["learning_rate": .real(0.02), "momentum": .real(0.9)])))
        variants.append(
            (
                "nesterov",
                Fixture.optimizer(
                    "sgd", ["learning_rate": .real(0.02), "momentum": .real(0.9), "nesterov": .boolean(true)])
            ))
        let paths = variants.map { Self.path($0.1, from: 5, updates: 10) { 0.5 * $0 } }
        for i in paths.indices {
            for j in paths.indices where j < i {
                #expect(paths[i] != paths[j], "\(variants[i].0) and \(variants[j].0)")
                #expect(abs((paths[i].last ?? 0) - (paths[j].last ?? 0)) > 1e-5)
            }
        }
    }
}
