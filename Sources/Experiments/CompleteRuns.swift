import Configuration
import Reporting
import Synchronization
import Training

/// The complete runs in an experiment's folder, as a longer one finds them.
struct CompleteRuns: Sendable {
    /// Names of folders by the ends of ids, which come from what is trained alone.
    private var names: [String: String] = [:]
    /// The lengths that any of them has, the longest first.
    private let lengths: [Int]
    private let path: String
    private let trained = TrainedSettings()

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
            return ShorterRun(folder: RunFolder("\(path)/\(name)"), spec: shorter, isWhole: false)
        }
        return nil
    }

    /// A run that was trained as `spec` says, and whose end other metrics, another critic or none looked at, or of
    /// which more pictures were made; nil where there is none. What critics saw along the way is not to be had from its
    /// end, and a run may have been stopped by what they saw.
    func trainedAlike(_ spec: RunSpec) -> ShorterRun? {
        guard ShorterRun.canBegin(spec), Self.isJudgedAtItsEnd(spec), names.count <= CheckedRuns.mostRead else {
            return nil
        }
        let known = trained.by(names.values.sorted().map { RunFolder("\(path)/\($0)") }) {
            CanonicalText.hash(Self.trained($0))
        }
        return known[CanonicalText.hash(Self.trained(spec))]?.first { folder, other in
            guard ShorterRun.canBegin(other), Self.isJudgedAtItsEnd(other) else { return false }
            guard let every = spec.output.samplesEvery else { return true }
            return other.output.samplesEvery.map { every % $0 == 0 } ?? false
        }.map { ShorterRun(folder: $0, spec: $1, isWhole: true) }
    }

    private static func isJudgedAtItsEnd(_ spec: RunSpec) -> Bool {
        spec.evaluation.critic.every == nil && spec.training.stop == StopSpec()
    }

    /// A run without what looks at the end of it alone.
    private static func trained(_ spec: RunSpec) -> RunSpec {
        var spec = spec
        spec.evaluation.metrics = .automatic
        spec.evaluation.critic = CriticSpec()
        spec.output.samplesEvery = nil
        return spec
    }
}

/// What complete runs were told to do, by what they were trained as: read once somebody asks.
private final class TrainedSettings: Sendable {
    private let known = Mutex<[UInt64: [(RunFolder, RunSpec)]]?>(nil)

    func by(_ folders: [RunFolder], _ key: (RunSpec) -> UInt64) -> [UInt64: [(RunFolder, RunSpec)]] {
        known.withLock { known in
            if let known { return known }
            var found: [UInt64: [(RunFolder, RunSpec)]] = [:]
            for folder in folders {
                // Another run's damage, of which `saddle verify` tells, is no reason for this one to fail.
                let (experiment, _) = ExperimentFile.read(path: folder.file("config.yaml"), vocabulary: .saddle)
                guard let run = experiment?.runs.first, folder.name.hasSuffix(run.idTail) else { continue }
                found[key(run.spec), default: []].append((folder, run.spec))
            }
            known = found
            return found
        }
    }
}

/// A complete run that another one begins with, to the byte: it differs in nothing but its length, or in nothing but
/// what looks at its end.
struct ShorterRun: Sendable {
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

    /// Its last checkpoint, and the pictures beside it that a longer run has as well; nil where they are not as they
    /// were written.
    /// - Parameter every: iterations between the pictures of the longer run; nil: only its last.
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

    /// Whether the longer run has a picture, too.
    private static func isDue(_ name: String, _ every: Int) -> Bool {
        let number = name.split(separator: "-").last?.prefix { $0.isNumber }
        return number.flatMap { Int($0) }.map { $0 % every == 0 } ?? true
    }
}
