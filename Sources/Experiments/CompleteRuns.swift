import Configuration
import Reporting
import Synchronization
import Training

/// The complete runs in an experiment's folder, as a run finds them that could begin with one.
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
    func beginning(of spec: RunSpec) -> EarlierRun? {
        guard EarlierRun.canBegin(spec) else { return nil }
        for iterations in lengths where iterations > 0 && iterations < spec.training.iterations {
            var shorter = spec
            shorter.training.iterations = iterations
            guard let name = names[Run.tail(CanonicalText.hash(shorter))],
                iterations % spec.evaluation.every == 0, spec.trainsAlike(for: iterations)
            else { continue }
            return EarlierRun(folder: RunFolder("\(path)/\(name)"), spec: shorter, isWhole: false)
        }
        return nil
    }

    /// A run that `spec` would begin with if it were evaluated as often: where a file does not say how often, an
    /// evaluation follows every twentieth of a run, and a longer run has other ones.
    func beginningEvaluatedOtherwise(of spec: RunSpec) -> (iterations: Int, every: Int)? {
        for iterations in lengths where iterations < spec.training.iterations {
            var other = spec
            other.evaluation.every = EvaluationSpec.usualPause(of: iterations)
            if let earlier = beginning(of: other), earlier.iterations == iterations {
                return (iterations, other.evaluation.every)
            }
        }
        return nil
    }

    /// A run that was trained as `spec` says, and whose end other metrics, another critic or none looked at, or of
    /// which more pictures were made; nil where there is none. What critics saw along the way is not to be had from its
    /// end, and a run may have been stopped by what they saw.
    func trainedAlike(_ spec: RunSpec) -> EarlierRun? {
        guard EarlierRun.canBegin(spec), Self.isJudgedAtItsEnd(spec), names.count <= CheckedRuns.mostRead else {
            return nil
        }
        let known = trained.by(names.values.sorted().map { RunFolder("\(path)/\($0)") }) {
            CanonicalText.hash(Self.trained($0))
        }
        return known[CanonicalText.hash(Self.trained(spec))]?.first { folder, other in
            guard EarlierRun.canBegin(other), Self.isJudgedAtItsEnd(other) else { return false }
            guard let every = spec.output.samplesEvery else { return true }
            return other.output.samplesEvery.map { every % $0 == 0 } ?? false
        }.map { EarlierRun(folder: $0, spec: $1, isWhole: true) }
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
