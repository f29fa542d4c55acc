import Configuration
import Reporting

/// `config.yaml`: the run with everything resolved; beside it `paths.txt`, where its data has a path that is relative.
struct ConfigurationFile: Sink {
    private let site: SinkSite

    init?(_ site: SinkSite) { self.site = site }

    func begin() throws {
        try site.folder.write(CanonicalText.yaml(site.run.spec), to: "config.yaml")
        // No result: where the data lies may change.
        if let paths = site.run.spec.data.paths {
            try AtomicFile.write(paths.note(in: site.folder.path) + "\n", to: site.folder.file(DataPaths.name))
        }
    }

    /// It may have been damaged.
    func resume() throws { try begin() }
}
