import Foundation

/// A run and where its files are.
struct LocatedRun {
    /// The folder of the experiment, as the user's path leads to it.
    let experiment: String
    var result: RunResult
    /// The run's own folder, whether or not it exists; for a file of metrics that stands alone, the file.
    let folder: String
    /// The same for every path that leads to the run.
    var identity: String { root.map { "\($0)/\(result.run)" } ?? Self.canonical(folder) }

    /// The folder that all links of `experiment` lead to, where it is known that the run's own lies in it.
    private let root: String?

    /// Whether the folder, or the file, exists.
    let isThere: Bool

    /// - Parameters:
    ///   - isThere: nil: to be looked at.
    ///   - root: nil: not known.
    init(
        experiment: String, result: RunResult, folder: String, isThere: Bool? = nil, root: String? = nil
    ) {
        self.experiment = experiment
        self.result = result
        self.folder = folder
        self.isThere = isThere ?? FileManager.default.fileExists(atPath: folder)
        self.root = root
    }

    static func canonical(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }
}
