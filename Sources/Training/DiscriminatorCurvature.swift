import Engine
import Kernels
import Networks

/// The second derivatives of the discriminator's loss, by its own weights and by the generated samples, times a
/// direction of its weights.
final class DiscriminatorCurvature {
    private let loss: any CurvedLoss
    /// Of real samples, or of both in one pass.
    let first: SecondDerivative
    /// Of generated ones, where they pass by themselves.
    private let second: SecondDerivative
    private let isSinglePass: Bool
    /// Rows of each side.
    private let batch: Int
    private let network: Network
    private let workers: Workers

    init(_ loss: any CurvedLoss, _ discriminator: Learner, _ passes: DiscriminatorPasses, singlePass: Bool) {
        self.loss = loss
        isSinglePass = singlePass
        batch = passes.batch
        network = discriminator.network
        workers = discriminator.execution.workers
        first = SecondDerivative(
            discriminator.execution, rows: singlePass ? 2 * batch : batch, movesParameters: true)
        second = singlePass ? first : SecondDerivative(passes.second, rows: batch, movesParameters: true)
    }

    static func byteCount(_ graph: Graph, batch: Int, singlePass: Bool) -> Int {
        singlePass
            ? SecondDerivative.byteCount(graph, rows: 2 * batch, movesParameters: true)
            : 2 * SecondDerivative.byteCount(graph, rows: batch, movesParameters: true)
    }

    /// Sets the direction. [flatCount]
    func turn(to direction: UnsafePointer<Float>) {
        Elementwise.copy(direction, into: first.direction, count: network.flatCount, workers: workers)
        guard !isSinglePass else { return }
        Elementwise.copy(direction, into: second.direction, count: network.flatCount, workers: workers)
    }

    /// Adds `factor` times the product to the discriminator's gradients, after the forward passes of one of its updates
    /// and its loss's gradient by the outputs.
    /// - Returns: the product by the generated samples, as the discriminator saw them: [batch, row], valid until the
    ///   next call.
    func addProduct(_ buffers: borrowing TrainerBuffers, factor: Double) -> UnsafeMutablePointer<Float> {
        let (gradient, targets) = (buffers.realGradient, buffers.realTargets)
        first.inputTangent.update(repeating: 0, count: batch * network.graph.input.count)
        if isSinglePass {
            let size = network.graph.input.count
            (first.inputTangent + batch * size).update(repeating: 0, count: batch * size)
            add(first, rows: 2 * batch, fakesFrom: batch, gradient, targets, factor)
            return first.inputAdjoint + batch * size
        }
        add(first, rows: batch, fakesFrom: batch, gradient, targets, factor)
        add(second, rows: batch, fakesFrom: 0, gradient + batch, targets + batch, factor)
        return second.inputAdjoint
    }

    private func add(
        _ passes: SecondDerivative, rows: Int, fakesFrom: Int, _ gradient: UnsafePointer<Float>,
        _ targets: UnsafePointer<Float>, _ factor: Double
    ) {
        Elementwise.scale(gradient, by: Float(factor), into: passes.outputSlope, count: rows, workers: workers)
        passes.takeSlopes(rows: rows)
        passes.moveAlong(rows: rows, parameters: true)
        let (outputs, tangents, adjoints) = (passes.outputs, passes.outputTangent, passes.outputAdjoint)
        for row in 0..<rows {
            let curvature = loss.curvature(
                row < fakesFrom ? .real : .fake, output: Double(outputs[row]), target: Double(targets[row]))
            adjoints[row] = Float(factor / Double(batch) * curvature * Double(tangents[row]))
        }
        passes.addGradient(rows: rows, parameters: true, reachesInput: true)
    }
}
