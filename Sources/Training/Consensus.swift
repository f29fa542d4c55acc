import Engine
import Kernels
import Networks

/// What consensus optimization adds to both players' gradients: weight times the gradient of
/// 1/2 (||dL_D/dpsi||² + ||dL_G/dtheta||²) by psi for the discriminator and by theta for the generator. Mescheder,
/// Nowozin & Geiger 2017, algorithm 2.
///
/// With both gradients u held, that is the gradient of u_D · dL_D/dpsi + u_G · dL_G/dtheta: of each loss's derivative
/// along the gradient of its own player. Each goes by the weights of both players, through D(G(z)).
final class Consensus {
    private let weight: Double
    private let schedule: WeightSchedule
    let loss: any CurvedLoss
    let discriminator: DiscriminatorCurvature
    let generator: SecondDerivative
    /// The generator's share of the derivative of the discriminator's loss, until its own gradient is there.
    let kept: FloatBuffer

    init(
        weight: Double, schedule: WeightSchedule, loss: any Loss, generator: Learner, discriminator: Learner,
        passes: DiscriminatorPasses,
        samples: Int, singlePass: Bool
    ) {
        guard let loss = loss as? any CurvedLoss else { preconditionFailure("a loss without second derivatives") }
        self.weight = weight
        self.schedule = schedule
        self.loss = loss
        self.discriminator = DiscriminatorCurvature(loss, discriminator, passes, singlePass: singlePass)
        self.generator = SecondDerivative(generator.execution, rows: samples, movesParameters: true)
        kept = FloatBuffer(count: generator.network.flatCount)
    }

    /// In an iteration.
    func weight(at iteration: Int, of total: Int) -> Double { weight * schedule.factor(at: iteration, of: total) }

    /// Bytes of all arrays.
    static func byteCount(
        _ generator: Graph, _ discriminator: Graph, batch: Int, samples: Int, singlePass: Bool
    ) -> Int {
        DiscriminatorCurvature.byteCount(discriminator, batch: batch, singlePass: singlePass)
            + SecondDerivative.byteCount(generator, rows: samples, movesParameters: true) + 4 * generator.flatCount
    }
}
