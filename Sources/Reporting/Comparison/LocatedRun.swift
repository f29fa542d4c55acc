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

    init(experiment: String, result: RunResult, folder: String) {
        self.experiment = experiment
        self.result = result
        self.folder = folder
        identity = Self.canonical(folder)
    }

    static func canonical(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }
}
