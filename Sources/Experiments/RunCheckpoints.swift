import Configuration
import Equilibrium
import Training

/// The checkpoints of a run: those that its file asks for stay, and of the others the last one.
struct RunCheckpoints {
    let keeping: CheckpointKeeping
    private let folder: RunFolder

    init(_ spec: RunSpec, _ folder: RunFolder) {
        self.folder = folder
        keeping = CheckpointKeeping(spec)
    }

    /// - Parameter examinations: of the run so far.
    func save(_ trainer: Trainer, _ examinations: [Examination]) throws {
        let iteration = trainer.iteration
        let replaced = temporary(at: iteration, examinations).filter { $0 != iteration }
        let file = try RunCheckpoint.file(trainer, folder.ledger, without: replaced)
        try folder.write(file, to: RunFolder.checkpointName(iteration))
        for iteration in replaced { try folder.remove(RunFolder.checkpointName(iteration)) }
    }

    /// Removes what the next checkpoint would replace.
    func removeTemporary(at iteration: Int, _ examinations: [Examination]) throws {
        for left in temporary(at: iteration, examinations) { try folder.remove(RunFolder.checkpointName(left)) }
    }

    private func temporary(at iteration: Int, _ examinations: [Examination]) -> [Int] {
        folder.writtenCheckpoints.filter { !keeping.keeps($0, at: iteration, examinations) }
    }
}
