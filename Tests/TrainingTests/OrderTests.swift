import Foundation
import Testing

@testable import Configuration
@testable import Training

/// The order of the players' updates, by what is known of the Dirac-GAN near its equilibrium (Mescheder, Geiger &
/// Nowozin 2018). There an update is linear: with the step h, the loss's slope s at 0 (1/2 for logistic losses, 1 for
/// Wasserstein) and a penalty of weight w on real samples, the gradients of psi and theta are s theta + w psi and -s
/// psi.
@Suite struct OrderTests {
    struct Game: CustomTestStringConvertible {
        let order: TrainingSpec.Order
        let penalty: Double
        var loss = "minimax"
        var consensus = TrainingSpec.usualConsensusWeight
        /// By how much an iteration multiplies the distance from the equilibrium: the modulus of the eigenvalues.
        let rate: Double

        var testDescription: String { "\(order.rawValue), penalty \(penalty), \(loss)" }
    }

    /// The squared modulus of a pair of complex eigenvalues, or of a double one, is the determinant. Simultaneous:
    /// 1 - h w + (h s)^2. One after the other, each update shears the plane but for the penalty: 1 - h w.
    static let games = [
        Game(order: .simultaneous, penalty: 0, rate: 1.004988),
        Game(order: .simultaneous, penalty: 0, loss: "non_saturating", rate: 1.004988),
        Game(order: .simultaneous, penalty: 0, loss: "wasserstein", rate: 1.019804),
        Game(order: .alternating, penalty: 0, rate: 1),
        Game(order: .generatorFirst, penalty: 0, rate: 1),
        Game(order: .simultaneous, penalty: 0.3, rate: 0.974679),
        Game(order: .alternating, penalty: 0.3, rate: 0.969536),
        Game(order: .generatorFirst, penalty: 0.3, rate: 0.969536),
        // 1 - (h s)^2 +- i h s.
        Game(order: .extragradient, penalty: 0, rate: 0.995038),
        Game(order: .extragradient, penalty: 0, loss: "wasserstein", rate: 0.980612),
        // 1 - h s^2 w +- i h s, w the weight of consensus.
        Game(order: .consensus, penalty: 0, consensus: 1, rate: 0.955249),
        Game(order: .consensus, penalty: 0, loss: "non_saturating", consensus: 1, rate: 0.955249),
        Game(order: .consensus, penalty: 0, loss: "wasserstein", consensus: 2, rate: 0.632456),
        // The critical penalty: a double eigenvalue.
        Game(order: .simultaneous, penalty: 1, rate: 0.9),
        Game(order: .alternating, penalty: 1, rate: 0.894427),
    ]

    /// Measured by the area of the triangle of 0 and two successive states, which every iteration multiplies by the
    /// determinant.
    @Test(arguments: games)
    func theRateIsTheoretical(_ game: Game) throws {
        let penalty = game.penalty > 0 ? [Fixture.choice(.regularizers, "r1", ["weight": .real(game.penalty)])] : []
        let dirac = try Dirac(
            penalty, loss: game.loss, rate: 0.2, order: game.order, start: 1e-3, consensus: game.consensus)
        func area() throws -> Double {
            let before = dirac.state
            try dirac.trainer.step()
            return abs(before.theta * dirac.state.psi - before.psi * dirac.state.theta)
        }
        let iterations = 40
        let first = try area()
        try dirac.run(iterations - 1)
        let rate = pow(try area() / first, 1 / Double(2 * iterations))
        #expect(abs(rate - game.rate) < 1e-5, "\(rate)")
    }

    /// Far from the equilibrium, in closed form: simultaneous updates see the other player as it was.
    @Test(arguments: TrainingSpec.Order.allCases)
    func whoSeesWhom(_ order: TrainingSpec.Order) throws {
        let dirac = try Dirac([], rate: 0.2, order: order, consensus: 1.5)
        var (theta, psi) = (1.0, 1.0)
        func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
        for iteration in 1...20 {
            // D: softplus(psi * theta); G: softplus(-psi * theta).
            func nextPsi() -> Double { psi - 0.2 * theta * sigmoid(psi * theta) }
            func nextTheta() -> Double { theta + 0.2 * psi * sigmoid(-psi * theta) }
            switch order {
            case .alternating:
                psi = nextPsi()
                theta = nextTheta()
            case .generatorFirst:
                theta = nextTheta()
                psi = nextPsi()
            case .simultaneous: (psi, theta) = (nextPsi(), nextTheta())
            case .consensus:
                // v = (psi's gradient, theta's gradient), and the slopes of both by psi and by theta.
                let (on, off) = (sigmoid(psi * theta), sigmoid(-psi * theta))
                let (ofPsi, ofTheta, curve) = (theta * on, -psi * off, on * off)
                let byPsi = ofPsi * theta * theta * curve + ofTheta * (psi * curve * theta - off)
                let byTheta = ofPsi * (on + theta * psi * curve) + ofTheta * psi * psi * curve
                (psi, theta) = (psi - 0.2 * (ofPsi + 1.5 * byPsi), theta - 0.2 * (ofTheta + 1.5 * byTheta))
            case .extragradient:
                let start = (psi: psi, theta: theta)
                (psi, theta) = (nextPsi(), nextTheta())
                let (pull, push) = (nextPsi() - psi, nextTheta() - theta)
                (psi, theta) = (start.psi + pull, start.theta + push)
            }
            try dirac.trainer.step()
            #expect(abs(dirac.state.theta - theta) < 1e-5 && abs(dirac.state.psi - psi) < 1e-5, "\(iteration)")
        }
    }
}
