import Configuration

/// `config.yaml`: the run with everything resolved.
struct ConfigurationFile: Sink {
    private let site: SinkSite

    init?(_ site: SinkSite) { self.site = site }

    func begin() throws { try site.folder.write(CanonicalText.yaml(site.run.spec), to: "config.yaml") }

    /// It may have been damaged.
    func resume() throws { try begin() }
}
