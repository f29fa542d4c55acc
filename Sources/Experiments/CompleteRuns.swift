import Configuration
import Reporting
import Training

/// The complete runs in an experiment's folder, as a longer one finds them.
struct CompleteRuns: Sendable {
    /// Names of folders by the ends of ids, which come from what is trained alone.
    private var names: [String: String] = [:]
    /// The lengths that any of them has, the longest first.
    private let lengths: [Int]
    private let path: String

    init(in experiment: ExperimentFolder) throws(FileError) {
        path = experiment.path
        var lengths: Set<Int> = []
        // A look at every run of a large sweep takes longer than the way that a shorter run saves.
        let names = try RunPlaces.isSharded(path) ? [] : Folder.names(in: path)
        for name in names {
            guard let dash = name.lastIndex(of: "-"), let record = try RunFolder("\(path)/\(name)").record(),
                record.status == .complete
            else { continue }
            self.names[String(name[dash...])] = name
            lengths.insert(record.iteration)
        }
        self.lengths = lengths.sorted(by: >)
    }

    /// The longest run that is the beginning of `spec`; nil where there is none.
    func beginning(of spec: RunSpec) -> ShorterRun? {
        guard ShorterRun.canBegin(spec) else { return nil }
        for iterations in lengths where iterations > 0 && iterations < spec.training.iterations {
            var shorter = spec
            shorter.training.iterations = iterations
            guard let name = names[Run.tail(CanonicalText.hash(shorter))],
                iterations % spec.evaluation.every == 0, spec.trainsAlike(for: iterations)
            else { continue }
            return ShorterRun(folder: RunFolder("\(path)/\(name)"), iterations: iterations)
        }
        return nil
    }
}

/// A complete run that differs from a longer one in nothing but its length: what it trained and measured is what the
/// longer one begins with, to the byte.
struct ShorterRun: Sendable {
    let folder: RunFolder
    let iterations: Int

    /// Whether the files of a run say nothing of its length before its end. Checkpoints that stay do, and a limit of
    /// time goes by the run's own clock.
    static func canBegin(_ spec: RunSpec) -> Bool {
        spec.output.checkpointEvery == nil && !spec.output.checkpointBest && spec.training.stop.seconds == nil
    }

    /// Its last checkpoint, and the pictures beside it that a longer run has as well; nil where they are not as they
    /// were written.
    /// - Parameter every: iterations between the pictures of the longer run; nil: only its last.
    func content(picturesEvery every: Int?) throws -> (checkpoint: RunCheckpoint, pictures: [String: [UInt8]])? {
        let last = RunFolder.checkpointName(iterations)
        guard let bytes = try AtomicFile.readIfThere(folder.file(last)) else { return nil }
        let checkpoint: RunCheckpoint
        do throws(CheckpointError) { checkpoint = try RunCheckpoint(bytes) } catch { return nil }
        let isDue = every.map { iterations % $0 == 0 } ?? false
        var pictures: [String: [UInt8]] = [:]
        for (name, entry) in checkpoint.files where isDue || name != RunFolder.pictureName(iterations) {
            guard name.hasPrefix("samples/"), let content = try AtomicFile.readIfThere(folder.file(name)),
                FileEntry(content) == entry
            else { return nil }
            pictures[name] = content
        }
        return (checkpoint, pictures)
    }
}
