import Diagnostics

/// Follows `extends:` to the bottom and merges upwards: mappings key by key, everything else replaced whole,
/// the sweep too.
/// A base's name and description are its own and are not taken over.
struct BaseFiles {
    static let maximumChain = 32

    let merging: Merging

    init(_ vocabulary: Vocabulary) { merging = Merging(vocabulary: vocabulary) }

    func load(_ path: String, _ findings: inout Findings) throws(Diagnostic) -> Node {
        try load(path, askedAt: nil, chain: [], &findings)
    }

    /// `chain`: the files that led here.
    private func load(_ path: String, askedAt asker: Location?, chain: [String], _ findings: inout Findings)
        throws(Diagnostic) -> Node
    {
        let identity = ExperimentReader.identity(path)
        if chain.contains(identity) {
            throw Diagnostic(
                "'\(path)' extends itself", at: asker, help: "follow the 'extends' of each file: they form a circle")
        }
        guard chain.count < BaseFiles.maximumChain else {
            throw Diagnostic(
                "more than \(BaseFiles.maximumChain) files extend one another", at: asker,
                help: "put the keys of some of them into one file")
        }
        let root = try NodeReader.read(try ExperimentReader.read(path, askedAt: asker), &findings)
        guard let extends = root["extends"], !extends.isNull else { return root }
        guard let name = extends.scalar?.text, root.pairs != nil else {
            throw Diagnostic(
                "expected the path of a file, found \(extends.phrase)", at: extends.location,
                help: "for example extends: base.yaml")
        }
        let basePath = ExperimentReader.path(name, relativeTo: path)
        let base = try load(basePath, askedAt: extends.location, chain: chain + [identity], &findings)
        guard base.pairs != nil else {
            if case .invalid = base.content { return root }
            findings.error(
                "'\(basePath)' has no keys to take over: it is \(base.phrase)", at: extends.location,
                help: "name an experiment file")
            return root
        }
        return merging.merge(
            base.removing(["name", "description", "extends"]), root, .section(merging.vocabulary.file))
    }
}
