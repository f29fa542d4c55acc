import Diagnostics

/// Where the folders of an experiment's runs lie: side by side in its folder or, where a sweep is large, in folders
/// `+00` to `+ff` in it, by the first two of the eight letters that a run's name ends with. File systems grow slow with
/// folders of a million, and so do people.
public struct RunPlaces: Sendable {
    /// Runs of a sweep whose folders lie side by side, at most.
    public static let mostSideBySide = 10_000

    private let experiment: String
    /// Names in the experiment's folder; the runs' are among them.
    private let beside: Set<String>
    /// The names of folders in shards.
    private let sharded: Set<String>
    /// All of them: those in the experiment's folder in order, then those of each shard.
    public let names: [String]

    /// - Throws: where a folder cannot be read. A folder that is not there has no runs.
    public init(in experiment: String) throws(FileError) {
        self.experiment = experiment
        let top = try Folder.names(in: experiment)
        var inner: [String] = []
        for name in top where Self.isShard(name) { inner += try Folder.names(in: "\(experiment)/\(name)") }
        names = top.filter { !Self.isShard($0) } + inner
        beside = Set(top)
        sharded = Set(inner)
    }

    public func contains(_ run: String) -> Bool { beside.contains(run) || sharded.contains(run) }

    /// nil where the run has no folder.
    public func path(of run: String) -> String? {
        if beside.contains(run) { return "\(experiment)/\(run)" }
        return sharded.contains(run) ? "\(experiment)/\(Self.shard(of: run))/\(run)" : nil
    }

    /// The folder for a run that has none yet.
    /// - Parameter count: of the runs of its sweep.
    public func newPath(of run: String, count: Int) -> String {
        count > Self.mostSideBySide ? Self.shardedPath(of: run, in: experiment) : "\(experiment)/\(run)"
    }

    /// Where a run of a large sweep lies, unless it lies in the experiment's folder from before the sweep was large.
    public static func shardedPath(of run: String, in experiment: String) -> String {
        "\(experiment)/\(shard(of: run))/\(run)"
    }

    /// The folder of one run, looked for without a look at the others; the one for it where it has none yet.
    /// - Parameter count: of the runs of its sweep.
    public static func path(of run: String, in experiment: String, count: Int = 1) throws(FileError) -> String {
        let beside = "\(experiment)/\(run)"
        let sharded = "\(experiment)/\(shard(of: run))/\(run)"
        let (usual, other) = count > mostSideBySide ? (sharded, beside) : (beside, sharded)
        guard try Folder.kind(usual) == nil, try Folder.kind(other) != nil else { return usual }
        return other
    }

    /// The folder of the experiment that a run's folder belongs to.
    public static func experiment(of path: String) -> String {
        let parent = FilePath.parent(path)
        return isShard(FilePath.name(parent)) ? FilePath.parent(parent) : parent
    }

    /// Whether a sweep's folder holds so many runs that they are sharded.
    public static func isSharded(_ experiment: String) throws(FileError) -> Bool {
        try Folder.names(in: experiment).contains(where: isShard)
    }

    /// No run and no experiment can have such a name.
    static func isShard(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        return bytes.count == 3 && bytes[0] == UInt8(ascii: "+")
            && bytes[1...].allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    private static func shard(of run: String) -> String {
        let letters = run.utf8.suffix(8).prefix(2)
        let shard = "+" + String(decoding: letters, as: UTF8.self)
        return isShard(shard) ? shard : "+00"
    }
}
