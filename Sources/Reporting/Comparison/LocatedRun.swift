import Foundation

/// A run and where its files are.
struct LocatedRun {
    /// The folder of the experiment, as the user's path leads to it.
    let experiment: String
    var result: RunResult
    /// The run's own folder, whether or not it exists; for a file of metrics that stands alone, the file.
    let folder: String
    /// The same for every path that leads to the run.
    let identity: String

    /// Whether the folder, or the file, exists.
    let isThere: Bool

    /// - Parameters:
    ///   - isThere: nil: to be looked at.
    ///   - identity: nil: by the path that all links of `folder` lead to.
    init(
        experiment: String, result: RunResult, folder: String, isThere: Bool? = nil, identity: String? = nil
    ) {
        self.experiment = experiment
        self.result = result
        self.folder = folder
        self.isThere = isThere ?? FileManager.default.fileExists(atPath: folder)
        self.identity = identity ?? Self.canonical(folder)
    }

    static func canonical(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }
}
