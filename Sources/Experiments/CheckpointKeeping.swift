import Configuration
import Equilibrium

/// Which checkpoints stay in a run's folder beside its latest one. That follows from how far the run came and from what
/// its judges found, and so it is the same however often the run was interrupted.
struct CheckpointKeeping {
    let output: OutputSpec
    /// Of the whole run.
    let iterations: Int

    init(_ spec: RunSpec) {
        output = spec.output
        iterations = spec.training.iterations
    }

    /// - Parameters:
    ///   - latest: the iteration that the run is at.
    ///   - examinations: up to there.
    func keeps(_ iteration: Int, at latest: Int, _ examinations: [Examination]) -> Bool {
        // Nothing is due before the first iteration.
        guard iteration > 0 else { return false }
        return iteration == iterations || isAskedFor(iteration, at: latest) || iteration == best(examinations)
    }

    private func isAskedFor(_ iteration: Int, at latest: Int) -> Bool {
        guard let every = output.checkpointEvery, iteration % every == 0 else { return false }
        guard let count = output.checkpointKeep else { return true }
        return latest / every - iteration / every < count
    }

    /// The iteration at which the judges proved the least distance, the first of several; nil where nobody asks.
    func best(_ examinations: [Examination]) -> Int? {
        guard output.checkpointBest else { return nil }
        return examinations.min { $0.evidence.bound < $1.evidence.bound }?.iteration
    }
}
