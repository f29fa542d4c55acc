import Configuration
import Diagnostics
import Engine
import Kernels
import Networks

/// What a `FeatureLoss` takes: the means of the discriminator's features over a batch of either side, and their
/// gradient.
final class FeatureMatcher {
    private let loss: any FeatureLoss
    private let schedule: WeightSchedule
    private let execution: Execution
    private let features: Features
    private let rows: Int
    /// [count] each: the means, of real and of generated samples, and the gradient by one sample's.
    private let means: FloatBuffer
    /// [rows, count]
    private let gradient: FloatBuffer
    private let workspace = Workspace()

    /// - Parameters:
    ///   - schedule: the course of the loss's weight.
    ///   - execution: of the discriminator, in the generator's updates.
    ///   - rows: of a batch.
    init(
        _ loss: any FeatureLoss, _ schedule: WeightSchedule, _ execution: Execution, _ features: Features, rows: Int
    ) {
        self.loss = loss
        self.schedule = schedule
        self.execution = execution
        self.features = features
        self.rows = rows
        means = FloatBuffer(count: 3 * features.count)
        gradient = FloatBuffer(count: rows * features.count)
        workspace.reserve(Reductions.columnSumsWorkspace(rows: rows, columns: features.count))
    }

    /// Bytes of all arrays.
    static func byteCount(_ discriminator: Graph, rows: Int) -> Int {
        discriminator.features.map {
            let count = discriminator.ports[$0].shape.count
            return 4 * ((3 + rows) * count + Reductions.columnSumsWorkspace(rows: rows, columns: count))
        } ?? 0
    }

    /// Takes the features of the real samples that the discriminator has seen last.
    func takeReal() { takeMeans(into: means.pointer) }

    /// The generator's loss in the features of the generated samples that the discriminator has seen last, and its
    /// gradient. The schedule's factor is in the gradient alone: a loss that fell by it would read as an approach.
    func match(at place: UpdatePlace) -> Double {
        let count = features.count
        let factor = schedule.factor(at: place)
        takeMeans(into: means.pointer + count)
        let value = loss.match(
            FeatureSite(
                real: means.pointer, fake: means.pointer + count, gradient: means.pointer + 2 * count, count: count,
                rows: rows))
        guard factor > 0 else {
            gradient.pointer.update(repeating: 0, count: rows * count)
            return value
        }
        let slope = means.pointer + 2 * count
        Elementwise.scale(slope, by: Float(factor), into: slope, count: count, workers: execution.workers)
        var row = 0
        while row < rows {
            (gradient.pointer + row * count).update(from: slope, count: count)
            row += 1
        }
        return value
    }

    /// Of what `match` gave last.
    var towardsFeatures: FeatureGradient { features.gradient(gradient.pointer) }

    private func takeMeans(into means: UnsafeMutablePointer<Float>) {
        Reductions.columnSums(
            features.values(execution), rows: rows, columns: features.count, into: means, accumulate: false,
            workspace: workspace, workers: execution.workers)
        Elementwise.scale(
            means, by: 1 / Float(rows), into: means, count: features.count, workers: execution.workers)
    }

    /// What of a run does not go together with its loss.
    static func findings(_ run: RunSpec, _ discriminator: Graph) -> [Diagnostic] {
        guard Losses.registry.make(run.loss) is any FeatureLoss else { return [] }
        var found: [Diagnostic] = []
        if discriminator.features == nil {
            found.append(
                Diagnostic(
                    .error,
                    "loss '\(run.loss.name)' compares what the discriminator's last layer with weights reads, and that is the "
                        + "sample itself",
                    at: run.loss.location, help: "give the discriminator a hidden layer"))
        }
        if let selection = run.discriminator.regularization.first(where: { $0.name == TopK.declaration.name }) {
            found.append(
                Diagnostic(
                    .error,
                    "top_k chooses among the terms of single samples, and loss '\(run.loss.name)' is one of means",
                    at: selection.location, help: "leave it out"))
        }
        return found
    }
}
