import Diagnostics
import Reporting

/// What is said where a path is to be the folder of a run and is none.
enum NoRunFolder {
    /// Names a run that may be meant: one that lies in the folder, or one whose name is similar.
    static func diagnostic(_ path: String) throws -> Diagnostic {
        let folder = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        var runs: [String] = []
        if try Folder.kind(folder) == .folder {
            let places = try RunPlaces(in: folder)
            runs = try places.names.compactMap { name in
                guard let path = places.path(of: name) else { return nil }
                return try ExperimentFolder.holdsRun(path) ? path : nil
            }
        } else if try Folder.kind(FilePath.parent(folder)) == .folder {
            let near = Similarity.nearest(to: FilePath.name(folder), in: try Folder.names(in: FilePath.parent(folder)))
            runs = near.map { [FilePath.folder(folder) + $0] } ?? []
        }
        let help =
            runs.isEmpty
            ? "it lies in results/EXPERIMENT and holds a config.yaml; saddle list --runs shows all"
            : runs.count == 1 ? "is '\(runs[0])' meant?" : "it holds \(runs.count) runs, such as '\(runs[0])'"
        return Diagnostic("'\(path)' is not the folder of a run", help: help)
    }
}
