import Configuration
import Training

/// The checkpoints of a run: those that its file asks for stay, and of the others the last one.
struct RunCheckpoints {
    private let folder: RunFolder
    private let iterations: Int
    private let every: Int?
    /// The iteration of the checkpoint that the next one replaces.
    private var temporary: Int?

    init(_ spec: RunSpec, _ folder: RunFolder) {
        self.folder = folder
        iterations = spec.training.iterations
        every = spec.output.checkpointEvery
    }

    /// Nothing is due before the first iteration.
    func isKept(_ iteration: Int) -> Bool {
        iteration > 0 && (iteration == iterations || every.map { iteration % $0 == 0 } == true)
    }

    /// - Parameter iteration: of the checkpoint that the run continues from.
    mutating func resume(at iteration: Int) { temporary = isKept(iteration) ? nil : iteration }

    mutating func save(_ trainer: Trainer) throws {
        let iteration = trainer.iteration
        let replaced = temporary.flatMap { $0 == iteration ? nil : $0 }
        let checkpoint = RunCheckpoint(trainer, folder.ledger, without: replaced)
        try folder.write(checkpoint.bytes(), to: RunFolder.checkpointName(iteration))
        if let replaced { try folder.remove(RunFolder.checkpointName(replaced)) }
        temporary = isKept(iteration) ? nil : iteration
    }

    /// Removes the one that the next would replace.
    func removeTemporary() throws { if let temporary { try folder.remove(RunFolder.checkpointName(temporary)) } }
}
