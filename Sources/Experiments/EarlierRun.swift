import Configuration
import Reporting
import Training

/// A complete run that another one begins with, to the byte: it differs in nothing but its length, or in nothing but
/// what looks at its end.
struct EarlierRun: Sendable {
    let folder: RunFolder
    let spec: RunSpec
    /// Whether nothing is left to train.
    let isWhole: Bool

    var iterations: Int { spec.training.iterations }

    /// Whether the files of a run say nothing of its length before its end. Checkpoints that stay do, and a limit of
    /// time goes by the run's own clock.
    static func canBegin(_ spec: RunSpec) -> Bool {
        spec.output.checkpointEvery == nil && !spec.output.checkpointBest && spec.training.stop.seconds == nil
    }

    /// Its last checkpoint, and the pictures beside it that the other run has as well; nil where they are not as they
    /// were written.
    /// - Parameter every: iterations between the pictures of the other run; nil: only its last.
    func content(picturesEvery every: Int?) throws -> (checkpoint: RunCheckpoint, pictures: [String: [UInt8]])? {
        let last = RunFolder.checkpointName(iterations)
        guard let bytes = try AtomicFile.readIfThere(folder.file(last)) else { return nil }
        let checkpoint: RunCheckpoint
        do throws(CheckpointError) { checkpoint = try RunCheckpoint(bytes) } catch { return nil }
        var pictures: [String: [UInt8]] = [:]
        for (name, entry) in checkpoint.files where every.map({ Self.isDue(name, $0) }) ?? false {
            guard name.hasPrefix("samples/"), let content = try AtomicFile.readIfThere(folder.file(name)),
                FileEntry(content) == entry
            else { return nil }
            pictures[name] = content
        }
        return (checkpoint, pictures)
    }

    /// Whether the other run has a picture, too.
    private static func isDue(_ name: String, _ every: Int) -> Bool {
        let number = name.split(separator: "-").last?.prefix { $0.isNumber }
        return number.flatMap { Int($0) }.map { $0 % every == 0 } ?? true
    }
}
