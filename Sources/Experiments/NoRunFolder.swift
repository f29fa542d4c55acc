import Diagnostics
import Reporting

/// What is said where a path is to be the folder of a run and is none.
enum NoRunFolder {
    /// Where runs lie unless somebody said otherwise.
    private static let results = "results"
    /// Runs that are named one by one.
    private static let fewRuns = 4

    /// Names a run that may be meant: one that lies in the folder, one that a table gives by its last letters, or one
    /// whose name is similar.
    static func diagnostic(_ path: String) -> Diagnostic {
        let folder = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        return Diagnostic("'\(path)' is not the folder of a run", help: help(folder))
    }

    private static func help(_ folder: String) -> String {
        let (parent, name) = (FilePath.parent(folder), FilePath.name(folder))
        // An experiment's name alone stands for its folder.
        for (experiment, subject) in [(folder, "it"), ("\(results)/\(folder)", "'\(results)/\(folder)'")] {
            let runs = runs(in: experiment)
            if !runs.isEmpty { return Self.help(runs, subject: subject) }
        }
        // A table's column "run" has the end of a folder's name alone.
        let beside = runs(in: parent)
        let named = (beside + allRuns()).filter { FilePath.name($0) == name || $0.hasSuffix("-\(name)") }
        if let run = named.first { return "is '\(run)' meant?" }
        let near = Similarity.nearest(to: name, in: beside.map(FilePath.name))
        if let run = beside.first(where: { FilePath.name($0) == near }) { return "is '\(run)' meant?" }
        return "it lies in \(results)/EXPERIMENT and holds a config.yaml; saddle list --runs shows all"
    }

    private static func help(_ runs: [String], subject: String) -> String {
        if runs.count == 1 { return "is '\(runs[0])' meant?" }
        let few = runs.prefix(fewRuns).map { "'\($0)'" }
        return runs.count > fewRuns
            ? "\(subject) holds \(runs.count) runs, such as \(few[0])"
            : "\(subject) holds \(runs.count) runs: \(few.joined(separator: ", "))"
    }

    /// The folders of runs in the folder of an experiment; none where there is no such folder. What cannot be looked at
    /// is not named: the message is about another path.
    private static func runs(in experiment: String) -> [String] {
        do {
            guard try Folder.kind(experiment) == .folder else { return [] }
            let places = try RunPlaces(in: experiment)
            let paths = places.names.compactMap { places.path(of: $0) }.filter(isRun)
            return experiment == "." ? paths.map { String($0.dropFirst("./".count)) } : paths
        } catch {
            return []
        }
    }

    private static func isRun(_ path: String) -> Bool {
        do { return try ExperimentFolder.holdsRun(path) } catch { return false }
    }

    private static func allRuns() -> [String] {
        do { return try Folder.names(in: results).flatMap { runs(in: "\(results)/\($0)") } } catch { return [] }
    }
}
